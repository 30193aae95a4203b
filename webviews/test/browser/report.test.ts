// Tests of the report as it is drawn: in four themes of the editor and as a file, by keyboard, with hostile names.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { ReportData, ReportToPanel } from "../../messages/report.ts";
import { sampleReport } from "../report/sample-report.ts";
import { faultsOfAxe, violationsOf } from "./axe.ts";
import { chromiumPath, PanelBrowser, themed, type Drawn } from "./browser.ts";
import { HOSTILE_NAME } from "./scene.ts";
import { THEMES, themeNamed, type Theme } from "./themes.ts";

/** The built page with its data. Hashes of the policy are the hub's business; here a nonce stands for them. */
function reportHtml(data: ReportData, theme: Theme | null): string {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const holder = `<script type="application/json" id="report-data">${json}</script>`;
  const page = builtPage(holder);
  return theme === null ? page : themed(page, theme);
}

/** Without data, as the editor serves it. */
function panelHtml(): string {
  return themed(builtPage(""), themeNamed("light"));
}

function builtPage(holder: string): string {
  const read = (name: string): string => readFileSync(`dist/webviews/${name}`, "utf8");
  const policy = "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'";
  return `<!doctype html>
<html lang="en"><head>
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>report</title><style nonce="n">${read("report.css")}</style></head>
<body>${holder}
<script nonce="n">${read("report.js").replaceAll("</script", "<\\/script")}</script></body></html>`;
}

type Tell = (message: ReportToPanel) => Promise<void>;

function shown(fileUri: string, tradeCount: number): ReportToPanel {
  const state = { fileUri, runId: "live", timeUs: null, range: null, tab: "" };
  return { type: "show", state, report: sampleReport(tradeCount) };
}

