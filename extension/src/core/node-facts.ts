// What an expression was worth over a run: least, most, the share without a value, and a small picture.

export interface NodeFacts {
  readonly least: number;
  readonly most: number;
  /** Of the bars that were looked at, from 0 to 1. */
  readonly missing: number;
  readonly picture: string;
}

const BARS = "▁▂▃▄▅▆▇█";

/** null when there is no value at all. */
export function nodeFacts(values: readonly number[]): NodeFacts | null {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return null;
  const least = present.reduce((a, b) => Math.min(a, b));
  const most = present.reduce((a, b) => Math.max(a, b));
  const height = (value: number): string => {
    if (Number.isNaN(value)) return " ";
    const share = most === least ? 0.5 : (value - least) / (most - least);
    return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? " ";
  };
  return {
    least,
    most,
    missing: 1 - present.length / values.length,
    picture: values.map(height).join(""),
  };
}
