// The other side of the trades panel in tests: holds the rows and answers questions with the model that hosts use.
import type {
  TradeRecord,
  TradesQuery,
  TradesToHost,
  TradesToPanel,
} from "../../messages/trades.ts";
import { matchedRows } from "../../src/trades/model.ts";
import { sourceOf } from "./synthetic-trades.ts";

export class TradesHost {
  readonly #trades: readonly TradeRecord[];
  readonly #isGone: boolean;
  #asked = "";
  #rows: Uint32Array = new Uint32Array();
  #profit = 0;

  constructor(trades: readonly TradeRecord[], isGone: boolean) {
    this.#trades = trades;
    this.#isGone = isGone;
  }

  answer(message: TradesToHost): TradesToPanel | null {
    if (message.type === "exportCsv")
      return { type: "told", sentence: "Wrote 10 rows to trades.csv." };
    if (message.type !== "rows") return null;
    const { id, sort, filters, first, count } = message;
    if (this.#isGone) return { type: "rowsFailed", id, sentence: "The engine has ended." };
    this.#match({ sort, filters });
    const places = this.#rows.slice(first, first + count);
    const rows = [...places].map((row) => this.#trades[row]).filter((row) => row !== undefined);
    return { type: "rows", id, first, rows, matchCount: this.#rows.length, profit: this.#profit };
  }

  #match(query: TradesQuery): void {
    const asked = JSON.stringify(query);
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#rows = matchedRows(sourceOf(this.#trades), query);
    this.#profit = this.#rows.reduce((sum, row) => sum + (this.#trades[row]?.profit ?? 0), 0);
  }
}