describe("report in a browser", function () {
  this.timeout(60_000);
  let browser: PanelBrowser | null = null;

  before(async function () {
    const path = chromiumPath();
    if (path === null) {
      if (process.env["CI"] === "true") {
        throw new Error("There is no chromium. Install it with `apt-get install chromium`.");
      }
      this.skip();
    }
    browser = await PanelBrowser.start(path);
  });

  after(async () => {
    await browser?.close();
  });

  async function withReport(
    data: ReportData,
    theme: Theme | null,
    act: (drawn: Drawn) => Promise<void>,
    width = 1000,
  ): Promise<void> {
    if (browser === null) throw new Error("no browser was started");
    const drawn = await browser.openPage(reportHtml(data, theme), { width, height: 800 });
    try {
      await act(drawn);
      assert.deepEqual(await violationsOf(drawn.frame), []);
      assert.deepEqual(drawn.faults, []);
    } finally {
      await drawn.page.context().close();
    }
  }

  for (const theme of [...THEMES, null]) {
    it(`axe finds nothing, ${theme?.name ?? "as a file"}`, () =>
      withReport(sampleReport(66), theme, async ({ frame }) => {
        assert.deepEqual(await faultsOfAxe(frame), []);
      }));
  }

  it("axe finds nothing where nothing was traded", () =>
    withReport(sampleReport(0), null, async ({ frame }) => {
      assert.deepEqual(await faultsOfAxe(frame), []);
    }));

  for (const width of [400, 700, 1100, 1400]) {
    it(`fits a window of ${width} pixels, tips included`, () =>
      withReport(
        sampleReport(66),
        null,
        async ({ frame }) => {
          for (const card of await frame.locator(".card[aria-describedby]").all()) {
            await card.hover();
            assert.ok(await card.locator(".tip").isVisible());
            const isWide = await frame.evaluate(
              () => document.documentElement.scrollWidth > window.innerWidth,
            );
            assert.equal(isWide, false, (await card.textContent()) ?? "");
          }
        },
        width,
      ));
  }

  it("reads equity by keyboard and pages trades", () =>
    withReport(sampleReport(250), null, async ({ page, frame }) => {
      await frame.locator(".picture").focus();
      const readout = frame.locator(".readout");
      await page.keyboard.press("Home");
      const first = await readout.textContent();
      await page.keyboard.press("ArrowRight");
      assert.notEqual(await readout.textContent(), first);
      await page.keyboard.press("ArrowLeft");
      assert.equal(await readout.textContent(), first);
      await frame.getByRole("button", { name: "Later" }).focus();
      await page.keyboard.press("Enter");
      await frame.locator(".status", { hasText: "101 to 200 of 250" }).waitFor();
      await frame.getByRole("button", { name: "Profit", exact: true }).focus();
      await page.keyboard.press("Space");
      await frame.locator('[aria-sort="ascending"]', { hasText: "Profit" }).waitFor();
    }));

  async function withPanel(act: (drawn: Drawn, tell: Tell) => Promise<void>): Promise<void> {
    if (browser === null) throw new Error("no browser was started");
    const drawn = await browser.openPage(panelHtml());
    try {
      await act(drawn, async (message) => {
        await drawn.frame.evaluate((sent) => {
          window.postMessage(sent, "*");
        }, message);
      });
      assert.deepEqual(await violationsOf(drawn.frame), []);
      assert.deepEqual(drawn.faults, []);
    } finally {
      await drawn.page.context().close();
    }
  }

  it("says in the editor what is the matter, above the last report or instead of one", () =>
    withPanel(async ({ frame }, tell) => {
      await tell(shown("a.strat", 66));
      await tell({ type: "status", status: { kind: "ready", sentence: "", remedies: [] } });
      await frame.locator("header h1").waitFor();
      assert.equal(await frame.locator(".message").count(), 0);
      const run = { remedy: "run", label: "Run" } as const;
      const sentence = "The result before the last edit.";
      await tell({ type: "status", status: { kind: "stale", sentence, remedies: [run] } });
      await frame.locator(".message.stale", { hasText: sentence }).waitFor();
      assert.ok(await frame.locator("header h1").isVisible());
      assert.deepEqual(await faultsOfAxe(frame), []);
      const none = "This strategy has not run yet.";
      await tell({ type: "status", status: { kind: "empty", sentence: none, remedies: [run] } });
      await frame.locator(".message.empty", { hasText: none }).waitFor();
      assert.equal(await frame.locator("header h1").isVisible(), false);
      await frame.getByRole("button", { name: "Run" }).waitFor();
      assert.deepEqual(await faultsOfAxe(frame), []);
    }));

  it("keeps the reader's place when another run of the strategy is shown", () =>
    withPanel(async ({ page, frame }, tell) => {
      await tell(shown("a.strat", 250));
      await tell({ type: "status", status: { kind: "ready", sentence: "", remedies: [] } });
      // By its text: its name has the sign of the order too.
      const profit = frame.locator("th button", { hasText: /^Profit$/ });
      await profit.focus();
      await page.keyboard.press("Space");
      await frame.getByText("Month ends as a table").click();
      await profit.focus();
      const scrolled = await frame.evaluate(() => window.scrollY);
      assert.ok(scrolled > 100);
      await tell(shown("a.strat", 260));
      await frame.locator(".status", { hasText: "1 to 100 of 260" }).waitFor();
      await frame.locator('[aria-sort="ascending"]', { hasText: "Profit" }).waitFor();
      assert.equal(await frame.evaluate(() => document.activeElement?.textContent), "Profit");
      assert.equal(await frame.evaluate(() => window.scrollY), scrolled);
      assert.equal(await frame.locator("section#equity details[open]").count(), 1);
      await tell(shown("b.strat", 250));
      await frame.locator('[aria-sort="ascending"]', { hasText: "No." }).waitFor();
    }));

  it("shows hostile names as text", () => {
    const data = sampleReport(3);
    const trades = data.trades.map((trade) => ({
      ...trade,
      entryId: HOSTILE_NAME.slice(0, 20_000),
    }));
    const strategy = HOSTILE_NAME.slice(0, 20_000);
    return withReport({ ...data, strategy, trades }, null, async ({ frame }) => {
      assert.equal(await frame.locator("img").count(), 0);
      assert.doesNotMatch(await frame.title(), /^taken/);
      const isWide = await frame.evaluate(
        () => document.documentElement.scrollWidth > window.innerWidth,
      );
      assert.equal(isWide, false, "a long name must not widen the page");
      const height = await frame.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height < 5_000, `a long name must not lengthen the page to ${height}`);
      assert.deepEqual(await faultsOfAxe(frame), []);
    });
  });
});
