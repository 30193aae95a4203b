// What the engine writes to stderr: kept as a ring for reports, and handed on line by line.
import type { Readable } from "node:stream";

/** Characters kept of an engine's log. */
const KEPT_MAX = 1 << 20;
/** A line longer than this is cut: the log is text, not data. */
const LINE_MAX = 16 << 10;

export class EngineLog {
  readonly #lines: string[] = [];
  readonly #onLine: (line: string) => void;
  #kept = 0;
  #begun = "";

  constructor(stderr: Readable, onLine: (line: string) => void) {
    this.#onLine = onLine;
    stderr.setEncoding("utf8");
    stderr.on("data", (text: string) => {
      this.#push(text);
    });
    stderr.on("end", () => {
      this.#keep(this.#begun);
      this.#begun = "";
    });
    // A log that breaks off is no failure of its own: the end of the engine is reported elsewhere.
    stderr.on("error", () => undefined);
  }

  /** The last lines, oldest first. */
  last(count: number): readonly string[] {
    return this.#lines.slice(-count);
  }

  #push(text: string): void {
    const lines = (this.#begun + text).split("\n");
    this.#begun = (lines.pop() ?? "").slice(0, LINE_MAX);
    for (const line of lines) this.#keep(line.slice(0, LINE_MAX));
  }

  #keep(line: string): void {
    if (line.trim() === "") return;
    this.#lines.push(line);
    this.#kept += line.length;
    while (this.#kept > KEPT_MAX) this.#kept -= this.#lines.shift()?.length ?? this.#kept;
    this.#onLine(line);
  }
}
