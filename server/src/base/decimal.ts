// Exact decimal numbers, for what is written in decimal: percents and the grid of a parameter.

/** The value is units · 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Numbers beyond this many places are not worth exact arithmetic and are refused as a grid. */
const MAX_SCALE = 400;

const SHAPE = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;

/** Reads `12`, `-1.5`, `1_000`, `2.5e-3`; null for anything else or out of range. */
export function decimalOf(text: string): Decimal | null {
  const parts = SHAPE.exec(text.replaceAll("_", ""));
  if (parts === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const digits = whole + fraction;
  if (digits.length === 0 || digits.length > MAX_SCALE) return null;
  return decimalFrom(BigInt(sign + digits), fraction.length - Number(exponent));
}

function decimalFrom(units: bigint, scale: number): Decimal | null {
  if (Math.abs(scale) > MAX_SCALE) return null;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

export function negated(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale };
}

/** The value with its decimal point moved to the left: 2.5 shifted by 2 is 0.025. */
export function shifted(value: Decimal, places: number): Decimal {
  return { units: value.units, scale: value.scale + places };
}

/** start + count · step. */
export function stepped(start: Decimal, step: Decimal, count: number): Decimal {
  const [a, b, scale] = aligned(start, step);
  return { units: a + b * BigInt(count), scale };
}

/** How many whole steps lead from start to a value not beyond end; 0 when none does. */
export function stepsBetween(start: Decimal, end: Decimal, step: Decimal): number {
  const scale = Math.max(start.scale, end.scale, step.scale);
  const span = scaledTo(end, scale) - scaledTo(start, scale);
  const width = scaledTo(step, scale);
  if (width === 0n || span < 0n !== width < 0n) return 0;
  return Number(span / width);
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  const [a, b] = aligned(left, right);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The binary number nearest to the decimal, read as a literal would be. */
export function numberOf(value: Decimal): number {
  return Number(`${value.units}e${-value.scale}`);
}

function aligned(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  return [scaledTo(left, scale), scaledTo(right, scale), scale];
}

function scaledTo(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}
