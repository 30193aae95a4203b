// Next and previous bar and order: moves the selected bar; chart and line ends follow it.
import { window } from "vscode";
import type { Failure } from "@backtestr/hub";
import type { App } from "../app.ts";
import { barAt, instantText } from "../core/bars.ts";
import { fillBar, fillsOn, fillsText, noFillText, type Direction } from "../core/fills.ts";
import type { RunResult } from "../core/results.ts";
import type { RunColumns } from "../core/run-columns.ts";
import { sentenceOf } from "../core/sentence.ts";
import { settings } from "./settings.ts";

const SAID_MS = 6_000;

interface Stand {
  readonly shown: RunResult;
  readonly columns: RunColumns;
  /** The number of the selected bar. */
  readonly bar: number;
}

export async function stepBar(app: App, direction: Direction): Promise<void> {
  // An open chart knows its timeframe: it steps by the bars that are looked at.
  if (app.panels.chart.step(direction)) return;
  const stand = await standOf(app);
  if (stand === null) return;
  const next = stand.bar + direction;
  if (next < 0 || next >= stand.columns.equity.timesUs.length) {
    say(`This is the ${direction === 1 ? "last" : "first"} bar.`);
    return;
  }
  await select(app, stand, next, "");
}

export async function stepOrder(app: App, direction: Direction): Promise<void> {
  const stand = await standOf(app);
  if (stand === null) return;
  const { trades } = stand.columns;
  const next = fillBar(trades, stand.bar, direction);
  if (next === null) say(noFillText(trades, direction));
  else await select(app, stand, next, `: ${fillsText(fillsOn(trades, next))}`);
}

/** Where the selection stands; null with the reason said. */
async function standOf(app: App): Promise<Stand | null> {
  const { file } = app.panels;
  const shown = file === null ? null : app.results.of(file).shown;
  const timeUs = shown === null ? null : app.selection.of(shown);
  if (shown === null || timeUs === null) {
    say("There are no bars to go to: run the strategy first.");
    return null;
  }
  const columns = await app.columns.of(shown);
  if (!columns.ok) return refuse(columns.error);
  const bar = await barAt(app.house.ofRun, shown, timeUs);
  return bar.ok ? { shown, columns: columns.value, bar: bar.value.number } : refuse(bar.error);
}

async function select(app: App, stand: Stand, number: number, what: string): Promise<void> {
  const { shown, columns } = stand;
  // A bar holds the instant before its close, also where the next one opens much later.
  const inside = (columns.equity.timesUs[number] ?? 0) - 1;
  const bar = await barAt(app.house.ofRun, shown, inside);
  if (!bar.ok) {
    refuse(bar.error);
    return;
  }
  app.selection.choose(shown.file, bar.value.openTimeUs);
  app.panels.chart.select(bar.value.openTimeUs);
  say(`${instantText(bar.value.openTimeUs, settings().timeZone)}${what}`);
}

function refuse(error: Failure): null {
  say(sentenceOf(error));
  return null;
}

function say(sentence: string): void {
  window.setStatusBarMessage(sentence, SAID_MS);
}
