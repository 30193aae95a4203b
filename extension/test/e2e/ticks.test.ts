// Ticks in the editor: imported by the palette, run with orders on quotes, looked at in the chart.
import assert from "node:assert/strict";
import fs from "node:fs";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import { acceptInDialog, lens, panel, runCommand } from "./driver/workbench.ts";

const RESULT = /net .* · drawdown .* · \d+ trades?.* · /;

describe("ticks in a real editor", function () {
  this.timeout(180_000);
  const stage = storyStage(async (opened) => {
    const { page, url } = opened.editor;
    const strategy = opened.file("strategies/quotes-with-the-hour.strat");
    // The sample names its dataset; here the symbol's own is wanted.
    const text = fs.readFileSync(strategy, "utf8");
    fs.writeFileSync(strategy, text.replace('store("synthetic-eurusd")', "store"));
    await page.goto(url(strategy));
    await lens(page, "Run").first().waitFor({ timeout: 60_000 });
  });

  it("says what is missing before the data is there", async () => {
    await lens(stage().editor.page, /EURUSD/)
      .first()
      .waitFor({ timeout: 60_000 });
    await stage().shot("ticks-missing");
  });

  it("offers to import it, in a panel too", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Open Chart");
    await panel(page).getByRole("button", { name: "Import data" }).waitFor({ timeout: 30_000 });
    await stage().shot("ticks-missing-chart");
  });

  it("imports them by the palette", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Import Data…");
    const symbol = page.locator(".quick-input-title", { hasText: "Import: symbol" });
    await acceptInDialog(page, stage().file("data/synthetic-eurusd-ticks.csv"), symbol);
    const box = page.locator(".quick-input-widget input.input").first();
    await box.fill("EURUSD");
    await stage().shot("ticks-symbol");
    await box.press("Enter");
    const told = page.locator(".notifications-toasts .notification-list-item-message");
    await told.filter({ hasText: "Imported." }).first().waitFor();
    const texts = await told.allTextContents();
    assert.match(texts.join(" "), /Imported\. EURUSD: 53,513 rows\./);
  });

  it("runs by itself once the data is there", async () => {
    await lens(stage().editor.page, RESULT).first().waitFor({ timeout: 60_000 });
  });

  it("runs on them and keeps the run", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run");
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
    await runCommand(page, "View: Show BackTestr");
    await page.locator(".monaco-list-row", { hasText: "EURUSD" }).first().waitFor();
    await runCommand(page, "BackTestr: Open Chart");
    await panel(page).locator("canvas").first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1_000);
    await stage().shot("ticks-chart");
  });

  it("marks the quality of the dataset and inspects it", async () => {
    const { page } = stage().editor;
    const row = page.locator('.monaco-list-row[aria-label*="ticks"]').first();
    await row.hover();
    await row.locator('[aria-label="Inspect"]').click();
    const text = page.locator(".view-lines", { hasText: /quotes\sof\sEURUSD/ });
    await text.first().waitFor();
    await stage().shot("ticks-inspected");
  });

  isRefusedNothing(stage);
});
