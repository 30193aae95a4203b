// Where the parts of a plan stand in the text: beside the plan and outside its hash.
import type { TextRange } from "../base/text-range.ts";
import type { CallSite, ExpressionPlace, StatementPlace } from "./ir.ts";
import type { Program } from "./lower-parts.ts";
import type { Part } from "./part.ts";

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

interface WrittenPlaces {
  readonly expressions: ExpressionPlace[];
  readonly statements: StatementPlace[];
  readonly nodes: TextRange[];
  readonly calls: CallSite[];
}

export function placesOf({ parts, ir }: Program, indexes: Int32Array): Places {
  const places: WrittenPlaces = { expressions: [], statements: [], nodes: [], calls: [] };
  for (const part of parts) {
    writePart(part, indexes, places);
    for (let node = part.nodes.from; node < part.nodes.end; node++) {
      const origin = ir.origins[node];
      if (origin !== undefined && (indexes[node] ?? -1) >= 0) places.nodes.push(plain(origin));
    }
  }
  return places;
}

function writePart(part: Part, indexes: Int32Array, places: WrittenPlaces): void {
  const first = places.calls.length;
  const at = (call: number | null): number | null => (call === null ? null : first + call);
  for (const { range, node, call } of part.expressions) {
    const index = indexes[node] ?? -1;
    if (index >= 0) places.expressions.push({ ...plain(range), node: index, call: at(call) });
  }
  for (const { range, head, call } of part.statements)
    places.statements.push({ ...plain(range), headEnd: head.end, call: at(call) });
  for (const { range, parent } of part.calls)
    places.calls.push({ range: plain(range), parent: at(parent) });
}

function plain({ start, end }: TextRange): TextRange {
  return { start, end };
}
