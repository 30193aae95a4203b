// Tests of what is written about a run: figures, months, CSV, page.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { TradeRow } from "@backtestr/client";
import type { ReportData } from "@backtestr/webviews/messages/report";
import { MEASURES } from "../../src/report/figures.ts";
import { monthsOf } from "../../src/report/months.ts";
import { reportPage } from "../../src/report/page.ts";
import { isoTime, tradesCsv } from "../../src/report/trades-csv.ts";

const TRADE: TradeRow = {
  number: 1,
  side: "long",
  quantity: 2.5,
  entryTimeUs: Date.UTC(2024, 0, 2, 9, 30) * 1_000,
  entryPrice: 100.25,
  entryId: 'say "L", twice',
  entryStatement: 0,
  entryBar: 3,
  exitTimeUs: null,
  exitPrice: 101,
  exitId: null,
  exitStatement: null,
  exitBar: null,
  profit: 1.875,
  profitPct: 0.748,
  fees: 0,
  barsHeld: 4,
  exitReason: null,
  isAmbiguous: false,
  mae: -1,
  mfe: 2,
};

describe("figures", () => {
  it("are those of the engine's own table, with its formulas", () => {
    const table = readFileSync("engine/crates/stats/src/table.rs", "utf8");
    const rows = [...table.matchAll(/row\("([a-z_]+)", "[^"]+", "([^"]+)"\)/g)];
    assert.ok(rows.length > 50);
    assert.deepEqual(
      rows.map(([, name = "", formula = ""]) => [name, formula]),
      [...MEASURES].map(([name, { formula }]) => [name, formula]),
    );
  });
});

describe("months", () => {
  it("compound from the capital on, and a bar that closes at midnight ends its month", () => {
    const times = ["2024-01-15", "2024-02-01", "2024-02-02", "2024-04-30"].map(
      (day) => Date.parse(day) * 1_000,
    );
    const months = monthsOf(times, [110, 99, 108.9, 54.45], 100);
    const rounded = months.map((month) => [
      month.month,
      Math.round(month.returnPct),
      Math.round(month.maxDrawdownPct),
    ]);
    assert.deepEqual(rounded, [
      [1, -1, -10],
      [2, 10, -1],
      [4, -50, -50],
    ]);
  });

  it("have no percentages below zero", () => {
    const [month] = monthsOf([Date.UTC(2024, 0, 2) * 1_000], [-5], 0);
    assert.deepEqual([month?.returnPct, month?.maxDrawdownPct], [0, 0]);
  });
});

describe("trades as CSV", () => {
  it("has the promised columns, quotes where it must, and leaves open what is open", () => {
    const [head, row] = tradesCsv([TRADE], "EURUSD").split("\n");
    assert.equal(
      head,
      "number,symbol,side,quantity,entry_time,entry_price,entry_id,exit_time,exit_price,exit_id,profit,profit_pct,fees,bars_held,mae,mfe",
    );
    assert.equal(
      row,
      '1,EURUSD,long,2.5,2024-01-02T09:30:00Z,100.25,"say ""L"", twice",,101,,1.875,0.748,0,4,-1,2',
    );
  });

  it("gives a spreadsheet no formula to run", () => {
    assert.match(tradesCsv([{ ...TRADE, entryId: "=1+1" }], "X"), /,'=1\+1,/);
  });

  it("writes whole seconds plainly and keeps microseconds", () => {
    assert.equal(isoTime(Date.UTC(2024, 0, 2) * 1_000), "2024-01-02T00:00:00Z");
    assert.equal(isoTime(Date.UTC(2024, 0, 2) * 1_000 + 1_500), "2024-01-02T00:00:00.001500Z");
    assert.equal(isoTime(-1), "1969-12-31T23:59:59.999999Z");
  });
});

describe("report page", () => {
  const HOSTILE = "</script><script>alert(1)</script><!-- & \"'";

  function page(script: string): string {
    const data: Pick<ReportData, "strategy"> = { strategy: HOSTILE };
    return reportPage({ script, style: "b{color:red}" }, data);
  }

  it("shows hostile names as text", () => {
    const text = page("1");
    assert.equal(text.match(/<script/g)?.length, 2);
    assert.ok(text.includes("<title>&lt;/script&gt;"));
    const held = /id="report-data">(.*?)<\/script>/.exec(text)?.[1] ?? "";
    assert.deepEqual(JSON.parse(held), { strategy: HOSTILE });
  });

  it("names its own script and style by hash, and nothing else may load", () => {
    const policy = /content="(default-src[^"]+)"/.exec(page("let a = 1"))?.[1] ?? "";
    assert.match(
      policy,
      /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-/,
    );
  });

  it("lets no script end its own element", () => {
    assert.equal(page('"</script>"').match(/<\/script/g)?.length, 2);
  });
});
