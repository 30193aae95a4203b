// The state of one check: where it stands in the text, what is in scope, what was found out.
import type { Code } from "../base/codes.ts";
import { type Extras, type Reporter, report } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Expression, NodeBase, SyntaxFile } from "../syntax/tree.ts";
import type { Annotations, Instance, Target } from "./checked.ts";
import type { Settings } from "./settings.ts";
import { type FunctionSymbol, type NamedSymbol, type Scope, found } from "./symbols.ts";
import type { Facts } from "./types.ts";

export interface Checker {
  readonly syntax: SyntaxFile;
  readonly reporter: Reporter;
  readonly settings: Settings;
  /** Numbers of the name nodes whose variables `:=` changes. */
  readonly changed: ReadonlySet<number>;
  readonly globals: Scope;
  /** Every name of the top level with the place of its first declaration. */
  readonly globalNames: ReadonlyMap<string, TextRange>;
  readonly instances: Map<string, Instance>;
  /** Functions that some call has checked. */
  readonly called: Set<FunctionSymbol>;
  annotations: Annotations;
  scope: Scope;
  /** The function whose body is being checked. */
  frame: FunctionSymbol | null;
  callDepth: number;
  /** Expressions that are open, those of called functions included. */
  depth: number;
  /** Blocks of `if` and `switch` that are open here. */
  blockDepth: number;
  /** Counts declarations of the top level. */
  order: number;
}

export function complain(
  c: Checker,
  code: Code,
  range: TextRange,
  message: string,
  extras?: Extras,
): void {
  report(c.reporter, code, range, message, extras);
}

/** Notes the facts of a node and gives them back. */
export function noted(c: Checker, node: NodeBase, facts: Facts): Facts {
  c.annotations.facts[node.id - c.annotations.base] = facts;
  return facts;
}

export function aim(c: Checker, node: NodeBase, target: Target): void {
  c.annotations.targets[node.id - c.annotations.base] = target;
}

/** What a name means here; a function does not see globals that are declared after it. */
export function lookUp(c: Checker, name: string): NamedSymbol | null {
  const symbol = found(c.scope, name);
  if (symbol === null || c.frame === null) return symbol;
  const isGlobal = symbol.kind !== "variable" || symbol.isGlobal;
  return isGlobal && symbol.kind !== "parameter" && symbol.order > c.frame.order ? null : symbol;
}

/** `ta.ema` for a chain of names, null for anything else. */
export function dottedName(node: Expression): string | null {
  const parts: string[] = [];
  let at = node;
  while (at.kind === "member") {
    if (at.name.kind !== "name") return null;
    parts.push(at.name.text);
    at = at.object;
  }
  if (at.kind !== "name") return null;
  parts.push(at.text);
  return parts.reverse().join(".");
}

/** The node inside round brackets. */
export function bare(node: Expression): Expression {
  let at = node;
  while (at.kind === "group") at = at.inner;
  return at;
}

export function written(c: Checker, node: TextRange): string {
  const text = c.syntax.text.slice(node.start, Math.min(node.end, node.start + 60));
  return text.length < node.end - node.start || text.includes("\n")
    ? `${text.split("\n")[0] ?? ""}…`
    : text;
}
