// Things die while a quant works: the engine, the language server, the window. The editor goes on and says so.
import { isRefusedNothing, storyStage } from "./driver/story.ts";
import {
  goBehind,
  lens,
  panel,
  runCommand,
  toTop,
  until,
  waitForCompletion,
} from "./driver/workbench.ts";

const RESULT = /net .* · drawdown .* · \d+ trades?.* · /;
const KILLS = 20;

describe("an editor whose parts die", function () {
  this.timeout(240_000);
  const stage = storyStage(async (opened) => {
    const { page, url } = opened.editor;
    await page.goto(url(opened.file("strategies/crossing-averages.strat")));
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
  });

  const engines = () => stage().editor.processes("backtestr-engine");
  const kill = (ids: readonly number[]) => {
    for (const id of ids) process.kill(id, "SIGKILL");
  };

  it("runs again each time that its engine was killed", async () => {
    const { page } = stage().editor;
    await goBehind(page, "param fast = ");
    for (let times = 0; times < KILLS; times += 1) {
      const before = engines();
      kill(before);
      const isBack = () => Promise.resolve(engines().some((id) => !before.includes(id)));
      try {
        await until("another engine", isBack, 3_000);
      } catch {
        // After five deaths in three minutes the engine stays down until somebody asks.
        await runCommand(page, "BackTestr: Restart Engine");
        await until("another engine when it is asked for", isBack);
      }
    }
    await runCommand(page, "BackTestr: Run");
    await lens(page, RESULT).first().waitFor();
    await stage().shot("after-kills");
  });

  it("completes again after the language server was killed", async () => {
    const { page } = stage().editor;
    kill(stage().editor.processes("server.mjs"));
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nx = ta.cross", { delay: 30 });
    await waitForCompletion(page, "crossover");
    await page.keyboard.press("Escape");
    await runCommand(page, "File: Revert File");
  });

  it("finds its panels again after the window was loaded again", async () => {
    const { page, url } = stage().editor;
    await runCommand(page, "BackTestr: Open Trades");
    await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor({ timeout: 30_000 });
    // The editor writes its layout every five seconds.
    await page.waitForTimeout(7_000);
    await page.goto(url());
    await lens(page, RESULT).first().waitFor({ timeout: 60_000 });
    await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor({ timeout: 60_000 });
    // With the last run that the window before has kept.
    await lens(page, /net .* \([+−0]/)
      .first()
      .waitFor();
    await stage().shot("restored");
  });

  it("fills its panels after a reload without the text of their strategy", async () => {
    const { page, url } = stage().editor;
    await toTop(page);
    await runCommand(page, "View: Close Editor");
    await page.waitForTimeout(7_000);
    await page.goto(url());
    await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor({ timeout: 60_000 });
    await stage().shot("restored-without-text");
  });

  it("runs again by the button of a panel when its engine was given up", async () => {
    const { page } = stage().editor;
    const restart = panel(page).getByRole("button", { name: "Restart engine" });
    const isGivenUp = async (): Promise<boolean> => {
      kill(engines());
      return restart.isVisible();
    };
    await until("the engine stays down", isGivenUp, 60_000);
    // A list that cannot be had now is there once the engine is.
    await runCommand(page, "View: Show BackTestr");
    await page.locator(".pane", { hasText: "Runs" }).locator(".message").first().waitFor();
    await restart.click();
    await restart.waitFor({ state: "detached" });
    await until("an engine", () => Promise.resolve(engines().length > 0));
    await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor();
    await page
      .locator(".monaco-list-row", { hasText: "crossing-averages.strat" })
      .first()
      .waitFor();
    await stage().shot("panel-restarted");
  });

  isRefusedNothing(stage);
});
