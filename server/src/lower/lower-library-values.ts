// Lowers built-in values: prices, the account, the instrument, and what is known too late.
import type { AccountField, Series } from "@backtestr/client";
import type { TextRange } from "../base/text-range.ts";
import { type ValueName, valueSpec } from "../semantic/library/library.ts";
import { add, binary, bool, na, number } from "./ir.ts";
import { complainInRequest, isFirstBar } from "./lower-names.ts";
import { trueRange } from "./lower-ta.ts";
import type { Lowerer } from "./lowerer.ts";
import { BROKEN, NOTHING, type Value, nodeValue } from "./values.ts";

const SERIES: Readonly<Partial<Record<ValueName, Series>>> = {
  open: "open",
  high: "high",
  low: "low",
  close: "close",
  volume: "volume",
  time: "time",
  time_close: "timeClose",
  bar_index: "barIndex",
  bid: "bid",
  ask: "ask",
  bid_size: "bidSize",
  ask_size: "askSize",
};

const ACCOUNT: Readonly<Partial<Record<ValueName, AccountField>>> = {
  equity: "equity",
  "strategy.position_size": "positionSize",
  "strategy.position_avg_price": "positionAveragePrice",
  "strategy.equity": "equity",
  "strategy.initial_capital": "initialCapital",
  "strategy.netprofit": "netProfit",
  "strategy.openprofit": "openProfit",
  "strategy.grossprofit": "grossProfit",
  "strategy.grossloss": "grossLoss",
  "strategy.closedtrades": "closedTrades",
  "strategy.opentrades": "openTrades",
  "strategy.wintrades": "winTrades",
  "strategy.losstrades": "lossTrades",
  "strategy.eventrades": "evenTrades",
};

/** Means of prices, as sums in this order. */
const MEANS: Readonly<Partial<Record<ValueName, readonly [Series, ...Series[]]>>> = {
  hl2: ["high", "low"],
  hlc3: ["high", "low", "close"],
  ohlc4: ["open", "high", "low", "close"],
};

export function lowerLibraryValue(l: Lowerer, name: ValueName, range: TextRange): Value {
  const series = SERIES[name];
  if (series !== undefined) return nodeValue(seriesNode(l, series));
  const mean = MEANS[name];
  if (mean !== undefined) return nodeValue(meanNode(l, mean));
  const field = ACCOUNT[name];
  if (field !== undefined) return accountValue(l, field, name, range);
  if (valueSpec(name).isUnconfirmed === true) return unconfirmedValue(l, name, range);
  return otherValue(l, name);
}

export function seriesNode(l: Lowerer, series: Series): number {
  return add(l, { op: "series", series }, false);
}

function meanNode(l: Lowerer, [first, ...rest]: readonly [Series, ...Series[]]): number {
  const sum = rest.reduce(
    (left, series) => binary(l, "add", left, seriesNode(l, series)),
    seriesNode(l, first),
  );
  return binary(l, "divide", sum, number(l, rest.length + 1));
}

function accountValue(l: Lowerer, field: AccountField, name: string, range: TextRange): Value {
  const node = accountNode(l, field, name, range);
  return node === null ? BROKEN : nodeValue(node);
}

/** A figure of the account, or null after a report: other timeframes have none. */
export function accountNode(
  l: Lowerer,
  field: AccountField,
  name: string,
  range: TextRange,
): number | null {
  if (l.context === 0) return add(l, { op: "account", field }, false);
  const message = `\`${name}\` belongs to the chart's bars and cannot be read inside another timeframe: read it outside the request.`;
  complainInRequest(l, "E405", range, message);
  return null;
}

function unconfirmedValue(l: Lowerer, name: ValueName, range: TextRange): Value {
  const source = { range, name, kind: "endOfData" as const, fixes: [] };
  return nodeValue(add(l, { op: "unconfirmed", source }, valueSpec(name).type === "bool"));
}

function otherValue(l: Lowerer, name: ValueName): Value {
  switch (name) {
    case "na":
      return nodeValue(na(l));
    case "ta.tr":
      return nodeValue(trueRange(l, bool(l, false)));
    case "syminfo.mintick":
      return nodeValue(add(l, { op: "instrument", field: "tickSize" }, false));
    case "syminfo.pointvalue":
      return nodeValue(add(l, { op: "instrument", field: "pointValue" }, false));
    case "barstate.isfirst":
      return nodeValue(isFirstBar(l));
    default:
      // Everything else is fixed by the text and never gets here, or has no value in a plan.
      return NOTHING;
  }
}
