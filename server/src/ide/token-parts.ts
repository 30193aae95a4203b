// The colours of a text statement by statement, so that an edit paints only what it touches and what
// reads a name whose meaning it changes.
import { sameParts } from "../semantic/memory.ts";
import { tokenFrom } from "../syntax/lexer.ts";
import type { Statement, SyntaxFile } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { type NameTable, unitAt } from "./name-table.ts";
import { type SemanticToken, paintedBetween } from "./semantic-tokens.ts";

/** Tokens at distances from where their part begins. */
export type TokenPart = readonly SemanticToken[];

export interface TokenParts {
  readonly statements: readonly Statement[];
  /** What stands before the first statement. */
  readonly head: TokenPart;
  /** By statement, up to the next one. */
  readonly parts: readonly TokenPart[];
  /** The changes of names that are in the colours: those of this list up to this length. */
  readonly changes: readonly string[];
  readonly known: number;
}

export function tokenPartsOf(analysis: Analysis, before: TokenParts | null): TokenParts {
  const { syntax, names } = analysis;
  const { statements } = syntax;
  const isKnown = before !== null && before.changes === names.changes;
  const parts = isKnown ? keptParts(names, statements, before) : [];
  const first = indexAt(syntax, 0);
  return {
    statements,
    head: paintedBetween(analysis, 0, first, 0),
    parts: statements.map(({ start }, index) => {
      const kept = parts[index];
      if (kept !== undefined) return kept;
      return paintedBetween(analysis, indexAt(syntax, index), indexAt(syntax, index + 1), start);
    }),
    changes: names.changes,
    known: names.changes.length,
  };
}

/** The index of the first token of a statement. */
function indexAt({ tokens, statements }: SyntaxFile, statement: number): number {
  return tokenFrom(tokens, statements[statement]?.start ?? Infinity);
}

/** By statement; what is beside a change may border on other tokens now. */
function keptParts(
  names: NameTable,
  statements: readonly Statement[],
  before: TokenParts,
): readonly (TokenPart | undefined)[] {
  const { begin, end } = sameParts(statements, before.statements);
  const first = Math.max(0, begin - 1);
  const last = Math.max(0, end - 1);
  const between = new Array<undefined>(statements.length - first - last).fill(undefined);
  const { length } = before.parts;
  const parts: (TokenPart | undefined)[] = [
    ...before.parts.slice(0, first),
    ...between,
    ...before.parts.slice(length - last),
  ];
  const changed = new Set(names.changes.slice(before.known));
  if (changed.size > 0)
    for (const index of parts.keys()) if (reads(names, index, changed)) parts[index] = undefined;
  return parts;
}

function reads(names: NameTable, index: number, changed: ReadonlySet<string>): boolean {
  for (const { node, own } of unitAt(names, index)?.mentions.values() ?? [])
    if (own === null && changed.has(node.text)) return true;
  return false;
}
