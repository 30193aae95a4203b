// The other side of the chart panel in tests: answers windows from synthetic bars as the engine would.
import type { ChartToHost, ChartToPanel, ChartTrade, WindowRequest } from "../../messages/chart.ts";
import type { TradeRecord } from "../../messages/trades.ts";
import { joined, meanOf, type Bars } from "./synthetic-market.ts";
import type { Scene } from "./scene.ts";

const CAPITAL = 100_000;
const TRADES_MAX = 1_000;

interface Timeframe {
  readonly name: string;
  readonly bars: Bars;
  readonly fast: Float64Array<ArrayBuffer>;
  readonly slow: Float64Array<ArrayBuffer>;
  /** Of every bar, made once: a question is about a window, and so is what its answer costs. */
  readonly gap: Float64Array<ArrayBuffer>;
}

export class ChartHost {
  readonly #scene: Scene;
  readonly #timeframes: readonly Timeframe[];
  readonly #trades: readonly TradeRecord[];
  readonly #equity: readonly Float64Array<ArrayBuffer>[];

  constructor(scene: Scene, bars: Bars, trades: readonly TradeRecord[]) {
    this.#scene = scene;
    this.#trades = trades;
    const frames = scene.timeframes.map(({ name, factor }) => ({
      name,
      bars: factor === 1 ? bars : joined(bars, factor),
    }));
    this.#timeframes = frames.map((frame) => {
      const fast = meanOf(frame.bars.close, 20);
      const slow = meanOf(frame.bars.close, 60);
      const gap = fast.map((value, at) => value - (slow[at] ?? Number.NaN));
      return { ...frame, fast, slow, gap };
    });
    this.#equity = equityOf(trades);
  }

  show(runState: ChartToPanel & { readonly type: "show" }): ChartToPanel {
    return {
      ...runState,
      timeframes: this.#timeframes.map(({ name, bars }) => ({
        name,
        lengthUs: bars.lengthUs,
        barCount: bars.count,
        firstUs: bars.openTimeUs[0] ?? null,
        lastUs: bars.closeTimeUs[bars.count - 1] ?? null,
      })),
    };
  }

  answer(message: ChartToHost): ChartToPanel | null {
    switch (message.type) {
      case "window":
        return this.#window(message);
      case "openTrade": {
        const trade = this.#trades[message.number - 1];
        return trade === undefined ? null : { type: "showTrade", trade: markOf(trade) };
      }
      default:
        return null;
    }
  }

  #window(asked: WindowRequest): ChartToPanel {
    const frame = this.#timeframes.find(({ name }) => name === asked.timeframe);
    if (frame === undefined || this.#isFailing) return this.#failed(asked);
    const { bars } = frame;
    const from = asked.fromUs === null ? 0 : firstAtOrAfter(bars.openTimeUs, asked.fromUs);
    const to = asked.toUs === null ? bars.count : firstAtOrAfter(bars.openTimeUs, asked.toUs);
    const level = levelFor(from, to, asked.candlesMax);
    const firstBar = Math.floor(from / level) * level;
    const lastBar = Math.min(bars.count, Math.ceil(to / level) * level);
    const candles = joined(bars, level, firstBar, lastBar);
    const begin = candles.openTimeUs[0] ?? 0;
    const end = candles.closeTimeUs[candles.count - 1] ?? 0;
    const trades = this.#tradesBetween(begin, end);
    const lastOf = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
      Float64Array.from(candles.close, (_, at) => {
        return values[Math.min(lastBar, firstBar + (at + 1) * level) - 1] ?? Number.NaN;
      });
    const plots = this.#plots(frame, lastOf);
    return {
      type: "window",
      id: asked.id,
      timeframe: asked.timeframe,
      openTimeUs: candles.openTimeUs,
      closeTimeUs: candles.closeTimeUs,
      open: candles.open,
      high: candles.high,
      low: candles.low,
      close: candles.close,
      volume: candles.volume,
      barsPerCandle: level,
      firstBar,
      barCount: bars.count,
      isLastForming: this.#scene.isForming && lastBar === bars.count,
      plots,
      plotCount: plots.length,
      trades: trades.length > TRADES_MAX ? [] : trades.map(markOf),
      tradeCount: trades.length,
      equity: this.#equityBetween(begin, end),
    };
  }

  get #isFailing(): boolean {
    return this.#scene.failsWindows || this.#scene.isGone;
  }

  #failed({ id }: WindowRequest): ChartToPanel {
    if (this.#scene.isGone) {
      const sentence = "Run 3 is not kept any more. Run the strategy again.";
      const remedies = [{ remedy: "run" as const, label: "Run" }];
      return { type: "windowFailed", id, sentence, remedies };
    }
    const sentence = "The engine stopped while it read these bars. Restart the engine.";
    return { type: "windowFailed", id, sentence, remedies: [] };
  }

  #plots(
    frame: Timeframe,
    lastOf: (values: Float64Array<ArrayBuffer>) => Float64Array<ArrayBuffer>,
  ) {
    const plot = (
      title: string,
      values: Float64Array<ArrayBuffer>,
      statement: number,
      isOnPrice = true,
    ) => ({
      title: this.#scene.plotTitle ?? title,
      color: null,
      isOnPrice,
      statement,
      values: lastOf(values),
    });
    const isFirst = frame === this.#timeframes[0];
    return [
      plot("fast", frame.fast, 1),
      plot("slow", frame.slow, 2),
      ...(isFirst ? [plot("fast − slow", frame.gap, 3, false)] : []),
    ];
  }

  #tradesBetween(begin: number, end: number): readonly TradeRecord[] {
    return this.#trades.filter(
      ({ entryTimeUs, exitTimeUs }) => entryTimeUs < end && (exitTimeUs ?? Infinity) >= begin,
    );
  }

  #equityBetween(begin: number, end: number) {
    const [times = new Float64Array()] = this.#equity;
    // With the bucket before the window, so that its first candles have a value.
    const from = Math.max(0, firstAtOrAfter(times, begin) - 1);
    const to = firstAtOrAfter(times, end + 1);
    const [timeUs, low, high, last, drawdownPct] = this.#equity.map((column) =>
      column.slice(from, to),
    );
    const none = new Float64Array();
    return {
      timeUs: timeUs ?? none,
      low: low ?? none,
      high: high ?? none,
      last: last ?? none,
      drawdownPct: drawdownPct ?? none,
    };
  }
}

