// The nodes around a place, from the statement to the innermost expression.
import { type TreeNode, visitChildren } from "../syntax/children.ts";
import type { Statement, SyntaxFile } from "../syntax/tree.ts";

/** Outermost first; empty between statements. A place at a node's end belongs to it. */
export function nodePath(syntax: SyntaxFile, offset: number): readonly TreeNode[] {
  const path: TreeNode[] = [];
  let at: TreeNode | null = statementAt(syntax.statements, offset);
  while (at !== null) {
    path.push(at);
    at = childAt(at, offset);
  }
  return path;
}

function statementAt(statements: readonly Statement[], offset: number): Statement | null {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((statements[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = statements[low - 1];
  return found !== undefined && offset <= found.end ? found : null;
}

/** Of two that touch at the place the one that begins there, unless it is empty. */
function childAt(node: TreeNode, offset: number): TreeNode | null {
  let found: TreeNode | null = null;
  visitChildren(node, (child) => {
    const isHere = child.start <= offset && offset <= child.end;
    if (isHere && (found === null || child.end > child.start)) found = child;
  });
  return found;
}
