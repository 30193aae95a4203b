// What every command gets: where it prints, what it may read, and how it is interrupted.
import type { Terminal } from "../terminal/terminal.ts";

export interface Context {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Changes what Ctrl-C says: what was kept, and how to go on. */
  readonly whenInterrupted: (sentence: string) => void;
  /** The folder that holds this program's own files: `dist`. */
  readonly programFolder: string;
  readonly nowMs: () => number;
}

/** The folder above the program: a checkout's root, or the installed package. */
export function rootOf(context: Context): string {
  return context.programFolder.replace(/[\\/][^\\/]+[\\/]?$/, "");
}
