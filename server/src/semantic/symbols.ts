// What names stand for, and the scopes in which they do.
import type { DeclareFunction, Name } from "../syntax/tree.ts";
import type { ParameterInfo } from "./parameters.ts";
import type { Facts } from "./types.ts";

export interface VariableSymbol {
  readonly kind: "variable";
  readonly name: string;
  /** The name itself, which moves with the tree. */
  readonly declared: Name;
  readonly facts: Facts;
  /** Changed by `:=` somewhere, so that its value depends on what ran before. */
  readonly isMutable: boolean;
  /** Declared with `var`: keeps its value from bar to bar. */
  readonly isKept: boolean;
  readonly isGlobal: boolean;
}

export interface ParameterSymbol {
  readonly kind: "parameter";
  readonly name: string;
  readonly declared: Name;
  readonly facts: Facts;
  readonly info: ParameterInfo;
  /** Index among the file's parameters. */
  readonly index: number;
}

export interface FunctionSymbol {
  readonly kind: "function";
  readonly name: string;
  readonly declared: Name;
  readonly node: DeclareFunction;
}

export type NamedSymbol = VariableSymbol | ParameterSymbol | FunctionSymbol;

export interface Scope {
  readonly names: Map<string, NamedSymbol>;
  readonly outer: Scope | null;
}

export function innerScope(outer: Scope | null): Scope {
  return { names: new Map(), outer };
}

/** A function does not see globals that are declared after it, other than parameters. */
export function isSeenFrom(symbol: NamedSymbol, frame: FunctionSymbol | null): boolean {
  if (frame === null || symbol.kind === "parameter") return true;
  if (symbol.kind === "variable" && !symbol.isGlobal) return true;
  return symbol.declared.start <= frame.declared.start;
}
