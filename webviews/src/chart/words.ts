// What the chart says in words: of a bar, of what is on the screen. Pure.
import type { ChartTimeframe, ChartTrade, ChartWindow } from "../../messages/chart.ts";
import type { Clock } from "../format/clock.ts";
import { counted, fixed, plain, signed } from "../format/number.ts";
import { shortened } from "../parts/long-text.ts";
import type { EquityOnCandles } from "./candles.ts";
import type { Span } from "./place.ts";

const NAME_LETTERS = 40;

export interface Words {
  readonly clock: Clock;
  readonly priceDigits: number;
  readonly currency: string;
}

/** "1 candle = 16 bars". */
export function levelText(barsPerCandle: number): string {
  return `1 candle = ${counted(barsPerCandle, "bar")}`;
}

/** A name and its value, such as `O 1.08005`. */
export interface Reading {
  readonly name: string;
  readonly value: string;
  /** Which of the lines that are drawn: plots first, then equity and drawdown; names may be equal. */
  readonly line?: number;
}

export function isForming(window: ChartWindow, at: number): boolean {
  return window.isLastForming && at === window.openTimeUs.length - 1;
}

export function readingsAt(
  window: ChartWindow,
  equity: EquityOnCandles | null,
  at: number,
  { priceDigits, currency }: Words,
): readonly Reading[] {
  const price = (value: number | undefined): string => number(value, priceDigits);
  const bar = [
    { name: "O", value: price(window.open[at]) },
    { name: "H", value: price(window.high[at]) },
    { name: "L", value: price(window.low[at]) },
    { name: "C", value: price(window.close[at]) },
    { name: "Vol", value: plain(window.volume[at] ?? 0) },
  ];
  const plots = window.plots.map(({ title, values }, plot) => ({
    name: plotName(title),
    value: price(values[at]),
    line: plot,
  }));
  if (equity === null) return [...bar, ...plots];
  return [
    ...bar,
    ...plots,
    { name: "Equity", value: inUnit(equity.last[at], shortened(currency, 12)), line: plots.length },
    { name: "Drawdown", value: inUnit(equity.drawdownPct[at], "%"), line: plots.length + 1 },
  ];
}

export function plotName(title: string): string {
  return shortened(title, NAME_LETTERS);
}

function number(value: number | undefined, digits: number): string {
  return value === undefined || Number.isNaN(value) ? "na" : fixed(value, digits);
}

function inUnit(value: number | undefined, unit: string): string {
  const text = number(value, 2);
  return text === "na" ? text : `${text} ${unit}`;
}

/** The selected bar, for those who hear it. */
export function barSentence(window: ChartWindow, at: number, words: Words): string {
  const opened = words.clock.minute(window.openTimeUs[at] ?? 0);
  const price = (value: number | undefined): string => number(value, words.priceDigits);
  const still = isForming(window, at) ? "Forming bar. " : "";
  return (
    `${still}${opened} ${words.clock.zone}: open ${price(window.open[at])}, high ${price(window.high[at])}, ` +
    `low ${price(window.low[at])}, close ${price(window.close[at])}.`
  );
}

export function tradeSentence(trade: ChartTrade, words: Words): string {
  const end = trade.exitTimeUs === null ? "still open" : words.clock.minute(trade.exitTimeUs);
  const money = `${signed(trade.profit, 2)} ${shortened(words.currency, 12)}`;
  return `Trade ${fixed(trade.number, 0)}, ${trade.side}: ${words.clock.minute(trade.entryTimeUs)} to ${end}, ${money}.`;
}

/** What a look at the screen would tell. */
export function screenSentence(
  window: ChartWindow,
  timeframe: ChartTimeframe,
  seen: Span,
  words: Words,
): string {
  const span = candlesSeen(window, seen);
  if (span === null) return "No bar is on the screen.";
  const { first, last } = span;
  const closes = window.close.subarray(first, last + 1);
  const lows = window.low.subarray(first, last + 1);
  const highs = window.high.subarray(first, last + 1);
  const price = (value: number | undefined): string => number(value, words.priceDigits);
  const begin = words.clock.minute(window.openTimeUs[first] ?? 0);
  const end = words.clock.minute(window.closeTimeUs[last] ?? 0);
  return (
    `${counted(last - first + 1, "candle")} from ${begin} to ${end} ${words.clock.zone}; ${levelText(window.barsPerCandle)}, ` +
    `${counted(timeframe.barCount, "bar")} in all. From ${price(closes[0])} to ${price(closes.at(-1))}, ` +
    `lowest ${price(least(lows))}, highest ${price(most(highs))}. ${tradesText(window, first, last)}` +
    plotsText(window)
  );
}

/** Indices of the first and the last candle on the screen. */
export function candlesSeen(
  window: ChartWindow,
  seen: Span,
): { readonly first: number; readonly last: number } | null {
  const first = Math.max(0, Math.ceil(seen.from));
  const last = Math.min(window.openTimeUs.length - 1, Math.floor(seen.to));
  return first <= last ? { first, last } : null;
}

function tradesText(window: ChartWindow, first: number, last: number): string {
  if (window.tradeCount > window.trades.length) {
    return `${fixed(window.tradeCount, 0)} trades are around here, too many to draw: zoom in to see them.`;
  }
  const begin = window.openTimeUs[first] ?? 0;
  const end = window.closeTimeUs[last] ?? 0;
  const count = window.trades.filter(
    (trade) => trade.entryTimeUs < end && (trade.exitTimeUs ?? Infinity) >= begin,
  ).length;
  return `${counted(count, "trade")}.`;
}

/** Nothing while all are drawn. */
function plotsText({ plots, plotCount }: ChartWindow): string {
  if (plotCount <= plots.length) return "";
  const leftOut = plotCount - plots.length;
  return ` Of ${counted(plotCount, "plot")} the first ${fixed(plots.length, 0)} are drawn, ${fixed(leftOut, 0)} left out.`;
}

function least(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
