// Numbers for the terminal: thousands separators, plain minus signs that can be copied.

export function fixed(value: number, digits: number): string {
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /[1-9]/.test(text) ? text : text.replace("-", "");
}

export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** "1 row", "2 rows". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export type FigureUnit = "money" | "percent" | "ratio" | "count" | "bars" | "days";

/** A value and its unit apart, so that a table can align both. */
export function figureParts(
  value: number,
  unit: FigureUnit,
  currency: string,
): readonly [string, string] {
  switch (unit) {
    case "money":
      return [fixed(value, 2), currency];
    case "percent":
      return [fixed(value, 2), "%"];
    case "ratio":
      return [fixed(value, 3), ""];
    case "count":
      return [count(value), ""];
    case "bars":
    case "days":
      return [fixed(value, Number.isInteger(value) ? 0 : 1), unit];
  }
}

export function milliseconds(seconds: number): string {
  const value = seconds * 1_000;
  if (value >= 1_000) return `${fixed(seconds, 2)} s`;
  return `${fixed(value, value < 10 ? 2 : 0)} ms`;
}

/** 21.4 M, 3.2 k: a rate a second. */
export function rate(perSecond: number): string {
  const steps = [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const;
  const step = steps.find(([size]) => perSecond >= size);
  return step === undefined ? fixed(perSecond, 0) : `${fixed(perSecond / step[0], 1)} ${step[1]}`;
}
