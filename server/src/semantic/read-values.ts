// Reads the values of keys. Each reader returns null after it has reported what is wrong.
import { type Reporter, replaceFix, report } from "../base/diagnostic.ts";
import { nearestName } from "../base/nearest-name.ts";
import { daysInMonth } from "../syntax/parse-literal.ts";
import type { Call, CivilTime, Entry, Expression, TextLiteral } from "../syntax/tree.ts";
import { LATER_WORDS } from "./keys.ts";
import type { CivilPeriod, Commission, FileSource, Sizing } from "./settings.ts";
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

export function readTimeframe(reader: ValueReader, value: Expression): string | null {
  if (value.kind === "span") return timeframeOf(value);
  const word = value.kind === "call" && value.callee.kind === "name" ? value.callee.text : "";
  if (isLater(reader, value, word)) return null;
  return refuse(reader, value, "a timeframe, such as `15m`, `4h` or `1d`");
}

/** `file("bars.csv")`. */
export function readSource(reader: ValueReader, value: Expression): FileSource | null {
  if (value.kind === "name" && isLater(reader, value, value.text)) return null;
  const path = value.kind === "call" ? filePath(value) : null;
  if (path === null) return refuse(reader, value, 'a file, such as `file("bars.csv")`');
  return { path: path.value, range: { start: path.start, end: path.end } };
}

function filePath(call: Call): TextLiteral | null {
  if (call.callee.kind !== "name" || call.callee.text !== "file") return null;
  const [argument] = call.arguments;
  if (argument?.name !== null || call.arguments.length > 1) return null;
  const { value } = argument;
  return value.kind === "text" && value.value !== "" ? value : null;
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
