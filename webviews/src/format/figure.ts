// A figure's value with its unit.
import { fixed, plain } from "./number.ts";

export type Unit = "money" | "percent" | "ratio" | "count" | "bars" | "days";

export function figureText(value: number | null, unit: Unit, currency: string): string {
  if (value === null) return "–";
  const mark = markOf(unit, currency);
  const number = figureNumber(value, unit);
  return mark === "" ? number : `${number} ${mark}`;
}

/** The value without its unit. */
export function figureNumber(value: number, unit: Unit): string {
  switch (unit) {
    case "money":
    case "percent":
      return fixed(value, 2);
    case "ratio":
      return fixed(value, 3);
    case "count":
      return plain(value);
    case "bars":
    case "days":
      return fixed(value, Number.isInteger(value) ? 0 : 1);
  }
}

function markOf(unit: Unit, currency: string): string {
  switch (unit) {
    case "money":
      return currency;
    case "percent":
      return "%";
    case "ratio":
    case "count":
      return "";
    case "bars":
    case "days":
      return unit;
  }
}
