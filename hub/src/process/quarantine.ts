// Runs during which the engine died. One that did it twice is not tried a third time by itself.
import { createHash } from "node:crypto";
import { type Failure, failure } from "@backtestr/client";

const DEATHS_MAX = 2;
const KEPT_MAX = 64;

export class Quarantine {
  readonly #deaths = new Map<string, number>();

  /** Why a request is not sent, or null. */
  refusal(kind: string, fields: unknown): Failure | null {
    if (kind !== "run.start") return null;
    const deaths = this.#deaths.get(nameOf(fields)) ?? 0;
    if (deaths < DEATHS_MAX) return null;
    return failure(
      "internal",
      `The engine has died ${deaths} times during this very run, so it is not started again.`,
      "Change the strategy or its data, or restart the engine; please report it with the engine's log.",
    );
  }

  /** The engine died while that request was under way. */
  diedDuring(kind: string, fields: unknown): void {
    if (kind !== "run.start") return;
    const name = nameOf(fields);
    const deaths = (this.#deaths.get(name) ?? 0) + 1;
    this.#deaths.delete(name);
    this.#deaths.set(name, deaths);
    const [oldest] = this.#deaths.keys();
    if (this.#deaths.size > KEPT_MAX && oldest !== undefined) this.#deaths.delete(oldest);
  }

  forget(): void {
    this.#deaths.clear();
  }
}

function nameOf(fields: unknown): string {
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}
