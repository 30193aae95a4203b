// What the checker found out about a tree: types and meanings of its nodes, settings, parameters.
import type { DeclareFunction, Expression, NodeBase, Require, SyntaxFile } from "../syntax/tree.ts";
import type { FunctionName, ValueName } from "./library/library.ts";
import type { CheckMemory } from "./memory.ts";
import type { ParameterInfo } from "./parameters.ts";
import type { Settings } from "./settings.ts";
import type { FunctionSymbol, ParameterSymbol, VariableSymbol } from "./symbols.ts";
import type { CallDepth, Trace } from "./trace.ts";
import { type Facts, UNKNOWN } from "./types.ts";
import type { Diagnostic } from "../base/diagnostic.ts";

/** What a name or call in the text stands for. */
export type Target =
  | { readonly kind: "variable"; readonly symbol: VariableSymbol }
  | { readonly kind: "parameter"; readonly symbol: ParameterSymbol }
  | { readonly kind: "value"; readonly name: ValueName }
  | LibraryCall
  | UserCall;

export interface LibraryCall {
  readonly kind: "call";
  readonly name: FunctionName;
  /** By parameter of the chosen signature; the rest of a variadic one follows. */
  readonly arguments: readonly (Expression | undefined)[];
  /** Names of the chosen signature's parameters, in the same order. */
  readonly parameters: readonly string[];
}

export interface UserCall {
  readonly kind: "userCall";
  readonly instance: Instance;
  /** By parameter; a missing one takes its preset. */
  readonly arguments: readonly (Expression | undefined)[];
}

/** Facts and meanings by node number, from `base` on. */
export interface Annotations {
  readonly base: number;
  readonly facts: (Facts | undefined)[];
  readonly targets: (Target | undefined)[];
}

/** A user function, checked for one set of argument facts. */
export interface Instance {
  readonly symbol: FunctionSymbol;
  /** Tells the argument facts apart. */
  readonly key: string;
  readonly parameters: readonly VariableSymbol[];
  readonly annotations: Annotations;
  readonly result: Facts;
  readonly trace: Trace;
  /** Where its first call stands. */
  readonly depth: CallDepth;
}

export interface CheckedRequirement {
  readonly node: Require;
  /** Whether it can be evaluated: its condition is sound and about parameters only. */
  readonly isSound: boolean;
}

export interface CheckedFile {
  readonly syntax: SyntaxFile;
  readonly main: Annotations;
  /** By function, how its first call checked it. */
  readonly firstInstances: ReadonlyMap<DeclareFunction, Instance>;
  readonly settings: Settings;
  readonly parameters: readonly ParameterInfo[];
  readonly requirements: readonly CheckedRequirement[];
  readonly diagnostics: readonly Diagnostic[];
  /** For the check of the next text. */
  readonly memory: CheckMemory;
}

/** Annotations for the nodes from one number up to and without another. */
export function newAnnotations(base: number, end: number): Annotations {
  // Filled from the start: lists that grow by jumps become slow look-up tables.
  const none = (): undefined[] => new Array<undefined>(end - base).fill(undefined);
  return { base, facts: none(), targets: none() };
}

export function factsAt(annotations: Annotations, node: NodeBase): Facts {
  return annotations.facts[node.id - annotations.base] ?? UNKNOWN;
}

export function targetAt(annotations: Annotations, node: NodeBase): Target | undefined {
  return annotations.targets[node.id - annotations.base];
}
