// Values of an expression over a run. The engine has no request for a whole column: it tells that of a
// plot on up to 10,000 candles, and else the value on one bar. So only as many bars are looked at as a
// hover can wait for, evenly over the run, and it says on how many.
import type { Answer, Requests } from "@backtestr/hub";
import { numbersOf, timesUsOf } from "./columns.ts";
import type { RunResult } from "./results.ts";

export interface NodeValues {
  /** In the order of time; NaN where there is no value. */
  readonly values: readonly number[];
  /** Of the run; as many as values when all were looked at. */
  readonly bars: number;
}

/** A question a bar: with more, the pointer would be gone before the answer. */
const BARS_ASKED_MAX = 512;
/** Fewer than the engine takes at once, so that a keystroke is never refused. */
const ASKED_AT_ONCE = 24;
const PLOTTED_MAX = 10_000;

/** null when the answer was no longer wanted. */
export async function nodeValues(
  client: Requests,
  result: RunResult,
  node: number,
  isWanted: () => boolean,
): Promise<Answer<NodeValues> | null> {
  const { firstTimeUs, bars } = result.summary;
  if (firstTimeUs === null || bars === 0) return { ok: true, value: { values: [], bars } };
  const plot = result.compiled.plan.statements.findIndex(
    (statement) => statement.does === "plot" && statement.value === node,
  );
  return plot === -1
    ? askedValues(client, result, node, isWanted)
    : plottedValues(client, result, plot);
}

async function plottedValues(
  client: Requests,
  { run, summary }: RunResult,
  plot: number,
): Promise<Answer<NodeValues>> {
  const { bars, firstTimeUs } = summary;
  let values: readonly number[] = [];
  const asked = { run, fromUs: firstTimeUs, toUs: null, candlesMax: PLOTTED_MAX };
  const answer = await client.request("run.plots", asked, {
    onChunk: ({ plot: { statement, values: column } }) => {
      if (statement === plot) values = [...numbersOf(column)];
    },
  });
  // Bars after the last decision have no value of theirs.
  return answer.ok ? { ok: true, value: { values: values.slice(0, bars), bars } } : answer;
}

async function askedValues(
  client: Requests,
  { run, summary }: RunResult,
  node: number,
  isWanted: () => boolean,
): Promise<Answer<NodeValues> | null> {
  const { firstTimeUs: fromUs, bars } = summary;
  const window = { run, timeframe: null, fromUs, toUs: null, candlesMax: BARS_ASKED_MAX };
  const candles = await client.request("run.window", window);
  if (!candles.ok) return candles;
  // A candle's last bar is the one that holds the instant before its close.
  const times = [...timesUsOf(candles.reply.closeTime)].map((timeUs) => timeUs - 1);
  const byBar = new Map<number, number>();
  for (let first = 0; first < times.length; first += ASKED_AT_ONCE) {
    if (!isWanted()) return null;
    const answers = await Promise.all(
      times
        .slice(first, first + ASKED_AT_ONCE)
        .map((timeUs) => client.request("run.values", { run, timeUs, nodes: [node] })),
    );
    for (const answer of answers) {
      if (!answer.ok) return answer;
      byBar.set(answer.reply.bar, numbersOf(answer.reply.values)[0] ?? NaN);
    }
  }
  return { ok: true, value: { values: [...byBar.values()], bars } };
}
