// Finds the ends of tokens that begin with a digit: numbers, time spans, dates.
import { Char, isDigit, isNamePart } from "./chars.ts";
import { Token, type TokenKind } from "./token.ts";

export interface ScannedToken {
  readonly kind: TokenKind;
  readonly end: number;
}

const SPAN_UNITS: ReadonlySet<string> = new Set(["s", "m", "h", "d", "w", "mo"]);

/** Scans from a digit, or from a dot before a digit. `bad` is a number with letters that are no unit. */
export function scanNumber(text: string, start: number): ScannedToken {
  const dateEnd = endOfDate(text, start);
  if (dateEnd > start) return { kind: Token.date, end: dateEnd };
  const end = endOfNumber(text, start);
  const suffixEnd = endOfName(text, end);
  if (suffixEnd === end) return { kind: Token.number, end };
  const isSpan = suffixEnd - end <= 2 && SPAN_UNITS.has(text.slice(end, suffixEnd));
  return { kind: isSpan ? Token.span : Token.bad, end: suffixEnd };
}

function endOfNumber(text: string, start: number): number {
  const whole = endOfDigits(text, start);
  const fraction = endOfFraction(text, whole);
  return endOfExponent(text, fraction);
}

/** `..` is a range, so a dot before another dot does not belong to the number. */
function endOfFraction(text: string, at: number): number {
  if (text.charCodeAt(at) !== Char.dot || text.charCodeAt(at + 1) === Char.dot) return at;
  return endOfDigits(text, at + 1);
}

function endOfExponent(text: string, at: number): number {
  const letter = text.charCodeAt(at);
  if (letter !== 101 && letter !== 69) return at;
  const sign = text.charCodeAt(at + 1);
  const digits = sign === Char.plus || sign === Char.minus ? at + 2 : at + 1;
  return isDigit(text.charCodeAt(digits)) ? endOfDigits(text, digits) : at;
}

/** Digits with single underscores between them. */
function endOfDigits(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    const isSeparator =
      code === Char.underscore &&
      at > start &&
      isDigit(text.charCodeAt(at + 1)) &&
      isDigit(text.charCodeAt(at - 1));
    if (!isDigit(code) && !isSeparator) return at;
    at++;
  }
}

function endOfName(text: string, start: number): number {
  let at = start;
  while (isNamePart(text.charCodeAt(at))) at++;
  return at;
}

/** The end of `2024-01-31` or `2024-01-31T09:30[:15]`, or the start when there is no date. */
function endOfDate(text: string, start: number): number {
  if (!isShape(text, start, "dddd-dd-dd")) return start;
  const day = start + 10;
  if (isDigit(text.charCodeAt(day))) return start;
  if (!isShape(text, day, "Tdd:dd")) return day;
  const minute = day + 6;
  return isShape(text, minute, ":dd") ? minute + 3 : minute;
}

/** Whether the text has the shape: `d` is a digit, the rest stands for itself. */
function isShape(text: string, start: number, shape: string): boolean {
  for (let i = 0; i < shape.length; i++) {
    const code = text.charCodeAt(start + i);
    const wanted = shape.charCodeAt(i);
    const isMatch = wanted === 100 ? isDigit(code) : code === wanted;
    if (!isMatch) return false;
  }
  return true;
}
