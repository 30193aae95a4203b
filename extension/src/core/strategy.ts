// A strategy's text as the server sees it, in the words of the face. Offsets count UTF-16 units.
import type { Plan, Strategy } from "@backtestr/hub";
import type { ParameterAnswer } from "@backtestr/server/api";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An expression and the node that holds its value; `call` tells the calls of a function apart. */
export interface ExpressionPlace extends Range {
  readonly node: number;
  readonly call: number | null;
}

export interface StatementPlace extends Range {
  readonly headEnd: number;
  readonly call: number | null;
}

export interface Places {
  readonly expressions: readonly ExpressionPlace[];
  readonly statements: readonly StatementPlace[];
  /** By node of the plan, the expression for which it was made. */
  readonly nodes: readonly Range[];
}

/** A text without errors, compiled. */
export interface CompiledStrategy {
  /** Of the document, as the editor counts. */
  readonly version: number;
  readonly text: string;
  readonly title: string;
  readonly plan: Plan;
  readonly places: Places;
  readonly data: Strategy["data"];
  readonly account: Strategy["account"];
  readonly declared: readonly ParameterAnswer[];
}

/** Values of parameters by name that stand in for those of the text; bools are 0 and 1. */
export type GivenValues = ReadonlyMap<string, number>;

export const NOTHING_GIVEN: GivenValues = new Map();

/** The strategy as the hub wants it, to make settings of. */
export function strategyOf(
  file: string,
  compiled: CompiledStrategy,
  given: GivenValues = NOTHING_GIVEN,
): Strategy {
  const { title, plan, data, account, declared } = compiled;
  const parameters = declared.map(({ name, preset }) => ({
    name,
    value: given.get(name) ?? preset,
  }));
  return { file, title, plan, data, account, parameters };
}
