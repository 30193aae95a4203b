// Progress of what a user waits for: quiet in the status bar at first, then a notification that can be
// cancelled with the mouse. What is over sooner never flashes one.
import { ProgressLocation, commands, window } from "vscode";

/** Waiting is felt from here on. */
const NOTIFY_AFTER_MS = 1_000;
export type Report = (text: string, fraction: number | null) => void;

export interface Waiting {
  readonly title: string;
  readonly abort: AbortController;
  /** True in `when` clauses while it is worth stopping. */
  readonly contextKey?: string;
}

export async function withPatientProgress<Value>(
  { title, abort, contextKey }: Waiting,
  task: (report: Report) => Promise<Value>,
): Promise<Value> {
  const listeners = new Set<(text: string, percent: number | null) => void>();
  const ended = task((text, fraction) => {
    for (const listen of listeners) listen(text, fraction === null ? null : 100 * fraction);
  });
  const quiet = new AbortController();
  showQuietly(title, listeners, Promise.race([ended, once(quiet.signal)]));
  const timer = setTimeout(() => {
    quiet.abort();
    showNotice(title, abort, listeners, ended);
    setContext(contextKey, true);
  }, NOTIFY_AFTER_MS);
  try {
    return await ended;
  } finally {
    clearTimeout(timer);
    setContext(contextKey, false);
  }
}

function setContext(key: string | undefined, isWaiting: boolean): void {
  if (key !== undefined) void commands.executeCommand("setContext", key, isWaiting);
}

type Listeners = Set<(text: string, percent: number | null) => void>;

function showQuietly(title: string, listeners: Listeners, until: Promise<unknown>): void {
  void window.withProgress({ location: ProgressLocation.Window, title }, (progress) => {
    const listen = (text: string, percent: number | null): void => {
      progress.report({ message: percent === null ? text : `${text} ${Math.round(percent)} %` });
    };
    return following(listeners, listen, until);
  });
}

function showNotice(
  title: string,
  abort: AbortController,
  listeners: Listeners,
  until: Promise<unknown>,
): void {
  const place = { location: ProgressLocation.Notification, title, cancellable: true };
  void window.withProgress(place, (progress, token) => {
    token.onCancellationRequested(() => {
      abort.abort();
    });
    // The editor counts increments, and each phase begins anew.
    let shown = 0;
    const listen = (text: string, percent: number | null): void => {
      const increment = Math.max(0, (percent ?? 0) - shown);
      shown += increment;
      progress.report({ message: text, increment });
    };
    return following(listeners, listen, until);
  });
}

/** Lets a listener hear until the end, whichever it is. */
async function following(
  listeners: Listeners,
  listen: (text: string, percent: number | null) => void,
  until: Promise<unknown>,
): Promise<void> {
  listeners.add(listen);
  try {
    await until;
  } catch {
    // Whoever waits for the task itself hears of it.
  } finally {
    listeners.delete(listen);
  }
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}
