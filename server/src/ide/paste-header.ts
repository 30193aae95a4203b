// From a pasted `strategy(…)` call to the header, the account and what has no key.
import { ACCOUNT_KEYS } from "../semantic/keys.ts";
import type { KeySpec } from "../semantic/keys.ts";
import type { Call } from "../syntax/tree.ts";
import { type Pasted, leftOver, numberText, pastedArguments, quoted } from "./paste-arguments.ts";
import { writtenName } from "./hover.ts";

/** The parameters of v6's `strategy()` in their order. */
const ORDER: readonly string[] = (
  "title shorttitle overlay format precision scale pyramiding calc_on_order_fills calc_on_every_tick " +
  "max_bars_back backtest_fill_limits_assumption default_qty_type default_qty_value initial_capital " +
  "currency slippage commission_type commission_value process_orders_on_close close_entries_rule " +
  "margin_long margin_short explicit_plot_zorder max_lines_count max_labels_count max_boxes_count " +
  "calc_bars_count risk_free_rate use_bar_magnifier fill_orders_on_standard_ohlc max_polylines_count " +
  "dynamic_requests behind_chart"
).split(" ");

type Arguments = Map<string, Pasted>;

/** What v6 takes when nothing is given, where it differs from ours. */
const V6_CAPITAL = "1_000_000";
const V6_RISK_FREE = "2";

export function headerText(call: Call, text: string): string {
  const given: Arguments = pastedArguments(call, text, ORDER);
  const title = take(given, "title", ({ node }) => (node.kind === "text" ? node.value : null));
  const currency = take(given, "currency", currencyOf) ?? "USD";
  const keys = accountKeys(given, currency);
  const rest = leftOver(given).map((line) => `    // has no key yet: ${line}`);
  return [
    `strategy ${quoted(title ?? "Pasted strategy")}`,
    "    edition = 1",
    ...rest,
    "",
    "account",
    ...keys.map(([key, value]) => `    ${key} = ${value}`),
    "",
  ].join("\n");
}

/** Reads an argument and takes it away, unless it is not what can be written. */
function take<T>(given: Arguments, name: string, read: (pasted: Pasted) => T | null): T | null {
  const pasted = given.get(name);
  if (pasted === undefined) return null;
  const value = read(pasted);
  if (value !== null) given.delete(name);
  return value;
}

/** `currency.USD`, or a text. */
function currencyOf({ node }: Pasted): string | null {
  const word = node.kind === "text" ? node.value : writtenName(node)?.replace(/^currency\./, "");
  return word !== undefined && /^[A-Z]{3,5}$/.test(word) ? word : null;
}

type Key = readonly [key: string, value: string];

function accountKeys(given: Arguments, currency: string): readonly Key[] {
  const keys: Key[] = [];
  const add = (key: string, value: string | null): void => {
    if (value !== null) keys.push([key, value]);
  };
  add("capital", `${take(given, "initial_capital", numberText) ?? V6_CAPITAL} ${currency}`);
  add("size", sizeOf(given, currency));
  add("commission", commissionOf(given, currency));
  add("slippage", suffixed(take(given, "slippage", numberText), " ticks"));
  add("pyramiding", take(given, "pyramiding", pyramidingOf));
  add("close_rule", take(given, "close_entries_rule", closeRuleOf));
  add("fills", take(given, "process_orders_on_close", fillsOf));
  if (isKnownKey("limit_through")) {
    const through = take(given, "backtest_fill_limits_assumption", numberText);
    add("limit_through", suffixed(through, " ticks"));
  }
  add("risk_free", `${take(given, "risk_free_rate", numberText) ?? V6_RISK_FREE} %`);
  return keys;
}

function isKnownKey(key: string): boolean {
  const table: Readonly<Record<string, KeySpec>> = ACCOUNT_KEYS;
  const spec = table[key];
  return spec !== undefined && spec.later === undefined;
}

function suffixed(value: string | null, suffix: string): string | null {
  return value === null ? null : value + suffix;
}

function sizeOf(given: Arguments, currency: string): string | null {
  const units: Readonly<Record<string, string>> = {
    "strategy.fixed": "contracts",
    "strategy.percent_of_equity": "% of equity",
    "strategy.cash": currency,
  };
  return amountOf(given, "default_qty_type", "default_qty_value", units, "strategy.fixed", "1");
}

function commissionOf(given: Arguments, currency: string): string | null {
  const units: Readonly<Record<string, string>> = {
    "strategy.commission.percent": "%",
    "strategy.commission.cash_per_order": `${currency} per order`,
    "strategy.commission.cash_per_contract": `${currency} per contract`,
  };
  const percent = "strategy.commission.percent";
  return amountOf(given, "commission_type", "commission_value", units, percent, "0");
}

/** An amount whose unit is another argument; both stay when one of them cannot be written. */
function amountOf(
  given: Arguments,
  unitName: string,
  valueName: string,
  units: Readonly<Record<string, string>>,
  unitPreset: string,
  valuePreset: string,
): string | null {
  const [unitGiven, valueGiven] = [given.get(unitName), given.get(valueName)];
  if (unitGiven === undefined && valueGiven === undefined) return null;
  const word = unitGiven === undefined ? unitPreset : writtenName(unitGiven.node);
  const unit = word === null ? undefined : units[word];
  const value = valueGiven === undefined ? valuePreset : numberText(valueGiven);
  if (unit === undefined || value === null) return null;
  given.delete(unitName);
  given.delete(valueName);
  return `${value} ${unit}`;
}

/** v6's 0 and 1 both mean one entry. */
function pyramidingOf(pasted: Pasted): string | null {
  const value = numberText(pasted);
  return value === "0" ? "1" : value;
}

function closeRuleOf({ node }: Pasted): string | null {
  const word = node.kind === "text" ? node.value : "";
  if (word === "ANY") return "any";
  return word === "FIFO" ? "fifo" : null;
}

function fillsOf({ node }: Pasted): string | null {
  if (node.kind !== "bool") return null;
  return node.value ? "this_close" : "next_open";
}
