// What panels say of the run they show, and the timeframes of its charts.
import { tradeCounts, type Answer, type Requests } from "@backtestr/hub";
import type { RunHead } from "@backtestr/webviews/messages/panel";
import type { ChartTimeframe } from "@backtestr/webviews/messages/chart";
import { timesUsOf } from "./columns.ts";
import type { RunResult } from "./results.ts";

const DIGITS_MAX = 12;
/** As many charts as a panel draws. */
const TIMEFRAMES_MAX = 6;
const MINUTE_US = 60_000_000;
const UNITS: Readonly<Record<string, number>> = {
  s: MINUTE_US / 60,
  m: MINUTE_US,
  h: 60 * MINUTE_US,
  d: 1_440 * MINUTE_US,
  w: 7 * 1_440 * MINUTE_US,
};

export function runHead(result: RunResult, timeZone: string): RunHead {
  const { compiled, settings, summary } = result;
  return {
    strategy: compiled.title,
    symbol: symbolOf(result),
    currency: settings.account.currency,
    isLive: result.isLive,
    timeZone,
    priceDigits: priceDigits(result),
    tradeCount: summary.tradeCount,
    openTradeCount: tradeCounts(summary).open,
  };
}

export function symbolOf({ settings }: RunResult): string {
  const { data } = settings;
  return data.from === "file" ? data.file.instrument.symbol : data.store.symbol;
}

/** Money per whole price point and contract. */
export function pointValueOf({ settings, summary }: RunResult): number {
  const { data } = settings;
  if (data.from === "file") return data.file.instrument.pointValue;
  return summary.data.from === "store" ? summary.data.store.instrument.pointValue : 1;
}

/** As many as the tick has, else five. */
function priceDigits({ settings, summary }: RunResult): number {
  const tick =
    settings.data.from === "file"
      ? settings.data.file.instrument.tick
      : summary.data.from === "store"
        ? summary.data.store.instrument.tick
        : null;
  if (tick === null || !(tick > 0)) return 5;
  const digits = Math.ceil(-Math.log10(tick) - 1e-9);
  return Math.min(DIGITS_MAX, Math.max(0, digits));
}

/**
 * The chart's own timeframe and those that the strategy reads, shortest first. One of those of which the
 * engine can make no bars is left out; without the chart's own there is nothing to show.
 */
export async function chartTimeframes(
  client: Requests,
  result: RunResult,
): Promise<Answer<readonly ChartTimeframe[]>> {
  const { summary, compiled } = result;
  const others = compiled.plan.contexts.flatMap(({ timeframe }) => timeframe ?? []);
  const names = [...new Set([summary.chart, ...others])].slice(0, TIMEFRAMES_MAX);
  const found = await Promise.all(names.map((name) => timeframeOf(client, result, name)));
  const [own] = found;
  if (own?.ok === false) return own;
  const value = found
    .flatMap((answer) => (answer.ok ? [answer.value] : []))
    .sort((a, b) => (a.lengthUs ?? 0) - (b.lengthUs ?? 0));
  return { ok: true, value };
}

/** The timeframe with the number of its bars and their times, from the coarsest window there is. */
async function timeframeOf(
  client: Requests,
  { run, summary }: RunResult,
  name: string,
): Promise<Answer<ChartTimeframe>> {
  const timeframe = name === summary.chart ? null : name;
  const whole = { run, timeframe, fromUs: null, toUs: null, candlesMax: 1 };
  const answer = await client.request("run.window", whole);
  if (!answer.ok) return answer;
  const { totalBars, openTime, closeTime } = answer.reply;
  const value = {
    name,
    lengthUs: lengthUs(name),
    barCount: totalBars,
    firstUs: timesUsOf(openTime)[0] ?? null,
    lastUs: timesUsOf(closeTime).at(-1) ?? null,
  };
  return { ok: true, value };
}

/** null where a bar's length varies: months, ticks. */
function lengthUs(name: string): number | null {
  const parts = /^(\d+)([smhdw])$/.exec(name);
  const unit = UNITS[parts?.[2] ?? ""];
  return parts === null || unit === undefined ? null : Number(parts[1]) * unit;
}
