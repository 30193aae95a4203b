// One run: the plan goes to the engine, the engine runs it, and the results are pulled as they are asked for.
import {
  numbersIn,
  timesUsIn,
  type Plan,
  type Progress,
  type RunSettings,
  type RunSummary,
  type SeriesName,
  type TradeRow,
} from "@backtestr/client";
import { withSignal, type Answer, type Requests } from "./answer.ts";

/** How far a run is. */
export type RunProgress = Omit<Progress<"run.start">, "kind" | "id">;

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
  /** A live run goes before all other work. */
  readonly isLive?: boolean;
  /** The engine stops the run after so many milliseconds; null lets it take its time. */
  readonly deadlineMs?: number | null;
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
  const signal = withSignal(options.signal);
  const put = await planHashOf(client, memory, plan, signal);
  if (!put.ok) return put;
  const started = await client.request(
    "run.start",
    {
      planHash: put.value,
      settings,
      isLive: options.isLive ?? false,
      deadlineMs: options.deadlineMs ?? null,
    },
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
  readonly timesUs: Float64Array;
  readonly equity: Float64Array;
}

/** Equity at every bar's close. */
export async function equityOf(
  client: Requests,
  run: number,
  count: number,
): Promise<Answer<EquitySeries>> {
  const times = await pull(client, run, "timeClose", count, timesUsIn);
  if (!times.ok) return times;
  const equity = await pull(client, run, "equity", count, numbersIn);
  return equity.ok ? { ok: true, value: { timesUs: times.value, equity: equity.value } } : equity;
}

/** At most `count` values of a series; fewer when the run has fewer. */
async function pull(
  client: Requests,
  run: number,
  series: SeriesName,
  count: number,
  read: (column: Uint8Array) => Float64Array,
): Promise<Answer<Float64Array>> {
  const values = new Float64Array(count);
  let filled = 0;
  const pulled = await client.request(
    "run.series",
    { run, series, first: 0, count },
    {
      onChunk: ({ numbers, times }) => {
        const column = numbers ?? times;
        if (column === null) return;
        const part = read(column);
        values.set(part, filled);
        filled += part.length;
      },
    },
  );
  return pulled.ok ? { ok: true, value: values.subarray(0, filled) } : pulled;
}
