// Settings that fit only some data, or not each other: what can be known before there is any data.
import { type Reporter, report } from "../base/diagnostic.ts";
import type { Code } from "../base/codes.ts";
import type { Entry } from "../syntax/tree.ts";
import type { AccountSettings, DataSettings } from "./settings.ts";
import { isTickChart } from "./timeframes.ts";

interface Given {
  readonly data: DataSettings;
  readonly account: AccountSettings;
  /** By block and name: `data.chart`. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly reporter: Reporter;
}

export function checkDataSettings(
  data: DataSettings,
  account: AccountSettings,
  entries: ReadonlyMap<string, Entry>,
  reporter: Reporter,
): void {
  const given: Given = { data, account, entries, reporter };
  if (data.source?.from === "file") checkFile(given);
  if (data.source?.from === "store") checkStore(given);
  checkTicks(given);
}

/** Files are of bars: they have one price and no quotes. */
function checkFile(given: Given): void {
  const { data, account } = given;
  const advice =
    "a file has bars and no quotes: import the ticks with `backtestr import` and write `source = store`.";
  const refuse = (key: string, written: string): void => {
    complain(given, "E216", key, `\`${written}\` needs quotes, but ${advice}`);
  };
  if (isTickChart(data.chart)) refuse("data.chart", `chart = ${data.chart ?? ""}`);
  if (account.intrabar === "ticks") refuse("account.intrabar", "intrabar = ticks");
  if (data.price === null) return;
  const message = `\`price\` chooses among the prices of the store, but a file of bars has only those that it has: remove the line.`;
  complain(given, "E216", "data.price", message);
}

function checkStore(given: Given): void {
  const { data } = given;
  if (data.symbol === null && data.source?.from === "store" && data.source.dataset === null) {
    const message =
      'The store has many symbols: add `symbol = "EURUSD"` to `data`, or name a dataset, as in `store("EURUSD")`.';
    complain(given, "E207", "data.source", message);
  }
  if (data.stamp === null) return;
  const message =
    "`stamp` says how a file is read, and the store has read it already: remove the line, and import with `--stamp` where it matters.";
  complain(given, "E217", "data.stamp", message);
}

function checkTicks(given: Given): void {
  const { data, account } = given;
  const isByTicks = isTickChart(data.chart);
  const quotes = isByTicks ? `chart = ${data.chart ?? ""}` : "intrabar = ticks";
  if (isByTicks && account.intrabar === "ohlcPath") {
    const message = `Bars of \`${quotes}\` are filled quote by quote: write \`intrabar = ticks\`, or remove the line.`;
    complain(given, "E217", "account.intrabar", message);
  }
  if (!isByTicks && account.intrabar !== "ticks") return;
  if (account.profile === "backtestingPy") {
    const message = `The profile backtesting_py knows bars only, and \`${quotes}\` fills on quotes: remove one of them.`;
    complain(given, "E217", "account.profile", message);
  }
  if (data.price !== "last") return;
  const message = `\`${quotes}\` needs quotes, which have no last price: write \`price = bid\`, \`ask\` or \`mid\`.`;
  complain(given, "E217", "data.price", message);
}

/** At the value of a key; one that was given has an entry. */
function complain({ entries, reporter }: Given, code: Code, key: string, message: string): void {
  const entry = entries.get(key);
  if (entry !== undefined) report(reporter, code, entry.value, message);
}
