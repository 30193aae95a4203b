// Numbers as people read them: thousands separators, plain minus signs that can be copied.
import type { FigureUnit } from "@backtestr/webviews/messages/report";

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
