// What is asked of a run again and again, pulled once from the engine: trades, equity, drawdown.
import { equityOf, tradesOf, type Answer, type EquitySeries, type TradeRow } from "@backtestr/hub";
import type { RunResult } from "./results.ts";
import type { RunRequests } from "./run-requests.ts";

export interface RunColumns {
  readonly trades: readonly TradeRow[];
  readonly equity: EquitySeries;
  /** Equity below its highest so far, in percent; 0 or negative. */
  readonly drawdownPct: Float64Array;
}

/** Runs whose columns are kept; a window shows few at a time. */
const KEPT_MAX = 4;

export class ColumnCache {
  readonly #ofRun: RunRequests;
  readonly #trades = new Pulled<readonly TradeRow[]>();
  readonly #columns = new Pulled<RunColumns>();

  constructor(ofRun: RunRequests) {
    this.#ofRun = ofRun;
  }

  /** The trades alone, which every live run is asked for: equity has a row a bar. */
  tradesOf(result: RunResult): Promise<Answer<readonly TradeRow[]>> {
    const { run, summary } = result;
    return this.#trades.of(result, () => tradesOf(this.#ofRun(result), run, summary.tradeCount));
  }

  of(result: RunResult): Promise<Answer<RunColumns>> {
    return this.#columns.of(result, () => this.#pull(result));
  }

  async #pull(result: RunResult): Promise<Answer<RunColumns>> {
    const { run, summary } = result;
    const [trades, equity] = await Promise.all([
      this.tradesOf(result),
      equityOf(this.#ofRun(result), run, summary.bars),
    ]);
    if (!trades.ok) return trades;
    if (!equity.ok) return equity;
    const value = {
      trades: trades.value,
      equity: equity.value,
      drawdownPct: drawdowns(equity.value.equity),
    };
    return { ok: true, value };
  }
}

/** Answers by run, the latest few; what failed is asked for again. */
class Pulled<Value> {
  readonly #runs = new Map<string, Promise<Answer<Value>>>();

  async of(result: RunResult, pull: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    const key = `${result.engine}.${result.run}`;
    const there = this.#runs.get(key);
    if (there !== undefined) return there;
    const pulled = pull();
    this.#runs.set(key, pulled);
    for (const old of [...this.#runs.keys()].slice(0, -KEPT_MAX)) this.#runs.delete(old);
    const answer = await pulled;
    if (!answer.ok) this.#runs.delete(key);
    return answer;
  }
}

function drawdowns(equity: Float64Array): Float64Array {
  let highest = -Infinity;
  return equity.map((value) => {
    highest = Math.max(highest, value);
    return highest > 0 ? ((value - highest) / highest) * 100 : 0;
  });
}
