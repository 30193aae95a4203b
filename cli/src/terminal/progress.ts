// Says on stderr how far long work is. Work that is over soon says nothing.
import {
  type CheckProgress,
  type ExportProgress,
  fixed,
  type ImportProgress,
  printable,
  type RunProgress,
} from "@backtestr/hub";
import { rate } from "./numbers.ts";
import { clockText } from "./quantities.ts";
import type { Terminal } from "./terminal.ts";

/** Work shorter than this shows no progress. */
const QUIET_MS = 400;
const BAR_WIDTH = 24;

export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Takes the line away again. */
  readonly clear: () => void;
}

export function progressLine(terminal: Terminal, nowMs: () => number): ProgressLine {
  const beganMs = nowMs();
  let isShown = false;
  return {
    show: (text) => {
      if (!terminal.isErrTty || nowMs() - beganMs < QUIET_MS) return;
      isShown = true;
      terminal.err(`\r\u001b[K${printable(text).slice(0, terminal.columns - 1)}`);
    },
    clear: () => {
      if (isShown) terminal.err("\r\u001b[K");
      isShown = false;
    },
  };
}

export function runProgressText(progress: RunProgress): string {
  const { phase, done, total, perSecond, secondsLeft } = progress;
  return joined([phase, bar(done, total), perSecond, secondsLeft], "");
}

export function importProgressText(progress: ImportProgress): string {
  const { phase, dataset, bytesDone, bytesTotal, rowsPerSecond, secondsLeft } = progress;
  const what = dataset === null ? phase : `${phase} ${dataset}`;
  return joined([what, bar(bytesDone, bytesTotal), rowsPerSecond, secondsLeft], "rows");
}

export function checkProgressText({ filesDone, filesTotal }: CheckProgress): string {
  return `checking  ${bar(filesDone, filesTotal) ?? ""}  ${filesDone} of ${filesTotal} files`;
}

export function exportProgressText(progress: ExportProgress): string {
  const { rowsDone, rowsTotal, rowsPerSecond, secondsLeft } = progress;
  return joined(["copying", bar(rowsDone, rowsTotal), rowsPerSecond, secondsLeft], "rows");
}

function joined(
  [what, done, perSecond, secondsLeft]: readonly [
    string,
    string | null,
    number | null,
    number | null,
  ],
  unit: string,
): string {
  const parts = [
    what,
    done,
    perSecond === null ? null : `${rate(perSecond)}${unit === "" ? "" : ` ${unit}`}/s`,
    secondsLeft === null ? null : `${clockText(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== null).join("  ");
}

/** A bar and its percentage; null when nobody knows how much there is. */
function bar(done: number, total: number | null): string | null {
  if (total === null || total <= 0) return null;
  const part = Math.min(1, Math.max(0, done / total));
  const full = Math.floor(part * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${fixed(100 * part, 0).padStart(3)} %`;
}
