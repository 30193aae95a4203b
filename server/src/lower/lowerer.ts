// The state of one lowering: contexts, the frames of functions, the conditions around a place.
import type { Code } from "../base/codes.ts";
import { type Extras, type Reporter, report } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Annotations } from "../semantic/checked.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import type { Expression } from "../syntax/tree.ts";
import { type Builder, type Label, binary, unary } from "./ir.ts";
import type { Part } from "./part.ts";
import type { Value } from "./values.ts";

/** A condition under which a part of the text is carried out. */
export interface Guard {
  readonly test: number;
  readonly isNegated: boolean;
  readonly outer: Guard | null;
  /** The conjunction of this and all outer ones down to a frame's begin, once it was needed. */
  whole: number | null;
  inFrame: number | null;
}

/** Values of names in one context. */
export interface View {
  readonly values: Map<VariableSymbol, Value>;
  /** Values before the open branch, of the names that it changed; null outside branches. */
  changes: Map<VariableSymbol, Value | undefined> | null;
  /** By name, the block that declares it. */
  readonly homes: Map<VariableSymbol, Home>;
  /** Cells that hold the last bar's value of changing names. */
  readonly pastCells: Map<VariableSymbol, number>;
}

/** How a name came to its value, to find the value that it has in another context. */
export interface Definition {
  readonly node: Expression;
  readonly frame: Frame;
  /** Its place in a tuple that is taken apart. */
  readonly part: number | null;
  readonly isKept: boolean;
}

/** A memory that gets its value when the block of its name ends. */
export interface OpenCell {
  readonly symbol: VariableSymbol;
  readonly cell: number;
}

/** An open block: the memories that end with it. */
export interface Home {
  readonly cells: OpenCell[];
  /** Whether the block is carried out under a condition only. */
  readonly isConditional: boolean;
}

/** One expansion of a function, or the top level. */
export interface Frame {
  readonly annotations: Annotations;
  /** The context in which it was called. */
  readonly context: number;
  readonly views: Map<number, View>;
  readonly definitions: Map<VariableSymbol, Definition>;
  /** The guard at its begin. */
  readonly base: Guard | null;
  /** Conditional blocks of the function that are open. */
  blockDepth: number;
}

/** The request whose expression is being lowered. */
export interface OpenRequest {
  readonly range: TextRange;
}

export interface Lowerer extends Builder {
  readonly reporter: Reporter;
  readonly globals: Frame;
  /** The memories of the top level. */
  readonly top: Home;
  /** The statement of the top level that is being lowered. */
  part: Part;
  frame: Frame;
  home: Home;
  guard: Guard | null;
  request: OpenRequest | null;
  /** The outermost call of a user function under a condition, for hints. */
  hintRange: TextRange | null;
  /** Conditions that v6 would evaluate lazily around this place. */
  lazyDepth: number;
  /** The call of a user function around this place, and its index in the part. */
  callRange: TextRange | null;
  call: number | null;
  callDepth: number;
  /** Expressions and blocks that are open, those of expanded functions included. */
  depth: number;
  /** Whether a definition is lowered again for another context. */
  isCopy: boolean;
}

export function complain(
  l: Lowerer,
  code: Code,
  range: TextRange,
  message: string,
  extras?: Extras,
): void {
  l.part.said.push({ code, range, message, extras });
  report(l.reporter, code, range, message, extras);
}

/** What a step of a chain says about a node; whoever came first says it. */
export function label(l: Lowerer, node: number, said: Label): void {
  const { ir, part } = l;
  if (ir.labels.has(node)) return;
  // It would stay with the other part when this one goes.
  if (node < part.nodes.from) part.isEntangled = true;
  ir.labels.set(node, said);
}

export function newFrame(annotations: Annotations, context: number, base: Guard | null): Frame {
  return { annotations, context, base, blockDepth: 0, views: new Map(), definitions: new Map() };
}

export function viewOf(frame: Frame, context: number): View {
  const known = frame.views.get(context);
  if (known !== undefined) return known;
  const view: View = { values: new Map(), changes: null, homes: new Map(), pastCells: new Map() };
  frame.views.set(context, view);
  return view;
}

export function guardUnder(outer: Guard | null, test: number, isNegated: boolean): Guard {
  return { test, isNegated, outer, whole: null, inFrame: null };
}

/** The node that is true where the place is carried out, or null where it always is. */
export function wholeGuard(l: Lowerer): number | null {
  return conjunction(l, l.guard, null, "whole");
}

/** The same, from the begin of the frame on: what stands around the call does not count. */
export function frameGuard(l: Lowerer): number | null {
  return conjunction(l, l.guard, l.frame.base, "inFrame");
}

/** Goes up to the next guard that has its node, and down again: chains of `else if` are long. */
function conjunction(
  l: Lowerer,
  guard: Guard | null,
  base: Guard | null,
  kind: "whole" | "inFrame",
): number | null {
  const open: Guard[] = [];
  let at = guard;
  while (at !== null && at !== base && at[kind] === null) {
    open.push(at);
    at = at.outer;
  }
  let node = at === null || at === base ? null : at[kind];
  for (const one of open.reverse()) {
    const test = one.isNegated ? unary(l, "not", one.test) : one.test;
    node = node === null ? test : binary(l, "and", node, test);
    one[kind] = node;
  }
  return node;
}

/** Lowers something under a condition that v6 evaluates lazily. */
export function under<T>(l: Lowerer, test: number, isNegated: boolean, lower: () => T): T {
  const { guard } = l;
  l.guard = guardUnder(guard, test, isNegated);
  l.lazyDepth++;
  const result = lower();
  l.lazyDepth--;
  l.guard = guard;
  return result;
}
