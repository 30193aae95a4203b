// What the checker knows about a node, also inside functions.
import type { DeclareFunction, NodeBase, Statement, SyntaxFile } from "../syntax/tree.ts";
import {
  type CheckedFile,
  type Instance,
  type Target,
  factsAt,
  targetAt,
} from "../semantic/checked.ts";
import type { Facts } from "../semantic/types.ts";
import type { Analysis } from "./analysis.ts";

/** The function whose body holds the node, as its first call checked it; null at the top level. */
export function instanceAround({ checked }: Analysis, node: NodeBase): Instance | null {
  const statement = statementOfId(checked.syntax, node.id);
  if (statement?.kind !== "function" || node.id < statement.firstId || node.id >= statement.id)
    return null;
  return firstInstance(checked, statement);
}

export function firstInstance(
  { firstInstances }: CheckedFile,
  node: DeclareFunction,
): Instance | null {
  return firstInstances.get(node) ?? null;
}

/** The statement of the top level whose nodes have the number among theirs. */
function statementOfId({ statements, firstIds }: SyntaxFile, id: number): Statement | undefined {
  let low = 0;
  let high = firstIds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firstIds[middle] ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1];
}

/** null when nothing is known. */
export function factsOfNode(analysis: Analysis, node: NodeBase): Facts | null {
  const instance = instanceAround(analysis, node);
  const facts = factsAt(instance?.annotations ?? analysis.checked.main, node);
  return facts.type === "unknown" ? null : facts;
}

export function targetOfNode(analysis: Analysis, node: NodeBase): Target | undefined {
  const instance = instanceAround(analysis, node);
  return targetAt(instance?.annotations ?? analysis.checked.main, node);
}

/** The facts of a declared name: those of the variable, not of its first value. */
export function factsOfName(analysis: Analysis, node: NodeBase): Facts | null {
  const target = targetOfNode(analysis, node);
  if (target?.kind !== "variable" && target?.kind !== "parameter") return null;
  const { facts } = target.symbol;
  return facts.type === "unknown" ? null : facts;
}
