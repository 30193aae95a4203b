// Moves whole statements to another place of the text and to other numbers, in place: a copy of a long
// file's tree would cost more than the edit that asks for it.
import { type TreeNode, visitTree } from "./children.ts";
import type { Statement } from "./tree.ts";

/** What a node may have that depends on its place; the tree's readers see all of it as fixed. */
interface Movable {
  start: number;
  end: number;
  id: number;
}

type Range = Omit<Movable, "id">;

/** Everything in a statement that depends on its place, in a row: walking the tree takes longer. */
interface Parts {
  readonly nodes: readonly Movable[];
  /** Ranges that are no nodes. */
  readonly ranges: readonly Range[];
  readonly calls: readonly { open: number }[];
  readonly headers: readonly { wordEnd: number }[];
  readonly functions: readonly { firstId: number }[];
}

/** Most statements are moved again with each edit above them. */
const KNOWN = new WeakMap<Statement, Parts>();

/** The statements must not be part of a tree that is still read. */
export function movedStatements(statements: readonly Statement[], by: number, idBy: number): void {
  if (by === 0 && idBy === 0) return;
  for (const statement of statements) {
    let parts = KNOWN.get(statement);
    if (parts === undefined) {
      parts = partsOf(statement);
      KNOWN.set(statement, parts);
    }
    move(parts, by, idBy);
  }
}

function move({ nodes, ranges, calls, headers, functions }: Parts, by: number, idBy: number): void {
  for (const node of nodes) {
    node.start += by;
    node.end += by;
    node.id += idBy;
  }
  for (const range of ranges) {
    range.start += by;
    range.end += by;
  }
  for (const call of calls) call.open += by;
  for (const header of headers) header.wordEnd += by;
  for (const one of functions) one.firstId += idBy;
}

function partsOf(statement: Statement): Parts {
  const nodes: Movable[] = [];
  const ranges: Range[] = [];
  const calls: { open: number }[] = [];
  const headers: { wordEnd: number }[] = [];
  const functions: { firstId: number }[] = [];
  visitTree(statement, (node: TreeNode) => {
    nodes.push(node);
    if ("block" in node) ranges.push(node.block);
    if (!("kind" in node)) return;
    if (node.kind === "call") calls.push(node);
    else if (node.kind === "header") headers.push(node);
    else if (node.kind === "unsupported") ranges.push(node.head);
    else if (node.kind === "function") {
      functions.push(node);
      ranges.push(node.body);
    }
  });
  return { nodes, ranges, calls, headers, functions };
}
