// With what results are compared before this window has kept a run: the figures of the last run of the
// strategy in the store, kept by an earlier window or by the command line.
import { savedRuns, type Requests } from "@backtestr/hub";
import { isAt } from "./moved-path.ts";
import type { Figures, Results } from "./results.ts";

export class KeptFigures {
  readonly #client: Requests;
  readonly #results: Results;
  readonly #asked = new Set<string>();

  constructor(client: Requests, results: Results) {
    this.#client = client;
    this.#results = results;
  }

  /** Asks once a file. */
  async find(file: string): Promise<void> {
    if (this.#asked.has(file)) return;
    this.#asked.add(file);
    const figures = await this.#latest(file);
    if (figures === undefined) this.#asked.delete(file);
    // A file that was renamed brings along what the store knows under its old name.
    else if (figures !== null) this.#results.compareWith(file, figures);
  }

  /** A file or a folder is gone; who brings it back is answered anew. */
  forget(place: string): void {
    for (const file of [...this.#asked].filter((one) => isAt(one, place))) this.#asked.delete(file);
  }

  /** The store may have changed. */
  async refresh(): Promise<void> {
    await Promise.all(
      [...this.#asked].map(async (file) => {
        const figures = await this.#latest(file);
        if (figures !== undefined) this.#results.compareWith(file, figures);
      }),
    );
  }

  /** null without a run, undefined without an answer: the Runs view says what is wrong then. */
  async #latest(file: string): Promise<Figures | null | undefined> {
    const answer = await savedRuns(this.#client, file);
    return answer.ok ? (answer.value[0]?.figures ?? null) : undefined;
  }
}
