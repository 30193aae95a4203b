// Tests of the messages of chart and trades panel, of the page, and of names that users choose.
import { strict as assert } from "node:assert";
import { chartToHost, chartToPanel } from "../messages/chart.ts";
import { ROWS_MAX, tradesToHost } from "../messages/trades.ts";
import { shortened } from "../src/parts/long-text.ts";
import { panelPage } from "../src/shell/panel-page.ts";

describe("messages of panels", () => {
  const request = { type: "window", id: 1, timeframe: "1m", fromUs: 0, toUs: null, candlesMax: 10 };

  it("are refused beyond their bounds and outside the list of verbs", () => {
    assert.equal(chartToHost.safeParse(request).success, true);
    const wrong = [
      { ...request, candlesMax: 10_001 },
      { ...request, fromUs: 0.5 },
      { ...request, more: 1 },
      { type: "run", command: "workbench.action.reloadWindow" },
      { type: "remedy", remedy: "workbench.action.reloadWindow" },
      null,
    ];
    for (const message of wrong) assert.equal(chartToHost.safeParse(message).success, false);
    const sort = { key: "number", isDescending: false };
    const rows = { type: "rows", id: 1, sort, filters: [], first: 0, count: ROWS_MAX };
    assert.equal(tradesToHost.safeParse(rows).success, true);
    assert.equal(tradesToHost.safeParse({ ...rows, count: ROWS_MAX + 1 }).success, false);
    assert.equal(tradesToHost.safeParse({ ...rows, sort: { ...sort, key: "x" } }).success, false);
  });

  it("carry columns as columns only", () => {
    const message = { type: "windowFailed", id: 1, sentence: "", remedies: [] };
    assert.equal(chartToPanel.safeParse(message).success, true);
    assert.equal(chartToPanel.safeParse({ ...message, type: "window", open: [1] }).success, false);
  });
});

describe("page of a panel", () => {
  it("allows its own script and style and nothing else", () => {
    const page = panelPage({
      title: "<b>",
      source: "https://x.test",
      scriptUrl: 'https://x.test/a.js?"',
      styleUrl: "https://x.test/a.css",
      nonce: "n1",
    });
    assert.match(
      page,
      /content="default-src 'none'; style-src https:\/\/x\.test; script-src 'nonce-n1'; base-uri 'none'; form-action 'none'"/,
    );
    assert.doesNotMatch(page, /unsafe|<b>|\?""/);
  });
});

describe("long names", () => {
  it("are cut, without control characters and half letters", () => {
    assert.equal(shortened("name"), "name");
    assert.equal(shortened("a\u202eb\nc\u0000d"), "a b c d");
    assert.equal(shortened("W".repeat(100_000)).length, 120);
    assert.equal(shortened("ab😀😀", 4), "ab…");
  });
});
