// Imports: what a look at files says, and how far an import is.
import type { ImportFound, ImportOptions, ImportResult, Progress } from "@backtestr/client";
import { ask, withSignal, type Answer, type Requests } from "../runs/answer.ts";

/** How far an import is. */
export type ImportProgress = Omit<Progress<"import.start">, "kind" | "id">;

export interface ImportWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportOutcome {
  readonly imported: readonly ImportResult[];
  readonly seconds: number;
}

/** What an import would do; nothing is written. */
export function lookAtImport(
  client: Requests,
  options: ImportOptions,
  signal?: AbortSignal,
): Promise<Answer<readonly ImportFound[]>> {
  return ask(client, "import.look", { options }, ({ found }) => found, withSignal(signal));
}

/** Imports; what a cancelled import has read is used when the same is asked again. */
export function startImport(
  client: Requests,
  options: ImportOptions,
  { signal, onProgress }: ImportWatch = {},
): Promise<Answer<ImportOutcome>> {
  return ask(
    client,
    "import.start",
    { options },
    ({ imported, seconds }) => ({ imported, seconds }),
    { ...withSignal(signal), onProgress: (progress) => onProgress?.(progress) },
  );
}
