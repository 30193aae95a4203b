// Ctrl-C: the first asks for a stop, and the program ends in time even if nothing answers.

/** From the key press to the end at the latest; what is left of 200 ms is for the system. */
const STOP_MS = 120;
const INTERRUPTED = 130;

const MESSAGE = "\nInterrupted. Nothing was kept: no file was written, and the run is gone.\n";

/** A signal that is aborted by SIGINT or SIGTERM. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) {
      process.exit(INTERRUPTED);
    }
    process.stderr.write(MESSAGE);
    controller.abort();
    setTimeout(() => process.exit(INTERRUPTED), STOP_MS).unref();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
