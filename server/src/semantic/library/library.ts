// The library table as one: what is in it, by name.
import { MATH } from "./math.ts";
import type { FunctionSpec, ValueSpec } from "./spec.ts";
import { STRATEGY } from "./strategy.ts";
import { TA } from "./ta.ts";
import { VALUES } from "./values.ts";

const FUNCTIONS = { ...TA, ...MATH, ...STRATEGY };

export type FunctionName = keyof typeof FUNCTIONS;
export type ValueName = keyof typeof VALUES;

export function functionSpec(name: FunctionName): FunctionSpec {
  return FUNCTIONS[name];
}

export function valueSpec(name: ValueName): ValueSpec {
  return VALUES[name];
}

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

export function isValueName(name: string): name is ValueName {
  return Object.hasOwn(VALUES, name);
}

/** All names of the library, in the order of the table. */
export const LIBRARY_NAMES: readonly string[] = [...Object.keys(FUNCTIONS), ...Object.keys(VALUES)];
