// What a face knows about a strategy when it asks for a run: the compiler's results, as plain data.
import type { Plan } from "@backtestr/client";

/** By the clock of the data's zone. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Half-open offsets in the strategy's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type StrategySource =
  | { readonly from: "file"; readonly path: string; readonly range: Range }
  | { readonly from: "store"; readonly dataset: string | null; readonly range: Range };

export interface StrategyData {
  readonly symbol: string | null;
  readonly source: StrategySource | null;
  /** A timeframe, or `ticks(n)`. */
  readonly chart: string | null;
  /** The prices that make the bars. */
  readonly price: "bid" | "ask" | "mid" | "last" | null;
  /** The end is exclusive. */
  readonly period: { readonly from: CivilTime; readonly to: CivilTime } | null;
  readonly warmupBars: number | null;
  readonly zone: string | null;
  readonly stamp: "open" | "close" | null;
  readonly tick: number | null;
  readonly pointValue: number | null;
  readonly lot: number | null;
  readonly currency: string | null;
}

export type ProfileName = "native" | "backtestingPy";

export interface StrategyAccount {
  readonly capital: number;
  readonly currency: string;
  readonly size:
    | { readonly by: "contracts"; readonly quantity: number }
    | { readonly by: "equity"; readonly fraction: number }
    | { readonly by: "cash"; readonly amount: number };
  readonly commission: readonly (
    | { readonly per: "value"; readonly fraction: number }
    | { readonly per: "order"; readonly amount: number }
    | { readonly per: "contract"; readonly amount: number }
  )[];
  readonly slippageTicks: number;
  readonly pyramiding: number;
  readonly closeRule: "fifo" | "any";
  readonly fills: "nextOpen" | "thisClose";
  /** null takes what the data allows: ticks with quotes, else the path. */
  readonly intrabar: "ohlcPath" | "ticks" | null;
  readonly closeAtEnd: boolean;
  readonly riskFree: number;
  readonly profile: ProfileName;
}

/** A strategy that compiled. */
export interface Strategy {
  /** Absolute path of the text. */
  readonly file: string;
  readonly title: string;
  readonly plan: Plan;
  readonly data: StrategyData;
  readonly account: StrategyAccount;
  /** Values by name, defaults included; bools are 0 and 1. */
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
}
