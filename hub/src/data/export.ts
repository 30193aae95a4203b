// The whole store as a DuckDB database file, for tools that do not know it.
import type { ExportedTable, Progress } from "@backtestr/client";
import { ask, withSignal, type Answer, type Requests } from "../runs/answer.ts";

export type ExportProgress = Omit<Progress<"query.export">, "kind" | "id">;

export interface ExportWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface Exported {
  readonly tables: readonly ExportedTable[];
  /** Of the file. */
  readonly bytes: number;
}

/** Makes the file, which must not be there, at an absolute path. */
export function exportDuckdb(
  client: Requests,
  file: string,
  { signal, onProgress }: ExportWatch = {},
): Promise<Answer<Exported>> {
  return ask(client, "query.export", { file }, ({ tables, bytes }) => ({ tables, bytes }), {
    ...withSignal(signal),
    onProgress: (progress) => onProgress?.(progress),
  });
}
