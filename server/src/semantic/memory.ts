// What a check leaves to the check of the next text. Statements whose nodes are the same ones as
// before stand at the begin and at the end of both texts; what lies between is checked anew.
import type { Name, Statement, SyntaxFile } from "../syntax/tree.ts";
import {
  type Annotations,
  type CheckedFile,
  type CheckedRequirement,
  type Instance,
  newAnnotations,
} from "./checked.ts";
import type { Checker } from "./checker.ts";
import type { Mutations } from "./mutation.ts";
import type { Settings } from "./settings.ts";
import type { FunctionSymbol, ParameterSymbol, VariableSymbol } from "./symbols.ts";
import type { Trace } from "./trace.ts";

/** One statement of the top level, checked. */
export interface Unit {
  readonly mutations: Mutations;
  readonly trace: Trace;
  readonly requirement: CheckedRequirement | null;
  /** The parameter or function that it declares. */
  readonly symbol: ParameterSymbol | FunctionSymbol | null;
}

/** Functions that nothing calls, each checked once. */
export type Uncalled = ReadonlyMap<FunctionSymbol, Instance>;

export interface CheckMemory {
  readonly file: Omit<CheckedFile, "memory">;
  readonly units: readonly Unit[];
  readonly uncalled: Uncalled;
  /** The declaring names of the variables that `:=` changes. */
  readonly changed: Set<Name>;
  /** The state at the end. */
  readonly end: Ending;
  /** Units with problems, by index: they are checked again each time. */
  readonly restless: readonly number[];
  /** Whether nothing of a function is checked again each time. */
  readonly isPlain: boolean;
}

export type Ending = Pick<Checker, "globals" | "instances" | "byFunction" | "called">;

/** What an earlier check has for the statements of a text. */
export interface Past {
  /** By statement; null for those that are new. */
  readonly units: readonly (Unit | null)[];
  /** Units of statements that are gone. */
  readonly gone: readonly Unit[];
  readonly uncalled: Uncalled;
  /** With the notes of all statements that are not new. */
  readonly main: Annotations;
}

/** The memory is used up: the new notes are written into it. */
export function pastOf(syntax: SyntaxFile, settings: Settings, memory: CheckMemory | null): Past {
  const { statements, firstIds, nodeCount } = syntax;
  const isKept = memory !== null && isSameSetting(settings, memory.file.settings);
  const isNumbered = firstIds.length === statements.length;
  if (!isKept || !isNumbered || memory.units.length === 0) {
    const units = new Array<null>(statements.length).fill(null);
    return { units, gone: [], uncalled: new Map(), main: newAnnotations(0, nodeCount) };
  }
  const same = sameParts(statements, memory.file.syntax.statements);
  const { begin, end } = same;
  const count = memory.units.length;
  const fresh = new Array<null>(statements.length - begin - end).fill(null);
  return {
    units: [...memory.units.slice(0, begin), ...fresh, ...memory.units.slice(count - end)],
    gone: memory.units.slice(begin, count - end),
    uncalled: memory.uncalled,
    main: movedNotes(syntax, memory.file, same),
  };
}

/** What the check of a statement reads of the settings. */
export function isSameSetting({ data: one }: Settings, { data: other }: Settings): boolean {
  return one.chart === other.chart && one.source?.from === other.source?.from;
}

export interface SameParts {
  /** How many statements at the begin, and how many at the end. */
  readonly begin: number;
  readonly end: number;
}

export function sameParts(now: readonly Statement[], before: readonly Statement[]): SameParts {
  const shorter = Math.min(now.length, before.length);
  let begin = 0;
  while (begin < shorter && now[begin] === before[begin]) begin++;
  let end = 0;
  const most = shorter - begin;
  while (end < most && now[now.length - 1 - end] === before[before.length - 1 - end]) end++;
  return { begin, end };
}

export function movedNotes(
  syntax: SyntaxFile,
  { syntax: old, main }: CheckMemory["file"],
  same: SameParts,
): Annotations {
  const from = firstIdOf(syntax, same.begin);
  const end = firstIdOf(syntax, syntax.statements.length - same.end);
  const oldEnd = firstIdOf(old, old.statements.length - same.end);
  if (end === oldEnd) {
    clearNotes(main, from, end);
    return main;
  }
  const between = newAnnotations(from, end);
  return {
    base: 0,
    facts: main.facts.slice(0, from).concat(between.facts, main.facts.slice(oldEnd)),
    targets: main.targets.slice(0, from).concat(between.targets, main.targets.slice(oldEnd)),
  };
}

function firstIdOf({ firstIds, nodeCount }: SyntaxFile, statement: number): number {
  return firstIds[statement] ?? nodeCount;
}

/** Takes back what was noted of a statement that is checked again. */
export function forgetNotes(main: Annotations, syntax: SyntaxFile, statement: number): void {
  clearNotes(main, firstIdOf(syntax, statement), firstIdOf(syntax, statement + 1));
}

function clearNotes({ facts, targets }: Annotations, from: number, end: number): void {
  facts.fill(undefined, from, end);
  targets.fill(undefined, from, end);
}

/** Variables that a part declared which is checked again or is gone. */
export function addEarlier(earlier: Map<string, VariableSymbol[]>, { trace }: Unit): void {
  for (const symbol of trace.declared) {
    const known = earlier.get(symbol.name);
    if (known === undefined) earlier.set(symbol.name, [symbol]);
    else known.push(symbol);
  }
}

/**
 * A variable that is declared again as it was before is still the same one, so that those who read
 * it need not be checked again. Each one has one successor at most.
 */
export function asBefore(
  earlier: Map<string, VariableSymbol[]>,
  made: VariableSymbol,
): VariableSymbol {
  const known = earlier.get(made.name);
  const index = known?.findIndex((one) => isSameVariable(one, made)) ?? -1;
  const [found] = index < 0 ? [] : (known?.splice(index, 1) ?? []);
  if (found === undefined) return made;
  const movable: { declared: Name } = found;
  movable.declared = made.declared;
  return found;
}

function isSameVariable(one: VariableSymbol, other: VariableSymbol): boolean {
  const { facts: left } = one;
  const { facts: right } = other;
  const isSameValue = left.type === right.type && Object.is(left.value, right.value);
  return (
    isSameValue &&
    left.qualifier === right.qualifier &&
    one.isMutable === other.isMutable &&
    one.isKept === other.isKept
  );
}
