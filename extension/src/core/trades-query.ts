// The trades of a run as rows of the trades panel, matched by its own model, and as CSV.
import { tradesCsv, type TradeRow } from "@backtestr/hub";
import type { TradeRecord, TradesQuery } from "@backtestr/webviews/messages/trades";
import { matchedRows, type TradeSource } from "@backtestr/webviews/trades-model";

/** What turns a trade of the engine into a row: the account's money and the instrument's point. */
export interface TradeFacts {
  readonly capital: number;
  readonly pointValue: number;
}

type ExitReason = NonNullable<TradeRow["exitReason"]>;

/** Exit reasons as a trader reads, filters and sorts them; `backtestr sql` uses the same words. */
const REASON_WORDS: Readonly<Record<ExitReason, string>> = {
  target: "target",
  stop: "stop",
  trailingStop: "trailing stop",
  signal: "signal",
  reversal: "reversal",
  order: "order",
  endOfData: "end of data",
};

/** All trades as rows, with sums in the order of their exits. */
export function tradeRecords(
  trades: readonly TradeRow[],
  { capital, pointValue }: TradeFacts,
): readonly TradeRecord[] {
  let sum = 0;
  return trades.map((trade) => {
    sum += trade.profit;
    const value = trade.entryPrice * trade.quantity * pointValue;
    const percent = (money: number): number | null => (value > 0 ? (money / value) * 100 : null);
    return {
      number: trade.number,
      side: trade.side,
      entryTimeUs: trade.entryTimeUs,
      entryPrice: trade.entryPrice,
      entryId: trade.entryId,
      entryStatement: trade.entryStatement,
      exitTimeUs: trade.exitTimeUs,
      exitPrice: trade.exitPrice,
      exitId: trade.exitId,
      exitStatement: trade.exitStatement,
      exitReason: trade.exitReason === null ? null : REASON_WORDS[trade.exitReason],
      quantity: trade.quantity,
      value,
      profit: trade.profit,
      profitPct: trade.profitPct,
      cumulativeProfit: sum,
      cumulativeProfitPct: capital > 0 ? (sum / capital) * 100 : null,
      fees: trade.fees,
      mfe: trade.mfe,
      mfePct: percent(trade.mfe),
      mae: trade.mae,
      maePct: percent(trade.mae),
      barsHeld: trade.barsHeld,
      isAmbiguous: trade.isAmbiguous,
    };
  });
}

export interface Matches {
  readonly rows: readonly TradeRecord[];
  readonly profit: number;
}

/** The rows that pass all filters, in the order that is asked for. */
export function matching(records: readonly TradeRecord[], query: TradesQuery): Matches {
  const rows = [...matchedRows(sourceOf(records), query)].flatMap((row) => records[row] ?? []);
  return { rows, profit: rows.reduce((sum, { profit }) => sum + profit, 0) };
}

function sourceOf(records: readonly TradeRecord[]): TradeSource {
  return {
    count: records.length,
    numberAt: (key, row) => {
      const value = records[row]?.[key] ?? NaN;
      return typeof value === "boolean" ? Number(value) : value;
    },
    textAt: (key, row) => records[row]?.[key] ?? null,
  };
}

/** The matched trades as the command line writes them, in the order that is asked for. */
export function matchedCsv(trades: readonly TradeRow[], { rows }: Matches, symbol: string): string {
  const byNumber = new Map(trades.map((trade) => [trade.number, trade]));
  return tradesCsv(
    rows.flatMap(({ number }) => byNumber.get(number) ?? []),
    symbol,
  );
}
