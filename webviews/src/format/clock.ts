// Times as text in one time zone, which the text of a panel names. Input is microseconds since 1970.
import { day, minute } from "./time.ts";

export interface Clock {
  /** The zone that times are written in: as asked for, or UTC where that name is unknown. */
  readonly zone: string;
  /** 2024-01-31. */
  readonly day: (timeUs: number) => string;
  /** 2024-01-31 09:30. */
  readonly minute: (timeUs: number) => string;
  /** 2024-01-31 09:30; midnight is the day alone. */
  readonly brief: (timeUs: number) => string;
  /** 09:30. */
  readonly hour: (timeUs: number) => string;
  /** 2024-01-31 09:30:00.25; parts of seconds only where there are some. */
  readonly exact: (timeUs: number) => string;
  /** What the clock on the wall shows, counted as if it were UTC. */
  readonly wall: (timeUs: number) => number;
  /** When the clock on the wall shows this: the earlier time of two, and moved on where the clock skips it. */
  readonly instant: (wallUs: number) => number;
}

const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const DAY_US = 1_440 * MINUTE_US;
/** Zones have moved by quarters of an hour at the least, since 1970. */
const QUARTER_US = 15 * MINUTE_US;

export function clockOf(timeZone: string): Clock {
  const offsetUs = offsetOf(timeZone);
  const shifted = (timeUs: number): number => timeUs + (offsetUs?.(timeUs) ?? 0);
  const whole = (timeUs: number): string => {
    const text = minute(shifted(timeUs));
    return text.length === 10 ? `${text} 00:00` : text;
  };
  return {
    zone: offsetUs === null ? "UTC" : timeZone,
    day: (timeUs) => day(shifted(timeUs)),
    minute: whole,
    brief: (timeUs) => minute(shifted(timeUs)),
    hour: (timeUs) => whole(timeUs).slice(11),
    exact: (timeUs) => whole(timeUs) + seconds(timeUs),
    wall: shifted,
    instant: (wallUs) => instantOf(wallUs, shifted),
  };
}

/** A clock change moves what is shown by its offsets: the instant is the reading less one of them. */
function instantOf(wallUs: number, shifted: (timeUs: number) => number): number {
  const offsets = [wallUs - DAY_US, wallUs + DAY_US].map((near) => shifted(near) - near);
  const candidates = offsets.map((offset) => wallUs - offset).sort((a, b) => a - b);
  const shown = candidates.find((instant) => shifted(instant) === wallUs);
  return shown ?? candidates.at(-1) ?? wallUs;
}

function seconds(timeUs: number): string {
  const within = timeUs - Math.floor(timeUs / MINUTE_US) * MINUTE_US;
  const text = (within / SECOND_US).toFixed(6).replace(/\.?0+$/, "");
  const [whole = "0", part] = text.split(".");
  return `:${whole.padStart(2, "0")}${part === undefined ? "" : `.${part}`}`;
}

/** What the zone is ahead of UTC at an instant; `null` for a name that nobody knows. */
function offsetOf(timeZone: string): ((timeUs: number) => number) | null {
  if (timeZone === "UTC") return () => 0;
  const format = formatOf(timeZone);
  if (format === null) return null;
  // One entry a quarter of an hour that was asked for; a panel shows a few thousand.
  const known = new Map<number, number>();
  return (timeUs) => {
    const quarter = Math.floor(timeUs / QUARTER_US);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    if (known.size > 50_000) known.clear();
    const found = measured(format, quarter * QUARTER_US);
    known.set(quarter, found);
    return found;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    // The name is no zone of this browser; the caller writes UTC and says so.
    return null;
  }
}

function measured(format: Intl.DateTimeFormat, timeUs: number): number {
  const date = new Date(timeUs / 1_000);
  if (Number.isNaN(date.getTime())) return 0;
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  // Only from the year 100 on does Date.UTC mean the year it is given; no market is older.
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local * 1_000 - timeUs;
}
