// Counts, spans and rates for the terminal.
import { fixed } from "@backtestr/hub";

export function milliseconds(seconds: number): string {
  const value = seconds * 1_000;
  if (value >= 1_000) return `${fixed(seconds, 2)} s`;
  return `${fixed(value, value < 10 ? 2 : 0)} ms`;
}

/** 21.4 M, 3.2 k: a rate a second. */
export function rate(perSecond: number): string {
  const steps = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const;
  const step = steps.find(([size]) => perSecond >= size);
  return step === undefined ? fixed(perSecond, 0) : `${fixed(perSecond / step[0], 1)} ${step[1]}`;
}
