// One sentence on a declared parameter: default, range, number of values.
import { numberOf } from "../base/decimal.ts";
import type { ParameterInfo } from "../semantic/parameters.ts";
import type { Analysis } from "./analysis.ts";

export function parameterLine(analysis: Analysis, name: string): string {
  const info = analysis.checked.parameters.find((one) => one.name === name);
  if (info === undefined) return "A parameter: fixed for the whole run.";
  const title = info.title === null ? "" : `${info.title}. `;
  return `${title}Default ${shownValue(info, info.preset)}${rangePart(info)}. Fixed for the whole run.`;
}

function rangePart(info: ParameterInfo): string {
  if (info.range === null) return "";
  const { from, to, step, count } = info.range;
  const [low, high, width] = [from, to, step].map((one) => shownValue(info, numberOf(one)));
  return `, from ${low ?? ""} to ${high ?? ""} by ${width ?? ""}: ${count.toLocaleString("en-US")} values`;
}

function shownValue(info: ParameterInfo, value: number): string {
  if (info.type === "bool") return value === 0 ? "false" : "true";
  return info.isPercent ? `${Number((value * 100).toPrecision(12))} %` : String(value);
}