/** The smallest power of two with which the bars from the level's beginning make few enough candles. */
export function levelFor(from: number, to: number, candlesMax: number): number {
  let level = 1;
  while (Math.ceil(to / level) - Math.floor(from / level) > candlesMax) level *= 2;
  return level;
}

function firstAtOrAfter(times: Float64Array<ArrayBuffer>, timeUs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function markOf(trade: TradeRecord): ChartTrade {
  return {
    number: trade.number,
    side: trade.side,
    quantity: trade.quantity,
    entryTimeUs: trade.entryTimeUs,
    entryPrice: trade.entryPrice,
    entryStatement: trade.entryStatement,
    exitTimeUs: trade.exitTimeUs,
    exitPrice: trade.exitPrice,
    exitStatement: trade.exitStatement,
    profit: trade.profit,
  };
}

/** A bucket a trade: time, low, high, last and drawdown as columns. */
function equityOf(trades: readonly TradeRecord[]): readonly Float64Array<ArrayBuffer>[] {
  let peak = CAPITAL;
  const rows = trades.map((trade) => {
    const last = CAPITAL + (trade.cumulativeProfit ?? 0);
    const low = Math.min(last, last - trade.profit + trade.mae);
    const drawdown = (Math.min(low, peak) / peak - 1) * 100;
    peak = Math.max(peak, last);
    return [trade.exitTimeUs ?? trade.entryTimeUs, low, last, last, drawdown];
  });
  return [0, 1, 2, 3, 4].map((at) => Float64Array.from(rows, (row) => row[at] ?? 0));
}
