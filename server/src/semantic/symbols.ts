// What names stand for, and the scopes in which they do.
import type { TextRange } from "../base/text-range.ts";
import type { DeclareFunction, Name } from "../syntax/tree.ts";
import type { ParameterInfo } from "./parameters.ts";
import type { Facts } from "./types.ts";

export interface VariableSymbol {
  readonly kind: "variable";
  readonly name: string;
  readonly declared: TextRange;
  readonly facts: Facts;
  /** Changed by `:=` somewhere, so that its value depends on what ran before. */
  readonly isMutable: boolean;
  /** Declared with `var`: keeps its value from bar to bar. */
  readonly isKept: boolean;
  readonly isGlobal: boolean;
  /** Position in the text; a function sees only globals before itself. */
  readonly order: number;
}

export interface ParameterSymbol {
  readonly kind: "parameter";
  readonly name: string;
  readonly declared: TextRange;
  readonly facts: Facts;
  readonly info: ParameterInfo;
  /** Index among the file's parameters. */
  readonly index: number;
  readonly order: number;
}

export interface FunctionSymbol {
  readonly kind: "function";
  readonly name: string;
  readonly declared: TextRange;
  readonly node: DeclareFunction;
  readonly order: number;
}

export type NamedSymbol = VariableSymbol | ParameterSymbol | FunctionSymbol;

export interface Scope {
  readonly names: Map<string, NamedSymbol>;
  readonly outer: Scope | null;
}

export function innerScope(outer: Scope | null): Scope {
  return { names: new Map(), outer };
}

export function found(scope: Scope, name: string): NamedSymbol | null {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const symbol = at.names.get(name);
    if (symbol !== undefined) return symbol;
  }
  return null;
}

/** All names that can be seen from a scope. */
export function visibleNames(scope: Scope): readonly string[] {
  const names: string[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.outer) names.push(...at.names.keys());
  return names;
}

export function rangeOfName(name: Name): TextRange {
  return { start: name.start, end: name.end };
}
