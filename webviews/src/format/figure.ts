// A figure's value with its unit.
import { fixed, plain } from "./number.ts";

export type Unit = "money" | "percent" | "ratio" | "count" | "bars" | "days";

export function figureText(value: number | null, unit: Unit, currency: string): string {
  if (value === null) return "–";
  switch (unit) {
    case "money":
      return `${fixed(value, 2)} ${currency}`;
    case "percent":
      return `${fixed(value, 2)} %`;
    case "ratio":
      return fixed(value, 3);
    case "count":
      return plain(value);
    case "bars":
      return `${fixed(value, Number.isInteger(value) ? 0 : 1)} bars`;
    case "days":
      return `${fixed(value, Number.isInteger(value) ? 0 : 1)} days`;
  }
}
