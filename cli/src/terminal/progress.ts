// Says on stderr how far a long run is. A run that is over soon says nothing.
import type { RunProgress } from "@backtestr/hub";
import { fixed, rate } from "./numbers.ts";
import type { Terminal } from "./terminal.ts";

/** A run shorter than this shows no progress. */
const QUIET_MS = 400;

export interface ProgressLine {
  readonly show: (progress: RunProgress) => void;
  /** Takes the line away again. */
  readonly clear: () => void;
}

export function progressLine(terminal: Terminal, nowMs: () => number): ProgressLine {
  const beganMs = nowMs();
  let isShown = false;
  return {
    show: (progress) => {
      if (!terminal.isErrTty || nowMs() - beganMs < QUIET_MS) return;
      isShown = true;
      terminal.err(`\r\u001b[K${progressText(progress)}`);
    },
    clear: () => {
      if (isShown) terminal.err("\r\u001b[K");
      isShown = false;
    },
  };
}

export function progressText(progress: RunProgress): string {
  const { phase, done, total, perSecond, secondsLeft } = progress;
  const parts = [
    phase,
    total === null || total === 0 ? null : `${fixed((100 * done) / total, 0)} %`,
    perSecond === null ? null : `${rate(perSecond)}/s`,
    secondsLeft === null ? null : `${clock(secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== null).join("  ");
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
