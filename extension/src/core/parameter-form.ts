// What the form of a run's parameters shows: each value with its own rules, and whether all agree.
import type { ParameterAnswer, PlanAnswer } from "@backtestr/server/api";
import { parameterText, rangeText, readParameter } from "./parameter-values.ts";
import type { GivenValues } from "./strategy.ts";

export function valuesOfText(declared: readonly ParameterAnswer[]): GivenValues {
  return new Map(declared.map(({ name, preset }) => [name, preset]));
}

/** Values of the last time that the parameters still take; null when they change nothing. */
export function valuesAgain(
  declared: readonly ParameterAnswer[],
  last: Readonly<Record<string, number>>,
): GivenValues | null {
  const values = declared.map((parameter): readonly [string, number] => {
    const { name, preset } = parameter;
    const value = last[name];
    const isTaken =
      value !== undefined && readParameter(parameter, parameterText(parameter, value)).ok;
    return [name, isTaken ? value : preset];
  });
  const isChange = declared.some(({ preset }, at) => values[at]?.[1] !== preset);
  return isChange ? new Map(values) : null;
}

/** `fast 12, slow 40`: those that are not the text's; null when all are. */
export function changesText(
  declared: readonly ParameterAnswer[],
  values: GivenValues,
): string | null {
  const changed = declared.flatMap((parameter) => {
    const value = values.get(parameter.name) ?? parameter.preset;
    return value === parameter.preset ? [] : `${parameter.name} ${parameterText(parameter, value)}`;
  });
  return changed.length === 0 ? null : changed.join(", ");
}

/** What may be given to a parameter: `5 to 50 by 1, in the text 10`. */
export function rulesText(parameter: ParameterAnswer): string {
  const { type, isPercent, preset } = parameter;
  const kinds = { bool: "true or false", int: "a whole number", float: "a number" } as const;
  const kind = isPercent ? "a percent" : kinds[type];
  return `${rangeText(parameter) ?? kind}; in the text ${parameterText(parameter, preset)}`;
}

/** The requirements that given values break, as they are written; null when they break none. */
export function brokenText({ unmetRequirements }: PlanAnswer, text: string): string | null {
  if (unmetRequirements.length === 0) return null;
  const broken = unmetRequirements.map(({ start, end }) => text.slice(start, end));
  return `The strategy requires ${broken.join(" and ")}: change a value below.`;
}
