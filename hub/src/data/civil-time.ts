// Turns a wall-clock time of a zone into an instant, with the zone rules that come with Node.
import type { CivilTime } from "../runs/strategy.ts";

const DAY_MS = 86_400_000;

/** Microseconds since 1970 UTC, or null for a zone nobody knows. A time that a clock change skips counts as the one after it. */
export function instantUs(civil: CivilTime, zone: string): number | null {
  const clock = clockOf(zone);
  if (clock === null) return null;
  const wanted = Date.UTC(
    civil.year,
    civil.month - 1,
    civil.day,
    civil.hour,
    civil.minute,
    civil.second,
  );
  // A clock change moves the wall time by its offsets: an instant that shows the wanted time is wanted
  // less one of them. The earlier one counts; a skipped time is shown by none and counts as moved on.
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((near) => offsetMs(clock, near));
  const candidates = offsets.map((offset) => wanted - offset).sort((a, b) => a - b);
  const shown = candidates.find((instant) => instant + offsetMs(clock, instant) === wanted);
  return (shown ?? candidates.at(-1) ?? wanted) * 1_000;
}

function clockOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (error) {
    // A zone that is not known is the only thing about these options that can be refused.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** How far the zone's clock is ahead of UTC at an instant. */
function offsetMs(clock: Intl.DateTimeFormat, instantMs: number): number {
  const parts = new Map(
    clock.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]),
  );
  const shown = Date.UTC(
    parts.get("year") ?? 0,
    (parts.get("month") ?? 1) - 1,
    parts.get("day") ?? 1,
    parts.get("hour") ?? 0,
    parts.get("minute") ?? 0,
    parts.get("second") ?? 0,
  );
  return shown - Math.floor(instantMs / 1_000) * 1_000;
}
