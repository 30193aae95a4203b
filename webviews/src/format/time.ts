// Times as text, always UTC. Input is microseconds since 1970.

/** 2024-01-31. */
export function day(timeUs: number): string {
  return iso(timeUs)?.slice(0, 10) ?? String(timeUs);
}

/** 2024-01-31 09:30; midnight is the day alone. */
export function minute(timeUs: number): string {
  const text = iso(timeUs)?.slice(0, 16) ?? String(timeUs);
  return text.replace(/T00:00$/, "").replace("T", " ");
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** 1 is "Jan". */
export function monthName(month: number): string {
  return MONTHS[month - 1] ?? String(month);
}

/** A date holds at most 8.64e15 ms; beyond there is no text. */
function iso(timeUs: number): string | null {
  const date = new Date(timeUs / 1_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
