// What a quant does with results: goes from order to order, keeps, varies, compares, and takes them elsewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { Locator, Page } from "playwright-core";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import { goBehind, lens, lineEnds, quickPick, runCommand, until } from "./driver/workbench.ts";

const RESULT = /net .* · drawdown .* · \d+ trades?.* · /;
const RUN_NAME = /\d{4}-\d\d-\d\d \d\d:\d\d/;
const MENU_OPENS_MS = 300;

/** A row of the Runs view that is a run. */
function runRows(page: Page): Locator {
  return page.locator(".pane-body .monaco-list-row", { hasText: RUN_NAME });
}

async function statusText(page: Page): Promise<string> {
  return (await page.locator(".statusbar").first().textContent()) ?? "";
}

/** Of one run, whatever was selected before. */
async function fromMenuOf(page: Page, row: Locator, label: string): Promise<void> {
  await row.click();
  await fromMenu(page, row, label);
}

async function fromMenu(page: Page, row: Locator, label: string): Promise<void> {
  await row.click({ button: "right" });
  const entry = page.locator(".monaco-menu .action-label", { hasText: label }).first();
  await entry.hover();
  // A menu takes no click in its first moments, so that the one that opened it does not choose.
  await page.waitForTimeout(MENU_OPENS_MS);
  await entry.click();
}

/** The text of the editor that was opened last; the editor writes blanks of its own kind. */
async function editorText(page: Page): Promise<string> {
  const lines = await page.locator(".editor-instance .view-lines").last().innerText();
  return lines.replaceAll("\u00a0", " ");
}

