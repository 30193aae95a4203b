// Questions in SQL about the store; rows are handed on as they come.
import type { QueryColumn } from "@backtestr/client";
import { ask, withSignal, type Answer, type Requests } from "../runs/answer.ts";

export type QueryRow = readonly (string | null)[];

export interface QueryLimits {
  readonly rowsMax: number;
  readonly secondsMax: number;
  readonly signal?: AbortSignal;
}

export interface QueryAnswer {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly QueryRow[];
  /** Whether there were more rows than asked for. */
  readonly isCut: boolean;
}

export async function askInSql(
  client: Requests,
  text: string,
  { rowsMax, secondsMax, signal }: QueryLimits,
): Promise<Answer<QueryAnswer>> {
  const rows: QueryRow[] = [];
  let columns: readonly QueryColumn[] = [];
  const asked = await ask(
    client,
    "query.sql",
    { text, rowsMax, secondsMax },
    ({ isCut }) => isCut,
    {
      ...withSignal(signal),
      onChunk: (chunk) => {
        columns = chunk.columns ?? columns;
        for (const row of chunk.rows) rows.push(row);
      },
    },
  );
  return asked.ok ? { ok: true, value: { columns, rows, isCut: asked.value } } : asked;
}
