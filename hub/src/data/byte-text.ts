// Bytes as people read them.
import { fixed } from "../report/numbers.ts";

const STEPS = [
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
] as const;

export function byteText(bytes: number): string {
  const step = STEPS.find(([size]) => bytes >= size);
  return step === undefined ? `${fixed(bytes, 0)} B` : `${fixed(bytes / step[0], 1)} ${step[1]}`;
}
