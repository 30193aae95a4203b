// Completion: the values that keys of `data` and `account` take, and the units behind their numbers.
import { type Candidate, Group } from "./completion-item.ts";

interface KeyValue {
  readonly insert: string;
  readonly doc: string;
  readonly isSnippet?: true;
}

function plain(insert: string, doc: string): KeyValue {
  return { insert, doc };
}

function snippet(insert: string, doc: string): KeyValue {
  return { insert, doc, isSnippet: true };
}

const TIMEFRAMES: readonly (readonly [string, string])[] = [
  ["1h", "Bars of one hour."],
  ["15m", "Bars of 15 minutes."],
  ["5m", "Bars of 5 minutes."],
  ["1m", "Bars of one minute."],
  ["4h", "Bars of four hours."],
  ["1d", "Bars of one session day."],
  ["1w", "Bars of one week."],
  ["1mo", "Bars of one month."],
];

const BOOLS = [plain("true", "Yes."), plain("false", "No.")] as const;
const CURRENCIES = ['"USD"', '"EUR"', '"GBP"', '"JPY"', '"CHF"'].map((one) =>
  plain(one, `Amounts are in ${one.slice(1, 4)}.`),
);

/** By header and key. What has no entry is free text or a number. */
const VALUES: Readonly<Record<string, readonly KeyValue[]>> = {
  "strategy.edition": [plain("1", "The edition that this version reads.")],
  "data.source": [
    snippet('file("${1:bars.csv}")', "A file of bars beside the strategy."),
    plain("store", "What was imported of the symbol: its quotes, else its bars."),
    snippet('store("${1:NAME}")', "One dataset of the store."),
  ],
  "data.symbol": [snippet('"${1:EURUSD}"', "The instrument's name.")],
  "data.chart": [
    ...TIMEFRAMES.map(([word, doc]) => plain(word, doc)),
    snippet("ticks(${1:100})", "Bars of so many quotes."),
  ],
  "data.price": [
    plain("bid", "Bids make the bars."),
    plain("ask", "Asks make the bars."),
    plain("mid", "Prices halfway between bid and ask make the bars."),
    plain("last", "Traded prices make the bars."),
  ],
  "data.period": [
    snippet("${1:2024-01-01} .. ${2:2024-12-31}", "First and last day, both included."),
  ],
  "data.warmup": [
    snippet("${1:200} bars", "So many bars before the period."),
    plain("none", "No bars before the period."),
  ],
  "data.zone": ["UTC", "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo"].map(
    (zone) => plain(`"${zone}"`, "A zone of the time zone database."),
  ),
  "data.stamp": [
    plain("open", "A row's time is that of the open."),
    plain("close", "A row's time is that of the close."),
  ],
  "data.currency": CURRENCIES,
  "account.capital": [snippet("${1:100_000} USD", "Money at the start.")],
  "account.currency": CURRENCIES,
  "account.size": [
    snippet("${1:10} % of equity", "A share of the account."),
    snippet("${1:1} contracts", "A fixed quantity."),
    snippet("${1:5_000} USD", "A fixed amount of money."),
  ],
  "account.commission": [
    snippet("${1:0.02} %", "A share of the value of each fill."),
    snippet("${1:2} USD per order", "So much an order."),
    snippet("${1:0.5} USD per contract", "So much a contract."),
  ],
  "account.slippage": [snippet("${1:1} ticks", "What market and stop fills lose.")],
  "account.pyramiding": [snippet("${1:3}", "Entries in one direction at once.")],
  "account.close_rule": [
    plain("fifo", "The oldest open trade first."),
    plain("any", "The trade that the order names."),
  ],
  "account.fills": [
    plain("next_open", "Orders fill from the next bar's open on."),
    plain("this_close", "Orders can fill at the close of the bar that places them."),
  ],
  "account.intrabar": [
    plain("ohlc_path", "Prices inside a bar go the shorter way first."),
    plain("ticks", "Orders meet every quote: buys at the ask, sells at the bid."),
  ],
  "account.close_at_end": BOOLS,
  "account.risk_free": [snippet("${1:2} %", "A rate a year.")],
  "account.profile": [
    plain("native", "BackTestr's own rules."),
    plain("backtesting_py", "The rules of backtesting.py."),
  ],
  "account.numerics": [plain("exact", "Numbers are compared and summed as they are.")],
};

/** Behind a number. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  "data.warmup": ["bars"],
  "account.capital": ["USD", "EUR", "GBP", "JPY"],
  "account.size": ["% of equity", "contracts", "USD"],
  "account.commission": ["%", "USD per order", "USD per contract"],
  "account.slippage": ["ticks"],
  "account.risk_free": ["%"],
};

/** Behind other words. */
const BEHIND: Readonly<Record<string, readonly (readonly [RegExp, readonly string[]])[]>> = {
  "account.size": [
    [/%\s*$/, ["of equity"]],
    [/\bof\s*$/, ["equity"]],
  ],
  "account.commission": [
    [/\b[A-Z]{3,5}\s*$/, ["per order", "per contract"]],
    [/\bper\s*$/, ["order", "contract"]],
  ],
};

/** Proposals for the value of a key; `before` is what stands between `=` and the caret. */
export function keyValueCandidates(
  word: string,
  key: string,
  before: string,
): readonly Candidate[] {
  const name = `${word}.${key}`;
  if (/[\d_.]\s*$/.test(before)) return (UNITS[name] ?? []).map(unitCandidate);
  const behind = BEHIND[name]?.find(([words]) => words.test(before));
  if (behind !== undefined) return behind[1].map(unitCandidate);
  if (!/(^|,)\s*$/.test(before)) return [];
  return (VALUES[name] ?? []).map(({ insert, doc, isSnippet }) => ({
    label: insert.replaceAll(/\$\{\d+:([^}]*)\}/g, "$1"),
    kind: "value",
    group: Group.wanted,
    insert,
    documentation: { of: "words", markdown: doc },
    ...(isSnippet === true ? { isSnippet } : {}),
  }));
}

function unitCandidate(unit: string): Candidate {
  return { label: unit, kind: "unit", group: Group.wanted };
}

export function timeframeCandidates(): readonly Candidate[] {
  return TIMEFRAMES.map(([word, doc]) => ({
    label: word,
    kind: "value",
    group: Group.wanted,
    documentation: { of: "words", markdown: doc },
  }));
}

/** Names of all keys that have proposals: a test compares them with the table of keys. */
export const PROPOSED_KEYS: readonly string[] = Object.keys(VALUES);
