// How types, qualifiers and units are worded for people: by what follows from them.
import type { ParameterSpec, ParameterUnit, ResultRule } from "../semantic/library/spec.ts";
import { type Facts, Qualifier, type Type, isTuple } from "../semantic/types.ts";

/** A short name for hints and headings. */
export function typeWord(type: Type): string {
  if (isTuple(type)) return `[${type.elements.map((one) => typeWord(one.type)).join(", ")}]`;
  if (type === "void") return "nothing";
  return type === "unknown" ? "?" : type;
}

const QUALIFIER_WORDS = ["const", "input", "simple", "series"] as const;

export function qualifierWord(qualifier: Qualifier): string {
  return QUALIFIER_WORDS[qualifier];
}

/** What the qualifier means for the value. */
export function knownWhen({ qualifier, value }: Facts): string {
  switch (qualifier) {
    case Qualifier.const:
      return value === undefined ? "fixed in the text" : `fixed in the text: \`${String(value)}\``;
    case Qualifier.input:
      return "fixed for the whole run, by a parameter";
    case Qualifier.simple:
      return "fixed for the whole run, known when it begins";
    case Qualifier.series:
      return "can change from bar to bar";
  }
}

const LIMITS = [
  "must be written in the text",
  "must be written in the text or be a parameter",
  "must be fixed for the whole run",
  "",
] as const;

/** What a parameter demands of its value, or an empty text. */
export function demand(known: Qualifier | undefined): string {
  return LIMITS[known ?? Qualifier.series];
}

const UNITS: Readonly<Record<ParameterUnit, string>> = {
  price: "in price",
  ticks: "in ticks",
  money: "in money",
  quantity: "in contracts",
  bars: "in bars",
  percent: "as a fraction or with `%`",
  percentPoints: "in percent",
};

export function unitPhrase(unit: ParameterUnit): string {
  return UNITS[unit];
}

const PARAMETER_TYPES: Readonly<Record<ParameterSpec["type"], string>> = {
  int: "int",
  float: "float",
  bool: "bool",
  string: "string",
  color: "color",
  side: "side",
  timeframe: "timeframe",
  option: "setting",
  plain: "float or bool",
  any: "any",
};

export function parameterTypeWord(type: ParameterSpec["type"]): string {
  return PARAMETER_TYPES[type];
}

const RESULTS: Readonly<Record<ResultRule, string>> = {
  int: "int",
  float: "float",
  bool: "bool",
  string: "string",
  color: "color",
  void: "",
  shared: "int or float",
  source: "type of source",
  expression: "type of expression",
  threeFloats: "[float, float, float]",
};

/** What a function gives; empty when that is nothing. */
export function resultWord(result: ResultRule): string {
  return RESULTS[result];
}
