// How many trades a run made: the closed ones, which all figures are about, and those still open at its end.

interface Counted {
  readonly figures: readonly { readonly name: string; readonly value: number | null }[];
  /** Closed and open ones. */
  readonly tradeCount: number;
}

export interface TradeCounts {
  readonly closed: number;
  readonly open: number;
}

/** Without a figure for the open ones all count as closed. */
export function tradeCounts({ figures, tradeCount }: Counted): TradeCounts {
  const open = figures.find(({ name }) => name === "open_trade_count")?.value ?? 0;
  return { closed: tradeCount - open, open };
}

/** `12 trades`, or `12 trades, 1 open`. */
export function tradesText(run: Counted): string {
  const { closed, open } = tradeCounts(run);
  const words = `${closed.toLocaleString("en-US")} ${closed === 1 ? "trade" : "trades"}`;
  return open === 0 ? words : `${words}, ${open.toLocaleString("en-US")} open`;
}
