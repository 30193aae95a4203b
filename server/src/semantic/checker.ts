// The state of one check: where it stands in the text, what is in scope, what was found out.
import type { Code } from "../base/codes.ts";
import { type Extras, type Reporter, report } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Expression, Name, NodeBase, SyntaxFile } from "../syntax/tree.ts";
import type { Annotations, Instance, Target } from "./checked.ts";
import { type Globals, globalSeen } from "./globals.ts";
import type { Settings } from "./settings.ts";
import type { FunctionSymbol, NamedSymbol, Scope, VariableSymbol } from "./symbols.ts";
import type { Trace } from "./trace.ts";
import type { Facts } from "./types.ts";

export interface Checker {
  readonly syntax: SyntaxFile;
  readonly reporter: Reporter;
  readonly settings: Settings;
  /** The declaring names of the variables that `:=` changes. */
  readonly changed: ReadonlySet<Name>;
  readonly globals: Globals;
  /** The scope of the top level, whose names are the globals. */
  readonly top: Scope;
  /** Every name of the top level with the place of its first declaration. */
  readonly globalNames: () => ReadonlyMap<string, TextRange>;
  /** In the order in which they were checked. */
  readonly instances: Instance[];
  readonly byFunction: Map<FunctionSymbol, Map<string, Instance>>;
  /** Variables of parts that are checked again, by name: see `asBefore`. */
  readonly earlier: Map<string, VariableSymbol[]>;
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
  /** Where the statement of the top level begins: globals below are not declared yet. */
  here: number;
  /** What the part that is being checked reads and declares outside of itself. */
  trace: Trace;
}

export function complain(
  c: Checker,
  code: Code,
  range: TextRange,
  message: string,
  extras?: Extras,
): void {
  c.trace.isRepeatable = false;
  report(c.reporter, code, range, message, extras);
}

/** Whether a broken statement may have meant to declare a name; other statements may change that. */
export function isBrokenName(c: Checker, name: string): boolean {
  c.trace.isRepeatable = false;
  return c.syntax.brokenNames.has(name);
}

/** Notes the facts of a node and gives them back. */
export function noted(c: Checker, node: NodeBase, facts: Facts): Facts {
  c.annotations.facts[node.id - c.annotations.base] = facts;
  return facts;
}

export function aim(c: Checker, node: NodeBase, target: Target): void {
  c.annotations.targets[node.id - c.annotations.base] = target;
}

function local(c: Checker, name: string): NamedSymbol | null {
  for (let at: Scope | null = c.scope; at !== null; at = at.outer) {
    const symbol = at.names.get(name);
    if (symbol !== undefined) return symbol;
  }
  return null;
}

/** Whether a name is declared above, also where a function cannot see it. */
export function isInScope(c: Checker, name: string): boolean {
  return local(c, name) !== null || globalSeen(c.globals, name, c.here, null) !== null;
}

/** What a name means here. */
export function lookUp(c: Checker, name: string): NamedSymbol | null {
  const own = local(c, name);
  if (own !== null) return own;
  const symbol = globalSeen(c.globals, name, c.here, c.frame);
  c.trace.names.push(name);
  c.trace.symbols.push(symbol);
  return symbol;
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
