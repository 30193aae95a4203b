// Reads the values of keys. Each reader returns null after it has reported what is wrong.
import { type Reporter, replaceFix, report } from "../base/diagnostic.ts";
import { nearestName } from "../base/nearest-name.ts";
import { daysInMonth } from "../syntax/parse-literal.ts";
import type { Call, CivilTime, Entry, Expression } from "../syntax/tree.ts";
import { LATER_WORDS } from "./keys.ts";
import type { CivilPeriod, Commission, DataSource, Sizing } from "./settings.ts";
import { timeframeOf } from "./timeframes.ts";

export interface ValueReader {
  readonly reporter: Reporter;
  readonly entry: Entry;
  /** Currencies that amounts were written in, to be compared with the account's. */
  readonly currencies: { readonly word: string; readonly node: Expression }[];
}

/** Says that the value is of the wrong kind; broken values were reported by the parser. */
function refuse(reader: ValueReader, value: Expression, wanted: string): null {
  if (value.kind === "missing") return null;
  const { key } = reader.entry;
  report(reader.reporter, "E205", value, `\`${key.text}\` wants ${wanted}.`);
  return null;
}

function isLater(reader: ValueReader, value: Expression, word: string): boolean {
  const written = `${reader.entry.key.text} = ${word}`;
  const reason = LATER_WORDS[written];
  if (reason === undefined) return false;
  report(reader.reporter, "E907", value, `\`${written}\` is not supported yet: ${reason}.`);
  return true;
}

export function readText(reader: ValueReader, value: Expression): string | null {
  if (value.kind === "text" && value.value !== "") return value.value;
  return refuse(reader, value, `a text in quotes, such as \`${reader.entry.key.text} = "…"\``);
}

export function readWord<W extends string>(
  reader: ValueReader,
  value: Expression,
  words: Readonly<Record<W, unknown>>,
): W | null {
  const names = Object.keys(words);
  const choice = names.map((name) => `\`${name}\``).join(" or ");
  const word = value.kind === "call" ? value.callee : value;
  if (word.kind !== "name") return refuse(reader, value, choice);
  if (isLater(reader, value, word.text)) return null;
  if (value === word && isOneOf(words, word.text)) return word.text;
  const nearest = nearestName(word.text, names);
  const fixes = nearest === null ? [] : [replaceFix(`Write \`${nearest}\``, word, nearest)];
  const message = `\`${reader.entry.key.text}\` wants ${choice}, not \`${word.text}\`.`;
  report(reader.reporter, "E205", value, message, { fixes });
  return null;
}

function isOneOf<W extends string>(words: Readonly<Record<W, unknown>>, word: string): word is W {
  return Object.hasOwn(words, word);
}

export function readBool(reader: ValueReader, value: Expression): boolean | null {
  if (value.kind === "bool") return value.value;
  return refuse(reader, value, "`true` or `false`");
}

/** A plain number, at least (or, when exclusive, above) the bound. */
export function readNumber(reader: ValueReader, value: Expression, above: number): number | null {
  if (value.kind === "number" && value.value > above) return value.value;
  return refuse(reader, value, `a number above ${above}`);
}

export function readWhole(reader: ValueReader, value: Expression, least: number): number | null {
  if (value.kind === "number" && value.isInt && value.value >= least && value.value <= 1e9)
    return value.value;
  return refuse(reader, value, `a whole number of at least ${least}`);
}

export function readTicks(reader: ValueReader, value: Expression): number | null {
  if (value.kind === "unit" && value.unit === "ticks") return value.value;
  if (value.kind === "number") {
    const fixes = [replaceFix("Count in ticks", { start: value.end, end: value.end }, " ticks")];
    const message = `\`${reader.entry.key.text}\` is counted in ticks: write \`${value.value} ticks\`.`;
    report(reader.reporter, "E205", value, message, { fixes });
    return null;
  }
  return refuse(reader, value, "a number of ticks, such as `1 ticks`");
}

/** A number of bars, or `none`. */
export function readBars(reader: ValueReader, value: Expression): number | null {
  if (value.kind === "name" && value.text === "none") return 0;
  if (value.kind === "unit" && value.unit === "bars" && value.isInt) return value.value;
  return refuse(reader, value, "a number of bars, such as `200 bars`, or `none`");
}

export function readPercent(reader: ValueReader, value: Expression): number | null {
  if (value.kind === "percent") return value.value;
  return value.kind === "number"
    ? bareNumber(reader, value)
    : refuse(reader, value, "a percent, such as `2 %`");
}

function bareNumber(reader: ValueReader, value: Expression & { readonly kind: "number" }): null {
  const fixes = [replaceFix("Make it a percent", { start: value.end, end: value.end }, " %")];
  const message = `\`${reader.entry.key.text}\` is a percent: write \`${value.value} %\`, not a bare number.`;
  report(reader.reporter, "E206", value, message, { fixes });
  return null;
}

/** An amount of money; without its currency only where the account names one. */
export function readMoney(reader: ValueReader, value: Expression): number | null {
  if (value.kind === "unit" && value.unit === "money") {
    reader.currencies.push({ word: value.word, node: value });
    return value.value;
  }
  if (value.kind !== "number")
    return refuse(reader, value, "an amount of money, such as `100_000 USD`");
  reader.currencies.push({ word: "", node: value });
  return value.value;
}

