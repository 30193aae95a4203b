// The first minutes in an empty folder: a new strategy from the palette, its first result, its first change.
import assert from "node:assert/strict";
import fs from "node:fs";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import {
  acceptInDialog,
  goBehind,
  lens,
  quickPick,
  runCommand,
  waitForCompletion,
} from "./driver/workbench.ts";

const RESULT = /Run\W+net .* · drawdown .* · \d+ trades?.* · /;

describe("a newcomer in an empty folder", function () {
  this.timeout(120_000);
  const stage = storyStage(async (opened) => {
    for (const name of fs.readdirSync(opened.folder)) {
      fs.rmSync(opened.file(name), { recursive: true });
    }
    const { page, url } = opened.editor;
    await page.goto(url());
    await page.locator(".explorer-folders-view").waitFor({ timeout: 60_000 });
  });

  it("finds out from the views what to do", async () => {
    const { page } = stage().editor;
    await page.locator('.activitybar [aria-label^="BackTestr"]').first().click();
    await page.locator(".pane", { hasText: "Runs" }).getByText("New Strategy").first().waitFor();
    await stage().shot("newcomer-empty");
  });

  it("makes a strategy that runs at once", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: New Strategy");
    const data = page.locator(".quick-input-title", { hasText: "New strategy: its data" });
    await acceptInDialog(page, stage().file("my-first.strat"), data);
    await stage().shot("newcomer-data");
    await quickPick(page, "Sample bars");
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
    await stage().shot("newcomer-result");
    assert.match(fs.readFileSync(stage().file("my-first.strat"), "utf8"), /^strategy "My first"$/m);
  });

  it("writes an idea of its own with completion, and it runs", async () => {
    const { page } = stage().editor;
    await goBehind(page, "fastAverage = ta.");
    for (let letter = 0; letter < 3; letter += 1) await page.keyboard.press("Delete");
    await page.keyboard.type("em", { delay: 30 });
    await waitForCompletion(page, "ema");
    await page.keyboard.press("Escape");
    await page.keyboard.type("a");
    await lens(page, RESULT).first().waitFor({ timeout: 30_000 });
    await runCommand(page, "BackTestr: Run");
    await runCommand(page, "View: Show BackTestr");
    await page.locator(".monaco-list-row", { hasText: "my-first.strat" }).first().waitFor();
    await stage().shot("newcomer-kept");
  });

  isRefusedNothing(stage);
});
