// Reads the values of literals: numbers, percents, amounts with a unit, spans, dates, texts.
import { decimalOf, numberOf, shifted } from "../base/decimal.ts";
import { report } from "../base/diagnostic.ts";
import { type TextRange, textRange } from "../base/text-range.ts";
import {
  type Parser,
  accept,
  advance,
  endAt,
  isWord,
  kindAt,
  newId,
  startAt,
  textAt,
} from "./parser.ts";
import { Token } from "./token.ts";
import type { CivilTime, Expression, PercentLiteral, SpanUnit, Unit } from "./tree.ts";

const UNIT_WORDS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ["tick", "ticks"],
  ["ticks", "ticks"],
  ["bar", "bars"],
  ["bars", "bars"],
  ["contract", "contracts"],
  ["contracts", "contracts"],
]);

const CURRENCY = /^[A-Z]{3,5}$/;

/** A number with what belongs to it: `20`, `0.5 %`, `20 ticks`, `500 USD`. */
export function parseNumber(p: Parser): Expression {
  const start = startAt(p);
  const written = textAt(p);
  advance(p);
  if (kindAt(p) === Token.percent) return percentNode(p, start, written);
  const value = numericValue(p, textRange(start, start + written.length), written);
  const isInt = /^[\d_]+$/.test(written);
  const unit = unitAt(p);
  if (unit === null)
    return { kind: "number", value, isInt, id: newId(p), start, end: start + written.length };
  const word = textAt(p);
  const end = endAt(p);
  advance(p);
  return { kind: "unit", value, isInt, unit, word, id: newId(p), start, end };
}

function unitAt(p: Parser): Unit | null {
  if (kindAt(p) !== Token.name) return null;
  const word = textAt(p);
  return UNIT_WORDS.get(word) ?? (CURRENCY.test(word) ? "money" : null);
}

/** The text with its decimal point moved by two places is parsed, so that no division rounds. */
function percentNode(p: Parser, start: number, written: string): PercentLiteral {
  const decimal = decimalOf(written);
  const points = numericValue(p, textRange(start, start + written.length), written);
  const value = decimal === null ? points / 100 : numberOf(shifted(decimal, 2));
  const end = endAt(p);
  advance(p);
  return { kind: "percent", value, points, id: newId(p), start, end };
}

function numericValue(p: Parser, range: TextRange, written: string): number {
  const value = Number(written.replaceAll("_", ""));
  if (Number.isFinite(value)) return value;
  const shown = written.length > 20 ? `${written.slice(0, 20)}…` : written;
  report(
    p.reporter,
    "E103",
    range,
    `The number \`${shown}\` is too large: the largest is about 1.8e308.`,
  );
  return 0;
}

const SPAN = /^([\d_.]+(?:e[+-]?\d+)?)(mo|[smhdw])$/i;

export function parseSpan(p: Parser): Expression {
  const [start, end] = [startAt(p), endAt(p)];
  const [, digits = "0", word = "d"] = SPAN.exec(textAt(p)) ?? [];
  advance(p);
  const count = Number(digits.replaceAll("_", ""));
  const isWhole = Number.isSafeInteger(count) && count >= 1 && /^[\d_]+$/.test(digits);
  if (!isWhole) {
    const message = `\`${p.text.slice(start, end)}\` is not a time span: write a whole number of at least 1 before the unit.`;
    report(p.reporter, "E103", textRange(start, end), message);
  }
  return {
    kind: "span",
    count: isWhole ? count : 1,
    unit: spanUnit(word),
    id: newId(p),
    start,
    end,
  };
}

function spanUnit(word: string): SpanUnit {
  switch (word) {
    case "s":
    case "m":
    case "h":
    case "w":
    case "mo":
      return word;
    default:
      return "d";
  }
}

export function parseDate(p: Parser): Expression {
  const [start, end] = [startAt(p), endAt(p)];
  const parts = textAt(p).split(/[-T:]/).map(Number);
  advance(p);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const civil: CivilTime = { year, month, day, hour, minute, second };
  if (!isPossible(civil)) {
    const message = `\`${p.text.slice(start, end)}\` is no day of the calendar or time of the day: correct it.`;
    report(p.reporter, "E104", textRange(start, end), message);
  }
  return { kind: "date", civil, hasTime: parts.length > 3, id: newId(p), start, end };
}

function isPossible(civil: CivilTime): boolean {
  const isTime = civil.hour < 24 && civil.minute < 60 && civil.second < 60;
  const isMonth = civil.month >= 1 && civil.month <= 12;
  return isTime && isMonth && civil.day >= 1 && civil.day <= daysInMonth(civil.year, civil.month);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
]);

/** The value of a text literal; an escaped character stands for itself unless it has a meaning. */
export function textValue(written: string): string {
  const quote = written.charAt(0);
  const isClosed = written.length > 1 && written.endsWith(quote);
  const inner = written.slice(1, isClosed ? -1 : undefined);
  if (!inner.includes("\\")) return inner;
  return inner.replace(/\\(.?)/gs, (_, char: string) => ESCAPES.get(char) ?? char);
}

export function parseText(p: Parser): Expression & { readonly kind: "text" } {
  const [start, end] = [startAt(p), endAt(p)];
  const value = textValue(textAt(p));
  advance(p);
  return { kind: "text", value, id: newId(p), start, end };
}

/** Whether `of` follows a percent. */
export function acceptOf(p: Parser): boolean {
  return isWord(p, "of") && accept(p, Token.name);
}
