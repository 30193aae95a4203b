// Where the parts of a plan stand in the text: beside the plan and outside its hash.
import type { TextRange } from "../base/text-range.ts";
import type { CallSite, ExpressionPlace, Ir, StatementPlace } from "./ir.ts";

export interface Places {
  /** Values of expressions: one expression has a node in each call of the function around it. */
  readonly expressions: readonly ExpressionPlace[];
  /** By statement of the plan. */
  readonly statements: readonly StatementPlace[];
  /** By node of the plan, the expression for which it was made. */
  readonly nodes: readonly TextRange[];
  /** Calls of user functions, to which the places inside them refer by index. */
  readonly calls: readonly CallSite[];
}

export function placesOf(ir: Ir, indexes: Int32Array): Places {
  const expressions: ExpressionPlace[] = [];
  for (const place of ir.expressionPlaces) {
    const node = indexes[place.node] ?? -1;
    if (node >= 0) expressions.push({ ...place, node });
  }
  const nodes = ir.origins
    .filter((_, node) => (indexes[node] ?? -1) >= 0)
    .map(({ start, end }) => ({ start, end }));
  return { expressions, statements: ir.statementPlaces, nodes, calls: ir.calls };
}
