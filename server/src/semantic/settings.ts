// What a file's declarations say about a run, as plain data. Null is what nobody said.
import type { TextRange } from "../base/text-range.ts";
import type { CivilTime } from "../syntax/tree.ts";

export interface Settings {
  /** null without a header. */
  readonly title: string | null;
  readonly edition: number;
  readonly data: DataSettings;
  readonly account: AccountSettings;
}

export interface DataSettings {
  readonly symbol: string | null;
  readonly source: DataSource | null;
  /** A timeframe, or `ticks(n)`. */
  readonly chart: string | null;
  /** The prices that make the bars. */
  readonly price: "bid" | "ask" | "mid" | "last" | null;
  readonly period: CivilPeriod | null;
  readonly warmupBars: number | null;
  readonly zone: string | null;
  readonly stamp: "open" | "close" | null;
  readonly tick: number | null;
  readonly pointValue: number | null;
  readonly lot: number | null;
  readonly currency: string | null;
}

export type DataSource = FileSource | StoreSource;

export interface FileSource {
  readonly from: "file";
  /** As written: relative to the strategy's folder unless absolute. */
  readonly path: string;
  readonly range: TextRange;
}

export interface StoreSource {
  readonly from: "store";
  /** null where the symbol is all that is said. */
  readonly dataset: string | null;
  readonly range: TextRange;
}

/** By the clock of the data's zone. */
export interface CivilPeriod {
  readonly from: CivilTime;
  /** Exclusive: a last day is written here as the day after it. */
  readonly to: CivilTime;
}

export interface AccountSettings {
  readonly capital: number;
  readonly currency: string;
  readonly size: Sizing;
  readonly commission: readonly Commission[];
  readonly slippageTicks: number;
  readonly pyramiding: number;
  readonly closeRule: "fifo" | "any";
  readonly fills: "nextOpen" | "thisClose";
  /** null takes what the data allows: ticks with quotes, else the path. */
  readonly intrabar: "ohlcPath" | "ticks" | null;
  readonly closeAtEnd: boolean;
  /** A fraction: 0.02 is 2 % a year. */
  readonly riskFree: number;
  readonly profile: "native" | "backtestingPy";
}

export type Sizing =
  | { readonly by: "contracts"; readonly quantity: number }
  | { readonly by: "equity"; readonly fraction: number }
  | { readonly by: "cash"; readonly amount: number };

export type Commission =
  | { readonly per: "value"; readonly fraction: number }
  | { readonly per: "order"; readonly amount: number }
  | { readonly per: "contract"; readonly amount: number };

export const NO_DATA: DataSettings = {
  symbol: null,
  source: null,
  chart: null,
  price: null,
  period: null,
  warmupBars: null,
  zone: null,
  stamp: null,
  tick: null,
  pointValue: null,
  lot: null,
  currency: null,
};

export const PLAIN_ACCOUNT: AccountSettings = {
  capital: 0,
  currency: "",
  size: { by: "contracts", quantity: 1 },
  commission: [],
  slippageTicks: 0,
  pyramiding: 1,
  closeRule: "fifo",
  fills: "nextOpen",
  intrabar: null,
  closeAtEnd: false,
  riskFree: 0,
  profile: "native",
};