/** Most quotes in a bar of `ticks(n)`. */
const TICKS_MAX = 1_000_000;

/** A timeframe, or `ticks(n)`. */
export function readChart(reader: ValueReader, value: Expression): string | null {
  if (value.kind === "span") return timeframeOf(value);
  const word = calledName(value);
  if (isLater(reader, value, word)) return null;
  if (value.kind === "call" && word === "ticks") return readTickChart(reader, value);
  return refuse(reader, value, "a timeframe, such as `15m`, `4h` or `1d`, or `ticks(100)`");
}

function readTickChart(reader: ValueReader, call: Call): string | null {
  const count = onlyArgument(call);
  const isCount = count?.kind === "number" && count.isInt && count.value >= 1;
  if (isCount && count.value <= TICKS_MAX) return `ticks(${count.value})`;
  return refuse(
    reader,
    count ?? call,
    `a whole number of ticks from 1 to ${TICKS_MAX.toLocaleString("en-US")}, as in \`ticks(100)\``,
  );
}

/** `store`, `store("NAME")` or `file("bars.csv")`. */
export function readSource(reader: ValueReader, value: Expression): DataSource | null {
  if (value.kind === "name" && value.text === "store")
    return { from: "store", dataset: null, range: { start: value.start, end: value.end } };
  const named = value.kind === "call" ? namedSource(value) : null;
  return (
    named ?? refuse(reader, value, '`store`, `store("NAME")` or a file, such as `file("bars.csv")`')
  );
}

function namedSource(call: Call): DataSource | null {
  const name = onlyArgument(call);
  if (name?.kind !== "text" || name.value === "") return null;
  switch (calledName(call)) {
    case "store":
      return {
        from: "store",
        dataset: name.value,
        range: { start: call.start, end: call.end },
      };
    case "file":
      return { from: "file", path: name.value, range: { start: name.start, end: name.end } };
    default:
      return null;
  }
}

/** The name that is called; empty for anything but such a call. */
function calledName(value: Expression): string {
  return value.kind === "call" && value.callee.kind === "name" ? value.callee.text : "";
}

/** The argument of a call that has one, without a name; null for any other call. */
function onlyArgument(call: Call): Expression | null {
  const [argument] = call.arguments;
  return argument?.name !== null || call.arguments.length > 1 ? null : argument.value;
}

/** Both ends are included: a last day means all of it, a last moment is the end itself. */
export function readPeriod(reader: ValueReader, value: Expression): CivilPeriod | null {
  if (value.kind !== "range")
    return refuse(reader, value, "two dates, such as `2014-05-05 .. 2014-05-15`");
  const { from, to } = value;
  if (from.kind !== "date") return refuse(reader, from, "a date before `..`, such as `2014-05-05`");
  if (to.kind !== "date") return refuse(reader, to, "a date after `..`, such as `2014-05-15`");
  const end = to.hasTime ? to.civil : dayAfter(to.civil);
  if (order(from.civil) < order(end)) return { from: from.civil, to: end };
  const message = "The period ends before it begins: exchange the two dates.";
  report(reader.reporter, "E212", value, message);
  return null;
}

function dayAfter(civil: CivilTime): CivilTime {
  const { year, month, day } = civil;
  const midnight = { hour: 0, minute: 0, second: 0 };
  if (day < daysInMonth(year, month)) return { year, month, day: day + 1, ...midnight };
  return month < 12
    ? { year, month: month + 1, day: 1, ...midnight }
    : { year: year + 1, month: 1, day: 1, ...midnight };
}

/** Ascends with the moment. */
function order(civil: CivilTime): number {
  const { year, month, day, hour, minute, second } = civil;
  return ((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute) * 60 + second;
}

const SIZES = "`1 contracts`, `10 % of equity` or `5_000 USD`";

export function readSize(reader: ValueReader, value: Expression): Sizing | null {
  if (
    value.kind === "percentOf" &&
    value.operand.kind === "name" &&
    value.operand.text === "equity"
  ) {
    return { by: "equity", fraction: value.percent.value };
  }
  if (value.kind !== "unit") return refuse(reader, value, SIZES);
  if (value.unit === "contracts") return { by: "contracts", quantity: value.value };
  if (value.unit !== "money") return refuse(reader, value, SIZES);
  reader.currencies.push({ word: value.word, node: value });
  return { by: "cash", amount: value.value };
}

export function readCommission(
  reader: ValueReader,
  value: Expression,
): readonly Commission[] | null {
  const items = value.kind === "list" ? value.items : [value];
  const fees: Commission[] = [];
  for (const item of items) {
    const fee = readFee(reader, item);
    if (fee === null) return null;
    fees.push(fee);
  }
  return fees;
}

function readFee(reader: ValueReader, value: Expression): Commission | null {
  if (value.kind === "percent") return { per: "value", fraction: value.value };
  if (value.kind === "number") return bareNumber(reader, value);
  const wanted = "`0.02 %`, `2 USD per order` or `0.5 USD per contract`";
  if (value.kind !== "qualified") return refuse(reader, value, wanted);
  const { text: word } = value.word;
  if (word !== "order" && word !== "contract") return refuse(reader, value, wanted);
  const amount = readMoney(reader, value.value);
  return amount === null ? null : { per: word, amount };
}
