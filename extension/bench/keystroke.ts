// From a keystroke to its figures on the screen, in a real editor with 370,000 bars behind the strategy,
// and what 250 live runs leave behind in memory. Prints; judges nothing.
import fs from "node:fs";
import type { Page } from "playwright-core";
import { openStage, type Stage } from "../test/e2e/driver/stage.ts";
import { goBehind, panel, runCommand, until } from "../test/e2e/driver/workbench.ts";
import { BARS, EDITED, walkScene } from "../test/e2e/driver/walk.ts";

const ROUNDS = 100;
const WARM = 20;
/** Live runs with the panels open, for what they leave in memory. */
const MEMORY_RUNS = 250;
const MEMORY_EVERY = 50;
const PATIENCE_MS = 5_000;
/** Stands for the 190 of the strategy in the code in which the rounds are counted; 999 is the last. */
const FIRST = 101;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Nearest rank. */
function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * Notes in the page when a key went down and when the frame was done in which the header's end had
 * changed, so that nothing of the way back to this process is counted.
 */
const WATCH = `(() => {
  const header = () => {
    const line = [...document.querySelectorAll(".view-line")]
      .find((one) => one.textContent.startsWith("strategy"));
    if (line === undefined) return "";
    const ends = [...line.querySelectorAll("span")]
      .map((span) => getComputedStyle(span, "::after").content);
    return ends.find((text) => text.includes("net")) ?? "";
  };
  window.keystrokes = [];
  addEventListener("keydown", ({ key }) => {
    if (!/^[0-9]$/.test(key)) return;
    const began = performance.now();
    const before = header();
    const look = () => {
      if (header() === before && performance.now() - began < ${PATIENCE_MS}) requestAnimationFrame(look);
      else setTimeout(() => window.keystrokes.push(performance.now() - began));
    };
    requestAnimationFrame(look);
  }, true);
})()`;

function keystrokes(page: Page): Promise<number[]> {
  return page.evaluate<number[]>("window.keystrokes");
}

/**
 * Overwrites one digit of the three before the cursor, so that their number was not there before: a
 * result that is known already would be no measure. Counts in a code of Gray's, to base ten.
 */
async function type(page: Page, round: number): Promise<void> {
  const digits = [1, 10, 100].map((unit) => Math.floor((FIRST + round) / unit) % 10);
  const at = digits.findIndex((digit) => digit !== 0);
  const digit = ((digits[at] ?? 0) - (digits[at + 1] ?? 0) + 10) % 10;
  await pressTimes(page, "ArrowLeft", at);
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press(String(digit));
  await pressTimes(page, "ArrowRight", at);
}

async function pressTimes(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

async function measure(stage: Stage): Promise<void> {
  const { page } = stage.editor;
  const times: number[] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const there = (await keystrokes(page)).length;
    await type(page, round);
    await until("figures", async () => (await keystrokes(page)).length > there);
    times.push((await keystrokes(page)).at(-1) ?? NaN);
    // As fast typing, but each run to its end.
    await page.waitForTimeout(120);
  }
  const counted = times.slice(WARM);
  const late = counted.filter((ms) => ms >= PATIENCE_MS).length;
  const [p50, p95] = [quantile(counted, 0.5), quantile(counted, 0.95)];
  say(`keystroke to figures on the screen: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
  say(`  ${counted.length} keystrokes, ${late} without new figures`);
  const parts = await liveTimes(page);
  say(`  parts as the editor notes them, to the figures in the host: ${JSON.stringify(parts)}`);
  const paint = p50 - parts.wholeMs.p50;
  say(
    `  the rest of the median is the editor's own: ${paint.toFixed(0)} ms to take the key and to paint`,
  );
}

interface Parts {
  readonly runs: number;
  readonly wholeMs: { readonly p50: number; readonly p95: number };
}

/** From the diagnostics that the product copies. */
async function liveTimes(page: Page): Promise<Parts> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await runCommand(page, "BackTestr: Copy Diagnostics");
  let text = "";
  await until("diagnostics", async () => {
    text = await page.evaluate(() => navigator.clipboard.readText());
    return text.includes("liveRuns");
  });
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- our own diagnostics, of which a part is read
  return (JSON.parse(text) as { readonly liveRuns: Parts }).liveRuns;
}

/** Resident memory of a process, in MB. */
function residentMb(id: number): number {
  const line = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, "utf8"));
  return Number(line?.[1] ?? NaN) / 1_024;
}

function parentOf(id: number): number {
  return Number(/PPid:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, "utf8"))?.[1]);
}

/** What the page and the panels in it hold after a collection, in MB. */
async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}

async function memory(stage: Stage): Promise<void> {
  const { page } = stage.editor;
  await runCommand(page, "BackTestr: Open Chart");
  await panel(page).locator("canvas").first().waitFor({ timeout: 30_000 });
  await runCommand(page, "BackTestr: Open Trades");
  await panel(page).locator("[role=grid] [role=row]").nth(2).waitFor({ timeout: 30_000 });
  await goBehind(page, EDITED);
  await pressTimes(page, "ArrowRight", 3);
  const [engine] = stage.editor.processes("backtestr-engine");
  const [server] = stage.editor.processes("server.mjs");
  if (engine === undefined || server === undefined)
    throw new Error("There is no engine or no server.");
  const host = parentOf(engine);
  say(`memory in MB while ${MEMORY_RUNS} keystrokes run live, with chart and trades open`);
  for (let run = 0; run <= MEMORY_RUNS; run += 1) {
    if (run % MEMORY_EVERY === 0) {
      await page.waitForTimeout(2_000);
      const resident = [host, server, engine].map((id) => residentMb(id).toFixed(0));
      const [hostMb, serverMb, engineMb] = resident;
      const held = (await heapMb(page)).toFixed(0);
      const { runs } = await liveTimes(page);
      await page.keyboard.press("Escape");
      say(`  ${runs} runs: host ${hostMb}, server ${serverMb}, engine ${engineMb}, page ${held}`);
    }
    await type(page, WARM + ROUNDS + run);
    await page.waitForTimeout(200);
  }
}

const stage = await openStage({
  permissions: ["clipboard-read", "clipboard-write"],
  // A busy machine must not pause what is measured.
  settings: { "backtestr.live.budgetMs": 5_000 },
});
try {
  const { page, url } = stage.editor;
  const { usual } = walkScene(stage.folder, stage.dataHome);
  await page.goto(url(usual));
  await page
    .locator(".codelens-decoration", { hasText: /net .* trades/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await goBehind(page, EDITED);
  await pressTimes(page, "ArrowRight", 3);
  await page.evaluate(WATCH);
  say(`${BARS.toLocaleString("en-US")} bars in the store`);
  await measure(stage);
  await memory(stage);
} finally {
  await stage.close();
}
