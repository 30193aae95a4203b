// The selected bar: {file, instant}, the last bar by default. Chart, text and commands move it.
import { EventEmitter, type Disposable } from "vscode";
import { instantWithin } from "../core/bars.ts";
import { isAt, movedPath } from "../core/moved-path.ts";
import type { RunResult } from "../core/results.ts";

export class Selection implements Disposable {
  readonly #changed = new EventEmitter<string>();
  readonly onChange = this.#changed.event;
  readonly #instants = new Map<string, number>();

  /** The instant that was chosen for a file, within the run; else that of the run's last bar. */
  of(result: RunResult): number | null {
    return instantWithin(result, this.chosen(result.file));
  }

  chosen(file: string): number | null {
    return this.#instants.get(file) ?? null;
  }

  choose(file: string, timeUs: number): void {
    if (this.#instants.get(file) === timeUs) return;
    this.#instants.set(file, timeUs);
    this.#changed.fire(file);
  }

  /** A strategy or a folder has another name. */
  renamed(from: string, to: string): void {
    for (const [file, timeUs] of [...this.#instants]) {
      const path = movedPath(file, from, to);
      if (path === null) continue;
      this.#instants.delete(file);
      this.#instants.set(path, timeUs);
    }
  }

  /** A file or a folder is gone. */
  forget(place: string): void {
    for (const file of [...this.#instants.keys()].filter((one) => isAt(one, place))) {
      this.#instants.delete(file);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
