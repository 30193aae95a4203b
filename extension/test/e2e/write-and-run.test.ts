// A quant's first story: open a sample, run it, read the result, change a number and see it follow.
import assert from "node:assert/strict";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import {
  goBehind,
  lens,
  lineEnds,
  panel,
  runCommand,
  setTheme,
  until,
  waitForCompletion,
} from "./driver/workbench.ts";

/** Of a laptop that shows large letters, and of the other stories. */
const SMALL = { width: 1_000, height: 700 };
const USUAL = { width: 1_400, height: 900 };

const RESULT = /net .* · drawdown .* · \d+ trades?.* · /;

describe("a strategy in a real editor", function () {
  this.timeout(120_000);
  const stage = storyStage(async (opened) => {
    const { page, url } = opened.editor;
    await page.goto(url(opened.file("strategies/crossing-averages.strat")));
  });

  it("runs live when it is opened, and shows the result above the header", async () => {
    const { page } = stage().editor;
    await lens(page, "Run").first().waitFor({ timeout: 60_000 });
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
    await stage().shot("live");
  });

  it("shows values at the ends of lines", async () => {
    await until(
      "values at line ends",
      async () => (await lineEnds(stage().editor.page)).length > 2,
    );
  });

  it("runs and keeps by command, and lists the run", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run");
    await lens(page, RESULT).first().waitFor();
    await runCommand(page, "View: Show BackTestr");
    await page
      .locator(".monaco-list-row", { hasText: "crossing-averages.strat" })
      .first()
      .waitFor();
    await stage().shot("kept");
  });

  it("follows an edit with the difference to the kept run", async () => {
    const { page } = stage().editor;
    await goBehind(page, "param fast = ");
    await page.keyboard.press("Delete");
    await page.keyboard.type("3");
    await lens(page, /net .* \([+−0]/)
      .first()
      .waitFor();
    await stage().shot("edited");
  });

  it("completes", async () => {
    const { page } = stage().editor;
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nx = ta.cross", { delay: 30 });
    await waitForCompletion(page, "crossover");
    await stage().shot("completion");
    await page.keyboard.press("Escape");
    for (let times = 0; times < 13; times += 1) await page.keyboard.press("Backspace");
  });

  it("fades an order that no bar reaches", async () => {
    const { page } = stage().editor;
    const never = " and close < 0";
    const letters = never.length;
    await goBehind(page, "if ta.crossunder(fastAverage, slowAverage)");
    await page.keyboard.type(never, { delay: 30 });
    await page.keyboard.press("Escape");
    const faded = page.locator(".squiggly-inline-unnecessary");
    await faded.first().waitFor();
    assert.match(await faded.first().innerText(), /^strategy/);
    await stage().shot("never-reached");
    for (let times = 0; times < letters; times += 1) await page.keyboard.press("Backspace");
    await faded.first().waitFor({ state: "detached" });
  });

  it("opens the chart, the trades and the report beside the text", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Open Chart");
    await panel(page).locator("canvas").first().waitFor({ timeout: 30_000 });
    await stage().shot("chart");
    await runCommand(page, "BackTestr: Open Trades");
    await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor({ timeout: 30_000 });
    await stage().shot("trades");
    await runCommand(page, "BackTestr: Open Report");
    await panel(page).locator("main header h1").first().waitFor({ timeout: 30_000 });
    await stage().shot("report");
  });

  it("says above the report that the text has errors since", async () => {
    const { page } = stage().editor;
    await goBehind(page, "param fast = ");
    await page.keyboard.type("*");
    const said = panel(page).locator(".message.stale", { hasText: "before the errors" });
    await said.waitFor();
    await stage().shot("report-stale");
    await page.keyboard.press("Backspace");
    await said.waitFor({ state: "detached" });
    // The search has moved the text aside.
    await page.keyboard.press("Home");
  });

  it("reads values while a panel has the focus", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Open Trades");
    await panel(page).locator("h1").first().click();
    await runCommand(page, "BackTestr: Read Values at the Selected Bar");
    const rows = page.locator(".quick-input-list .monaco-list-row");
    await rows
      .filter({ hasText: /Line \d+: / })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
  });

  for (const theme of [
    "Light Modern",
    "Dark High Contrast",
    "Light High Contrast",
    "Dark Modern",
  ]) {
    it(`is drawn in ${theme}, in a window of either size`, async () => {
      const { page } = stage().editor;
      await setTheme(page, theme);
      for (const shown of ["Chart", "Trades", "Report"]) {
        await runCommand(page, `BackTestr: Open ${shown}`);
        for (const size of [SMALL, USUAL]) {
          await page.setViewportSize(size);
          await page.waitForTimeout(700);
          const name = `theme-${theme}-${shown}-${size.width}`;
          await stage().shot(name.replace(/ /g, "-").toLowerCase());
        }
      }
    });
  }

  isRefusedNothing(stage);
});