describe("results in a real editor", function () {
  this.timeout(180_000);
  const stage = storyStage(async (opened) => {
    const { page, url } = opened.editor;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(url(opened.file("strategies/crossing-averages.strat")));
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
  });

  it("are gone through order by order, to either end", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Next Order");
    await until("the end is said", async () =>
      (await statusText(page)).includes("no fill after the selected bar"),
    );
    await runCommand(page, "BackTestr: Previous Order");
    await until("an order is named", async () =>
      /UTC: trade \d+ long (entered|exited) at [\d.]+/.test(await statusText(page)),
    );
    const last = await statusText(page);
    await stage().shot("commands-order");
    await runCommand(page, "BackTestr: Previous Bar");
    await until("another bar", async () => (await statusText(page)) !== last);
    await runCommand(page, "BackTestr: Next Order");
    await until("the order again", async () => (await statusText(page)) === last);
  });

  it("are kept without another run", async () => {
    const { page } = stage().editor;
    await runCommand(page, "View: Show BackTestr");
    await runCommand(page, "BackTestr: Keep");
    await runRows(page).first().waitFor();
    assert.equal(await runRows(page).count(), 1);
    await stage().shot("commands-kept");
    await runCommand(page, "BackTestr: Keep");
    const told = page.locator(".notifications-toasts .notification-list-item-message");
    await told.filter({ hasText: "kept already" }).first().waitFor();
    await runCommand(page, "Notifications: Clear All Notifications");
  });

  it("are made with other parameters, the text as it was", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run with Parameters…");
    await page.locator(".quick-input-title", { hasText: "Run with parameters" }).waitFor();
    await quickPick(page, "fast");
    const box = page.locator(".quick-input-widget input.input").first();
    await page.locator(".quick-input-title", { hasText: "Fast length" }).waitFor();
    await box.fill("12");
    await page.locator(".quick-input-message", { hasText: "a sweep would never try 12" }).waitFor();
    await stage().shot("commands-parameter");
    await box.fill("110");
    await page.locator(".quick-input-message", { hasText: "goes from 5 to 60 by 5" }).waitFor();
    await box.fill("60");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list", { hasText: "fast 60" }).waitFor();
    await quickPick(page, "slow");
    await page.locator(".quick-input-title", { hasText: "Slow length" }).waitFor();
    await box.fill("40");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list", { hasText: "requires fast < slow" }).waitFor();
    await stage().shot("commands-require");
    await quickPick(page, "slow");
    await page.locator(".quick-input-title", { hasText: "Slow length" }).waitFor();
    await box.fill("200");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list", { hasText: "fast 60, slow 200" }).waitFor();
    await stage().shot("commands-parameters");
    await page.keyboard.press("Enter");
    await lens(page, /with fast 60, not 20; slow 200, not 100: net/)
      .first()
      .waitFor();
    await until("the run is listed", async () => (await runRows(page).count()) === 2);
    await stage().shot("commands-varied");
  });

  it("offer the values of the last time", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run with Parameters…");
    const list = page.locator(".quick-input-list");
    await list.filter({ hasText: "Take the values of last time" }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("are compared side by side", async () => {
    const { page } = stage().editor;
    await runRows(page).nth(0).click();
    await runRows(page)
      .nth(1)
      .click({ modifiers: ["ControlOrMeta"] });
    await fromMenu(page, runRows(page).nth(1), "Compare Runs…");
    await until("figures", async () => (await editorText(page)).includes("Net profit"));
    const text = await editorText(page);
    assert.match(text, /fast +20 +60/);
    assert.match(text, /The first trade that differs is number 1:/);
    await stage().shot("commands-compared");
  });

  it("show what changed in the text since", async () => {
    const { page } = stage().editor;
    await runCommand(page, "View: Close Editor");
    await goBehind(page, "param fast = ");
    await page.keyboard.press("Delete");
    await page.keyboard.type("3");
    await lens(page, /net .* \([+−0]/)
      .first()
      .waitFor();
    await fromMenuOf(page, runRows(page).last(), "Diff This Run's Text with Now");
    await page.locator(".monaco-diff-editor").first().waitFor();
    await page.locator(".tab", { hasText: "↔ now" }).first().waitFor();
    await page.waitForTimeout(1_000);
    await stage().shot("commands-diff");
    // The results are those of the text of now.
    await until("the difference's line ends", async () => {
      return (await lineEnds(page, ".editor.modified")).length > 0;
    });
    assert.deepEqual(await lineEnds(page, ".editor.original"), []);
    await runCommand(page, "View: Close Editor");
  });

  it("are compared with what is shown", async () => {
    const { page } = stage().editor;
    await fromMenuOf(page, runRows(page).last(), "Compare with Shown Result");
    await until("the live run", async () => (await editorText(page)).includes("shown now"));
    assert.match(await editorText(page), /fast +20 +30/);
    await stage().shot("commands-compared-shown");
    await runCommand(page, "View: Close Editor");
  });

  it("are copied as a command line", async () => {
    const { page } = stage().editor;
    await fromMenuOf(page, runRows(page).last(), "Copy as Command Line");
    const told = page.locator(".notifications-toasts .notification-list-item-message");
    await told.filter({ hasText: "no longer the one of that run" }).first().waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    const file = stage().file("strategies/crossing-averages.strat");
    assert.equal(line, `backtestr run ${file} --param fast=20 --param slow=100`);
    // The edit is not saved: the file still holds the text of that run.
    const program = line.replace(/^backtestr/, "node dist/cli.mjs");
    const result = execFileSync("sh", ["-c", `${program} --json --no-save`], { encoding: "utf8" });
    assert.match(result, /"net_profit": ?8585\.4/);
    await stage().shot("commands-copied");
    await runCommand(page, "Notifications: Clear All Notifications");
  });

  it("are removed and taken back", async () => {
    const { page } = stage().editor;
    const before = await runRows(page).count();
    await fromMenuOf(page, runRows(page).last(), "Remove");
    await until("it is gone", async () => (await runRows(page).count()) === before - 1);
    await stage().shot("commands-removed");
    await page.locator(".notifications-toasts .monaco-button", { hasText: "Undo" }).click();
    await until("it is back", async () => (await runRows(page).count()) === before);
  });

  it("are given names", async () => {
    const { page } = stage().editor;
    await fromMenuOf(page, runRows(page).last(), "Rename…");
    const box = page.locator(".quick-input-widget input.input").first();
    await page.locator(".quick-input-title", { hasText: "Rename run" }).waitFor();
    await box.fill("the one to beat");
    await page.keyboard.press("Enter");
    await page.locator(".monaco-list-row", { hasText: "the one to beat" }).first().waitFor();
    await stage().shot("commands-renamed");
  });

  it("come from a plan that is shown as it is now", async () => {
    const { page } = stage().editor;
    await goBehind(page, "fastAverage = ta.");
    await runCommand(page, "BackTestr: Show Plan");
    await until("the plan", async () => (await editorText(page)).includes("sma("));
    await goBehind(page, "fastAverage = ta.");
    await page.keyboard.press("Delete");
    await page.keyboard.type("e");
    await runCommand(page, "BackTestr: Show Plan");
    await until("the plan of now", async () => (await editorText(page)).includes("ema("));
  });

  isRefusedNothing(stage);
});
