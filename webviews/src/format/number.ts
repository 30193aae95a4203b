// Numbers as text: thousands separators, true minus signs, as many digits as the size asks for.

const MINUS = "\u2212";
const DIGITS_MAX = 8;
const PLAIN = new Intl.NumberFormat("en-US", { maximumFractionDigits: DIGITS_MAX });

/** 1234.5 with two digits is "1,234.50"; the minus sign is the typographic one. */
export function fixed(value: number, digits: number): string {
  const size = Math.abs(value).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // What rounds to zero has no sign.
  const isZero = !/[1-9]/.test(size);
  return value < 0 && !isZero ? MINUS + size : size;
}

/** As fixed, with a plus before what is above zero. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A price or quantity as it was, without trailing zeros, at most eight decimals. */
export function plain(value: number): string {
  const size = PLAIN.format(Math.abs(value));
  return value < 0 && size !== "0" ? MINUS + size : size;
}

/** A short label for an axis: 1,250,000 is "1.25M". */
export function compact(value: number): string {
  const size = Math.abs(value).toLocaleString("en-US", {
    notation: "compact",
    maximumFractionDigits: 2,
  });
  return value < 0 && size !== "0" ? MINUS + size : size;
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
