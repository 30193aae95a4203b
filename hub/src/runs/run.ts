// One run: the plan goes to the engine, the engine runs it, and the results are pulled as they are asked for.
import {
  numbersIn,
  timesIn,
  type Client,
  type Failure,
  type Plan,
  type Progress,
  type RunSettings,
  type RunSummary,
  type SeriesName,
  type TradeRow,
} from "@backtestr/client";

/** What a run needs of an engine: a connection, supervised or not. */
export type Requests = Pick<Client, "request" | "putPlan">;

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure };

/** How far a run is. */
export type RunProgress = Omit<Progress<"run.start">, "kind" | "id">;

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** Remembers which plan the engine holds, so that a byte-equal one is not sent again. */
export interface PlanMemory {
  text: string | null;
  hash: string | null;
}

export function newPlanMemory(): PlanMemory {
  return { text: null, hash: null };
}

export async function startRun(
  client: Requests,
  memory: PlanMemory,
  plan: Plan,
  settings: RunSettings,
  options: RunOptions = {},
): Promise<Answer<RunSummary>> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const put = await planHashOf(client, memory, plan, signal);
  if (!put.ok) return put;
  const started = await client.request(
    "run.start",
    { planHash: put.value, settings },
    { ...signal, onProgress: (progress) => options.onProgress?.(progress) },
  );
  return started.ok ? { ok: true, value: started.reply.summary } : started;
}

async function planHashOf(
  client: Requests,
  memory: PlanMemory,
  plan: Plan,
  options: { readonly signal?: AbortSignal },
): Promise<Answer<string>> {
  const text = JSON.stringify(plan);
  if (memory.hash !== null && memory.text === text) return { ok: true, value: memory.hash };
  const put = await client.putPlan(plan, options);
  if (!put.ok) return put;
  memory.text = text;
  memory.hash = put.reply.planHash;
  return { ok: true, value: put.reply.planHash };
}

/** The trades of a run, at most `count` of them. */
export async function tradesOf(
  client: Requests,
  run: number,
  count: number,
): Promise<Answer<readonly TradeRow[]>> {
  const trades: TradeRow[] = [];
  const onChunk = (chunk: { readonly trades: readonly TradeRow[] }): void => {
    for (const trade of chunk.trades) trades.push(trade);
  };
  const pulled = await client.request("run.trades", { run, first: 0, count }, { onChunk });
  return pulled.ok ? { ok: true, value: trades } : pulled;
}

export interface EquitySeries {
  /** Close times of the bars, microseconds. */
  readonly timesUs: readonly number[];
  readonly equity: readonly number[];
}

/** Equity at every bar's close. */
export async function equityOf(
  client: Requests,
  run: number,
  count: number,
): Promise<Answer<EquitySeries>> {
  const timesUs: number[] = [];
  const times = await pull(client, run, "timeClose", count, (column) => {
    for (const time of timesIn(column)) timesUs.push(Number(time / 1_000n));
  });
  if (!times.ok) return times;
  const equity: number[] = [];
  const values = await pull(client, run, "equity", count, (column) => {
    for (const value of numbersIn(column)) equity.push(value);
  });
  return values.ok ? { ok: true, value: { timesUs, equity } } : values;
}

async function pull(
  client: Requests,
  run: number,
  series: SeriesName,
  count: number,
  take: (column: Uint8Array) => void,
): Promise<Answer<number>> {
  const pulled = await client.request(
    "run.series",
    { run, series, first: 0, count },
    {
      onChunk: ({ numbers, times }) => {
        const column = numbers ?? times;
        if (column !== null) take(column);
      },
    },
  );
  return pulled.ok ? { ok: true, value: pulled.reply.total } : pulled;
}
