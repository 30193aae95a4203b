// Numbers as text: thousands separators, true minus signs, as many digits as the size asks for.

const MINUS = "\u2212";
const DIGITS_MAX = 8;
const PLAIN = new Intl.NumberFormat("en-US", { maximumFractionDigits: DIGITS_MAX });

const COMPACT = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 });

/** Making a format costs far more than using it, and a table uses it a thousand times a frame. */
const FIXED = new Map<number, Intl.NumberFormat>();

function fixedFormat(digits: number): Intl.NumberFormat {
  const known = FIXED.get(digits);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  FIXED.set(digits, made);
  return made;
}

/** 1234.5 with two digits is "1,234.50"; the minus sign is the typographic one. */
export function fixed(value: number, digits: number): string {
  const size = fixedFormat(digits).format(Math.abs(value));
  // What rounds to zero has no sign.
  const isZero = !/[1-9]/.test(size);
  return value < 0 && !isZero ? MINUS + size : size;
}

/** As fixed, with a plus before what is above zero. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** "1 bar", "2 bars". */
export function counted(count: number, what: string): string {
  return `${fixed(count, 0)} ${count === 1 ? what : `${what}s`}`;
}

/** `12 trades`, or `12 trades, 1 open`: the closed ones are those that figures are about. */
export function countedTrades(all: number, open: number): string {
  const closed = counted(all - open, "trade");
  return open === 0 ? closed : `${closed}, ${fixed(open, 0)} open`;
}

/** A price or quantity as it was, without trailing zeros, at most eight decimals. */
export function plain(value: number): string {
  const size = PLAIN.format(Math.abs(value));
  return value < 0 && size !== "0" ? MINUS + size : size;
}

/** A short label for an axis: 1,250,000 is "1.25M". */
export function compact(value: number): string {
  const size = COMPACT.format(Math.abs(value));
  return value < 0 && size !== "0" ? MINUS + size : size;
}

/** Labels of an axis: short ones where they tell its values apart, else every digit that does. */
export function axisLabels(values: readonly number[]): readonly string[] {
  const short = values.map(compact);
  if (new Set(short).size === values.length) return short;
  const digits = digitsOf(values);
  return values.map((value) => fixed(value, digits));
}

/** The decimals that write every value as it is, at most eight; values that agree line up in a column. */
export function digitsOf(values: Iterable<number>): number {
  let digits = 0;
  for (const value of values) {
    const decimals = plain(value).split(".")[1] ?? "";
    digits = Math.max(digits, decimals.length);
    if (digits === DIGITS_MAX) return digits;
  }
  return digits;
}
