// A curve in one line of text.

const STEPS = "▁▂▃▄▅▆▇█";

/** The last value of each of `width` equal slices, as a height between the lowest and the highest. */
export function sparkline(values: readonly number[], width: number): string {
  const slices = Math.min(width, values.length);
  const shown = Array.from(
    { length: slices },
    (_, at) => values[Math.ceil(((at + 1) * values.length) / slices) - 1] ?? 0,
  );
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low;
  return shown.map((value) => STEPS.charAt(stepOf(value, low, span))).join("");
}

function stepOf(value: number, low: number, span: number): number {
  if (!(span > 0)) return 3;
  return Math.min(STEPS.length - 1, Math.floor(((value - low) / span) * STEPS.length));
}
