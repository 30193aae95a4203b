// A million bars behind the chart panel: panel open → content, work of a frame while panning, longest task.
// The page around the panel holds the data, in a process of its own, as the editor does.
import type { Frame, Page } from "playwright-core";
import { chromiumPath, PanelBrowser } from "../test/browser/browser.ts";
import { ORDINARY, type Scene } from "../test/browser/scene.ts";
import { framesOf, quantile, type TraceEvent } from "./trace.ts";

const SCENE: Scene = {
  ...ORDINARY,
  bars: 1_000_000,
  minutes: 1,
  trades: 20_000,
  timeframes: [
    { name: "1m", factor: 1 },
    { name: "15m", factor: 15 },
  ],
};
const WINDOW = { width: 1400, height: 900 };
const OPENINGS = 5;

/** When the page of the panel began, and when its first candles were on the screen, in ms. */
async function openingOf(frame: Frame): Promise<number> {
  await frame.waitForFunction(() => Reflect.has(window, "contentMs"));
  return frame.evaluate(() => Number(Reflect.get(window, "contentMs")));
}

/** Noted in the page, so that the way back to this process is not counted. */
const NOTE_CONTENT = `
  addEventListener("DOMContentLoaded", () => {
    const look = () => {
      const levels = [...document.querySelectorAll(".level")];
      const isThere = levels.length > 0 && levels.every((level) => level.textContent !== "");
      if (isThere) requestAnimationFrame(() => { window.contentMs = performance.now(); });
      else requestAnimationFrame(look);
    };
    look();
  });
`;

async function pan(page: Page): Promise<void> {
  const y = 300;
  for (let turn = 0; turn < 6; turn += 1) {
    const [from, to] = turn % 3 === 2 ? [300, 1100] : [1100, 300];
    await page.mouse.move(to === 300 ? 300 : from, y);
    await page.mouse.down();
    for (let step = 1; step <= 60; step += 1) {
      await page.mouse.move(300 + ((turn % 3 === 2 ? 60 - step : step) * 800) / 60, y);
    }
    await page.mouse.up();
    await page.waitForTimeout(400);
  }
}

async function zoom(page: Page, deltaY: number): Promise<void> {
  await page.mouse.move(700, 300);
  for (let step = 0; step < 25; step += 1) {
    await page.mouse.wheel(0, deltaY);
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(600);
}

async function traced(
  browser: PanelBrowser,
  frame: Frame,
  act: () => Promise<void>,
): Promise<readonly TraceEvent[]> {
  const categories = ["devtools.timeline", "toplevel", "disabled-by-default-devtools.timeline"];
  await browser.browser.startTracing(frame.page(), { categories });
  await act();
  const buffer = await browser.browser.stopTracing();
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the browser's own format, of which a part is read
  const trace = JSON.parse(buffer.toString("utf8")) as { readonly traceEvents: TraceEvent[] };
  return trace.traceEvents;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function figures(what: string, events: readonly TraceEvent[], origin: string): void {
  const { frames, longestMs, lookedAt } = framesOf(events, origin);
  const p = (share: number): string => quantile(frames, share).toFixed(2);
  say(
    `${what}: ${frames.length} frames, work of a frame p50 ${p(0.5)} ms, p95 ${p(0.95)} ms, max ${p(1)} ms; ` +
      `longest task ${longestMs.toFixed(1)} ms (${lookedAt} tasks)`,
  );
}

async function run(): Promise<void> {
  const path = chromiumPath();
  if (path === null) throw new Error("There is no chromium. Install it, or name it in CHROMIUM.");
  const browser = await PanelBrowser.start(path, { initScript: NOTE_CONTENT });
  try {
    const openings: number[] = [];
    for (let at = 0; at < OPENINGS; at += 1) {
      const drawn = await browser.open(SCENE, WINDOW);
      openings.push(await openingOf(drawn.frame));
      await drawn.page.context().close();
    }
    openings.sort((a, b) => a - b);
    say(
      `panel open → content: median ${quantile(openings, 0.5).toFixed(0)} ms, worst ${quantile(openings, 1).toFixed(0)} ms of ${OPENINGS} (aim 300)`,
    );
    const { page, frame } = await browser.open(SCENE, WINDOW);
    await openingOf(frame);
    await page.waitForTimeout(500);
    const origin = new URL(frame.url()).origin;
    figures("panning, 1 bar a candle", await traced(browser, frame, () => pan(page)), origin);
    figures("zooming out", await traced(browser, frame, () => zoom(page, 120)), origin);
    say(`level: ${(await frame.locator(".level").allTextContents()).join(", ")}`);
    figures("panning, joined bars", await traced(browser, frame, () => pan(page)), origin);
    figures("zooming in", await traced(browser, frame, () => zoom(page, -120)), origin);
  } finally {
    await browser.close();
  }
}

await run();
