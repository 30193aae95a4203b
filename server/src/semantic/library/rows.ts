// Short hands for the rows of the library table.
import { Qualifier } from "../types.ts";
import type {
  FunctionSpec,
  ParameterSpec,
  ResultRule,
  SignatureSpec,
  ValueSpec,
  ValueType,
} from "./spec.ts";

export function signature(
  result: ResultRule,
  ...parameters: readonly ParameterSpec[]
): SignatureSpec {
  return { parameters, result };
}

/** Takes its last parameter once or more. */
export function variadic(
  result: ResultRule,
  ...parameters: readonly ParameterSpec[]
): SignatureSpec {
  return { parameters, result, isVariadic: true };
}

type Row = Omit<FunctionSpec, "since" | "isStateful" | "signatures">;

export function pure(
  row: Omit<Row, "warmup">,
  ...signatures: FunctionSpec["signatures"]
): FunctionSpec {
  return { ...row, signatures, warmup: "0", since: "0.1", isStateful: false };
}

export function stateful(row: Row, ...signatures: FunctionSpec["signatures"]): FunctionSpec {
  return { ...row, signatures, since: "0.1", isStateful: true };
}

export const SOURCE: ParameterSpec = {
  name: "source",
  type: "float",
  doc: "The series to work on.",
};

export const LENGTH: ParameterSpec = {
  name: "length",
  type: "int",
  known: Qualifier.simple,
  unit: "bars",
  least: 1,
  doc: "Number of bars, fixed for the whole run.",
};

export function lengthNamed(name: string, doc: string): ParameterSpec {
  return { ...LENGTH, name, doc };
}

export function optional(parameter: ParameterSpec): ParameterSpec {
  return { ...parameter, isOptional: true };
}

export function number(name: string, doc: string): ParameterSpec {
  return { name, type: "float", doc };
}

export function value(
  type: ValueType,
  known: Qualifier,
  doc: string,
  example: string,
  rest: Partial<ValueSpec> = {},
): ValueSpec {
  return { type, known, doc, example, since: "0.1", ...rest };
}

/** A value that only the text fixes: a named setting, a colour. */
export function named(
  type: ValueType,
  fixed: string | number | boolean,
  doc: string,
  example: string,
): ValueSpec {
  return value(type, Qualifier.const, doc, example, { value: fixed });
}
