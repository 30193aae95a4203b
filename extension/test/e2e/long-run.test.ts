// A run of several seconds: live runs pause, it can be stopped, and it outlives what happens meanwhile.
import assert from "node:assert/strict";
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import { lens, renameInExplorer, runCommand, until } from "./driver/workbench.ts";
import { walkScene } from "./driver/walk.ts";

/** A fresh result: nothing stands between Run and its figures. */
const RESULT = /Run\W+net .* · drawdown .* · \d+ trades.* · \d/;
const RENAMED = "renamed-walk.strat";

describe("a run that takes long", function () {
  this.timeout(180_000);
  const stage = storyStage(async (opened) => {
    const { long } = walkScene(opened.folder, opened.dataHome);
    const { page, url } = opened.editor;
    await page.goto(url(long));
  });

  const engines = () => stage().editor.processes("backtestr-engine");

  it("pauses live runs, and says how long one takes", async () => {
    const paused = lens(stage().editor.page, /live paused: \d+\.\d s a run/);
    await paused.first().waitFor({ timeout: 90_000 });
    await stage().shot("long-paused");
  });

  it("stops when it is asked to, and the last result stays", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run");
    await page.waitForTimeout(1_500);
    await stage().shot("long-running");
    await runCommand(page, "BackTestr: Stop Run");
    await page
      .locator(".statusbar-item", { hasText: "The run was stopped; nothing of it is kept." })
      .waitFor();
    await lens(page, /net .* trades/)
      .first()
      .waitFor();
  });

  it("goes along with a file that is renamed meanwhile", async () => {
    const { page } = stage().editor;
    await runCommand(page, "BackTestr: Run");
    await renameInExplorer(page, "long-walk.strat", RENAMED);
    await page.locator(".tab", { hasText: RENAMED }).waitFor();
    await lens(page, RESULT).first().waitFor({ timeout: 90_000 });
    await runCommand(page, "View: Show BackTestr");
    await page.locator(".monaco-list-row", { hasText: RENAMED }).first().waitFor();
    await stage().shot("long-renamed");
  });

  it("ends with a window that is loaded again, whose successor has an engine of its own", async () => {
    const { page, url } = stage().editor;
    const before = engines();
    await runCommand(page, "BackTestr: Run");
    await page.waitForTimeout(500);
    await page.goto(url(stage().file(RENAMED)));
    await lens(page, /net .* trades/)
      .first()
      .waitFor({ timeout: 90_000 });
    const isOne = () => Promise.resolve(engines().length === 1);
    await until("one engine, the new window's", isOne, 30_000);
    assert.ok(!before.includes(engines()[0] ?? 0));
  });

  isRefusedNothing(stage);
});
