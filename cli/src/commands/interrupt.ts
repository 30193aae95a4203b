// Ctrl-C: the first asks for a stop, and the program ends in time even if nothing answers.

/** From the key press to the end at the latest; what is left of 200 ms is for the system. */
const STOP_MS = 120;
const INTERRUPTED = 130;

const NOTHING_KEPT = "Interrupted. Nothing was kept: no file was written, and the run is gone.";

export interface Interrupt {
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Changes what is said then: what was kept, and how to go on. */
  readonly say: (sentence: string) => void;
}

export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  let sentence = NOTHING_KEPT;
  const stop = (): void => {
    if (controller.signal.aborted) {
      process.exit(INTERRUPTED);
    }
    process.stderr.write(`\n${sentence}\n`);
    controller.abort();
    setTimeout(() => process.exit(INTERRUPTED), STOP_MS).unref();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    say: (text) => {
      sentence = text;
    },
  };
}
