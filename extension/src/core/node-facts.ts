// What an expression is worth: at the selected bar, and over a run the least, the most, the share without
// a value, and a small picture.
import { instantText } from "./bars.ts";
import type { NodeValues } from "./node-values.ts";
import { shortNumber } from "./numbers.ts";

const BARS = "▁▂▃▄▅▆▇█";
const PICTURE_WIDTH = 24;

export interface SelectedValue {
  readonly value: number;
  readonly openTimeUs: number;
}

export function selectedText(
  { value, openTimeUs }: SelectedValue,
  isBool: boolean,
  timeZone: string,
): string {
  const text = isBool && !Number.isNaN(value) ? String(value !== 0) : shortNumber(value);
  return `${text} on the bar of ${instantText(openTimeUs, timeZone)}`;
}

/** null when no bar was looked at. */
export function overRunText({ values, bars }: NodeValues, isBool: boolean): string | null {
  if (values.length === 0) return null;
  const present = values.filter((value) => !Number.isNaN(value));
  const missing = values.length - present.length;
  const facts = [
    ...(present.length > 0 && isBool ? [trueText(present, values.length)] : []),
    ...(present.length > 0 && !isBool ? [rangeText(present)] : []),
    ...(missing === 0 ? [] : [`na on ${shareText(missing, values.length)}`]),
  ];
  return `${lookedText(values.length, bars)}: ${facts.join(", ")}`;
}

function lookedText(looked: number, bars: number): string {
  const count = (number: number): string => number.toLocaleString("en-US");
  if (bars === 1) return "On the only bar";
  return looked < bars
    ? `${count(looked)} of ${count(bars)} bars looked at, evenly over the run`
    : `Over all ${count(bars)} bars`;
}

function trueText(present: readonly number[], all: number): string {
  return `true on ${shareText(present.filter((value) => value !== 0).length, all)}`;
}

function rangeText(present: readonly number[]): string {
  const [least, most] = extremes(present);
  return `minimum ${shortNumber(least)}, maximum ${shortNumber(most)}`;
}

/** What happened at all, or not on each bar, is not rounded away. */
function shareText(count: number, all: number): string {
  const percent = (100 * count) / all;
  if (count > 0 && percent < 0.1) return "under 0.1 %";
  if (count < all && percent > 99.9) return "over 99.9 %";
  return `${percent.toFixed(1).replace(/\.0$/, "")} %`;
}

function extremes(present: readonly number[]): readonly [number, number] {
  const least = present.reduce((a, b) => Math.min(a, b));
  const most = present.reduce((a, b) => Math.max(a, b));
  return [least, most];
}

/** null where there is nothing to draw. */
export function pictureOf(values: readonly number[]): string | null {
  const width = Math.min(PICTURE_WIDTH, values.length);
  const columns = Array.from({ length: width }, (_, at) => {
    return values[Math.ceil(((at + 1) * values.length) / width) - 1] ?? NaN;
  });
  const present = columns.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return null;
  const [least, most] = extremes(present);
  const height = (value: number): string => {
    if (Number.isNaN(value)) return " ";
    const share = most === least ? 0.5 : (value - least) / (most - least);
    return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? " ";
  };
  return columns.map(height).join("");
}
