// The shape of the library table: one row a name, from which checking, help and lowering are fed.
import type { Qualifier } from "../types.ts";

/** What a parameter of a library function takes. */
export type ParameterType =
  | "int"
  | "float"
  | "bool"
  | "string"
  | "color"
  | "side"
  | "timeframe"
  | "option"
  /** A number or a bool. */
  | "plain"
  /** Anything with a value. */
  | "any";

/** What a literal at this place may be counted in. */
export type ParameterUnit =
  | "price"
  | "ticks"
  | "money"
  | "quantity"
  | "bars"
  /** A fraction: 0.1 is 10 %. */
  | "percent"
  /** Percent as a plain number: 10 is 10 %. */
  | "percentPoints";

export interface ParameterSpec {
  readonly name: string;
  readonly type: ParameterType;
  /** When the value must be known at the latest; `series` when not given. */
  readonly known?: Qualifier;
  readonly unit?: ParameterUnit;
  readonly isOptional?: true;
  /** Smallest allowed value, checked where it is known from the text. */
  readonly least?: number;
  /** First part of the names of the settings that fit: `barmerge.lookahead`. */
  readonly options?: string;
  /** The parameter that takes the same in ticks. */
  readonly inTicks?: string;
  /** Not carried out in this version: refused, or accepted as without effect. */
  readonly later?: "refused" | "unused";
  readonly doc: string;
}

/** How the type of the result follows from the arguments. */
export type ResultRule =
  | "int"
  | "float"
  | "bool"
  | "string"
  | "color"
  | "void"
  /** The type that all numeric arguments share. */
  | "shared"
  /** The type of the argument called `source`. */
  | "source"
  /** The type of the argument called `expression`. */
  | "expression"
  | "threeFloats";

export interface SignatureSpec {
  readonly parameters: readonly ParameterSpec[];
  /** The last parameter may be repeated. */
  readonly isVariadic?: true;
  readonly result: ResultRule;
}

export interface FunctionSpec {
  readonly signatures: readonly [SignatureSpec, ...SignatureSpec[]];
  readonly doc: string;
  readonly example: string;
  /** The version of the language that brought it. */
  readonly since: string;
  /** Keeps history, so that it runs on every bar wherever it stands. */
  readonly isStateful: boolean;
  /** Index of the first bar with a value, as a formula over the parameters. */
  readonly warmup: string;
  /** Where it may stand: `plot` only outside blocks. */
  readonly isTopLevelOnly?: true;
}

export type ValueType = "int" | "float" | "bool" | "string" | "color" | "side" | "option" | "na";

export interface ValueSpec {
  readonly type: ValueType;
  readonly known: Qualifier;
  /** For named settings, colours and fixed texts. */
  readonly value?: string | number | boolean;
  readonly doc: string;
  readonly example: string;
  readonly since: string;
  /** Known only from the end of the data or of the bar: must not reach an order. */
  readonly isUnconfirmed?: true;
}
