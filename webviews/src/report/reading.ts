// What a reader has chosen in a report. It stays when another run takes the place of the one that is shown.
import type { TradeFilter, TradeOrder } from "./trade-list.ts";

export interface Reading {
  order: TradeOrder;
  filter: TradeFilter;
  /** Of the trades, from 0. */
  page: number;
  /** Where the cursor of the equity stands; null until somebody has moved it. */
  timeUs: number | null;
}

export function newReading(): Reading {
  return {
    order: { key: "number", isDescending: false },
    filter: "all",
    page: 0,
    timeUs: null,
  };
}
