// What a check read outside of the part of the text that it checked, so that a later check of a
// changed text can tell whether it would come to the same. Nothing is kept of a part with problems:
// it is checked again each time.
import { LIMITS } from "../base/limits.ts";
import type { Instance } from "./checked.ts";
import type { Checker } from "./checker.ts";
import { addGlobal, globalAbove, globalSeen } from "./globals.ts";
import type { FunctionSymbol, NamedSymbol, VariableSymbol } from "./symbols.ts";

export interface Trace {
  /** The function whose body was checked; null for a statement of the top level. */
  readonly frame: FunctionSymbol | null;
  /** Names that were looked up and are none of the part's own, with what each stood for. */
  readonly names: string[];
  readonly symbols: (NamedSymbol | null)[];
  /** Functions that were called, also where the call came to nothing. */
  readonly called: FunctionSymbol[];
  readonly calls: CallTrace[];
  /** Globals that the part declares, in its order. */
  readonly declared: VariableSymbol[];
  /** Whether nothing was reported, and nothing read that is not written down here. */
  isRepeatable: boolean;
}

export interface CallTrace {
  readonly instance: Instance;
  readonly depth: CallDepth;
}

/** How deep in expressions and calls something stands: both have limits. */
export interface CallDepth {
  readonly expressions: number;
  readonly calls: number;
}

export function newTrace(frame: FunctionSymbol | null): Trace {
  return {
    ...{ frame, names: [], symbols: [], called: [], calls: [], declared: [] },
    isRepeatable: true,
  };
}

/** Whether a part that did not change itself would be checked to the same end here. */
export function isStill(c: Checker, trace: Trace): boolean {
  if (!trace.isRepeatable || !areReadsStill(c, trace)) return false;
  for (const symbol of trace.declared) if (!isDeclaredStill(c, symbol)) return false;
  if (trace.calls.length === 0) return true;
  const sound = new Set<Instance>();
  return areCallsStill(c, trace, sound) && c.instances.length + sound.size <= LIMITS.instances;
}

/** A name that is declared a second time is a problem; one that is changed is a series. */
function isDeclaredStill({ globals, changed }: Checker, symbol: VariableSymbol): boolean {
  const { name, declared, isMutable } = symbol;
  return globalAbove(globals, name, declared.start) === null && changed.has(declared) === isMutable;
}

function areReadsStill({ globals, here }: Checker, { frame, names, symbols }: Trace): boolean {
  for (let index = 0; index < names.length; index++) {
    if (globalSeen(globals, names[index] ?? "", here, frame) !== symbols[index]) return false;
  }
  return true;
}

/** `sound` holds what was looked at before, because functions may call each other in many ways. */
function areCallsStill(c: Checker, trace: Trace, sound: Set<Instance>): boolean {
  for (const { instance, depth } of trace.calls) {
    const present = instanceOf(c, instance.symbol, instance.key);
    if (present === instance || sound.has(instance)) continue;
    if (present !== null || !isInstanceStill(c, instance, depth, sound)) return false;
    sound.add(instance);
  }
  return true;
}

/** What was checked deep inside other calls without a problem has none less deep either. */
function isInstanceStill(
  c: Checker,
  { trace, depth: first }: Instance,
  depth: CallDepth,
  sound: Set<Instance>,
): boolean {
  const isDeeper = depth.expressions > first.expressions || depth.calls > first.calls;
  if (isDeeper || !trace.isRepeatable) return false;
  return areReadsStill(c, trace) && areCallsStill(c, trace, sound);
}

/** The numbers of a function's nodes, which may have moved, for its notes. */
export function rebase({ annotations, symbol }: Instance): void {
  const movable: { base: number } = annotations;
  movable.base = symbol.node.firstId;
}

/** Does what the check of a part did to the state, without checking it. Only if `isStill`. */
export function repeat(c: Checker, trace: Trace): void {
  for (const symbol of trace.declared) addGlobal(c.globals, symbol);
  repeatCalls(c, trace);
}

function repeatCalls(c: Checker, { called, calls }: Trace): void {
  for (const symbol of called) c.called.add(symbol);
  for (const { instance } of calls) {
    if (instanceOf(c, instance.symbol, instance.key) !== null) continue;
    repeatCalls(c, instance.trace);
    rebase(instance);
    addInstance(c, instance);
  }
}

/** Whether a function that nothing calls would be checked to the same end; if so, that is done. */
export function repeatUncalled(c: Checker, instance: Instance): boolean {
  const trace = { ...newTrace(null), calls: [{ instance, depth: instance.depth }] };
  const isSame = isStill(c, trace);
  if (isSame) repeatCalls(c, trace);
  return isSame;
}

export function instanceOf(c: Checker, symbol: FunctionSymbol, key: string): Instance | null {
  return c.byFunction.get(symbol)?.get(key) ?? null;
}

export function addInstance(c: Checker, instance: Instance): void {
  c.instances.push(instance);
  const known = c.byFunction.get(instance.symbol);
  if (known === undefined) c.byFunction.set(instance.symbol, new Map([[instance.key, instance]]));
  else known.set(instance.key, instance);
}
