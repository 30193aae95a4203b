// What the axes of a chart are labelled with. Pure.
import { TickMarkType, type Time } from "lightweight-charts";
import type { Clock } from "../format/clock.ts";
import { compact, fixed } from "../format/number.ts";

/** A label of the equity's axis. */
export function moneyText(value: number): string {
  if (Math.abs(value) >= 10_000_000) return compact(value);
  // Where the axis is finer than whole money, rounding would write one label twice.
  const cents = Math.round(value * 100) / 100;
  return fixed(cents, Number.isInteger(cents) ? 0 : 2);
}

/** Of a time of the library. */
export function microseconds(time: Time): number {
  return typeof time === "number" ? Math.round(time * 1_000_000) : 0;
}

/** A label of the time axis, as fine as its place asks for. */
export function tickText(clock: Clock): (time: Time, kind: TickMarkType) => string {
  return (time, kind) => {
    const timeUs = microseconds(time);
    if (kind === TickMarkType.Year) return clock.day(timeUs).slice(0, 4);
    if (kind === TickMarkType.Month) return clock.day(timeUs).slice(0, 7);
    if (kind === TickMarkType.DayOfMonth) return clock.day(timeUs).slice(5);
    return kind === TickMarkType.TimeWithSeconds
      ? clock.exact(timeUs).slice(11)
      : clock.hour(timeUs);
  };
}

/** Numbers whose texts are kept: more than the axes of a chart show while it is panned for a while. */
const REMEMBERED_MAX = 500;

/** The library asks for the same few texts in each frame, and writing a number costs more than finding it. */
export function remembered(textOf: (value: number) => string): (value: number) => string {
  const known = new Map<number, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size === REMEMBERED_MAX) known.clear();
    const text = textOf(value);
    known.set(value, text);
    return text;
  };
}
