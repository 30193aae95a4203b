// Checks a text again after an edit that changes a few statements and, as turns out, nothing that
// others see: only those statements, and those that have problems.
//
// Why the rest stays as it is: a statement reads nothing but names of the top level. What was checked
// again declares and changes the same names as before, one after the other, and calls the same
// functions in the same ways. Wherever that is not so, null sends the caller to the check of the whole text.
import { newReporter } from "../base/diagnostic.ts";
import type { Statement, SyntaxFile } from "../syntax/tree.ts";
import { newChecker, reportBrokenDefaults } from "./check-parts.ts";
import { checkStatement } from "./check-statements.ts";
import type { CheckedFile } from "./checked.ts";
import type { Checker } from "./checker.ts";
import {
  type CheckMemory,
  type SameParts,
  type Unit,
  addEarlier,
  forgetNotes,
  isSameSetting,
  movedNotes,
  sameParts,
} from "./memory.ts";
import {
  type Mutations,
  NO_MUTATIONS,
  changeInstead,
  mutationsOf,
  variablesOf,
} from "./mutation.ts";
import { removeGlobal } from "./globals.ts";
import { type ParameterInfo, readParameter } from "./parameters.ts";
import { readHeaders } from "./read-header.ts";
import { type CallTrace, newTrace, rebase } from "./trace.ts";

/** More statements than anybody writes between two checks. */
const MOST = 200;

export function checkedAround(syntax: SyntaxFile, memory: CheckMemory): CheckedFile | null {
  const { file, units, restless } = memory;
  const { statements, firstIds } = syntax;
  const old = file.syntax.statements;
  if (!memory.isPlain || units.length === 0 || firstIds.length !== statements.length) return null;
  const same = sameParts(statements, old);
  const [fresh, gone] = [between(statements, same), between(old, same)];
  if (fresh.length + gone.length + restless.length > MOST) return null;
  const again = restless.flatMap((index) => old[index] ?? []);
  if (![...fresh, ...gone, ...again].every((statement) => isBarLogic(statement))) return null;
  const own = fresh.map((statement) => mutationsOf(statement));
  const goneUnits = between(units, same);
  const goneMutations = goneUnits.map(({ mutations }) => mutations);
  if (changes(fresh, own) !== changes(gone, goneMutations)) return null;
  return checkedParts(syntax, memory, same, own);
}

function between<T>(all: readonly T[], { begin, end }: SameParts): readonly T[] {
  return all.slice(begin, all.length - end);
}

/** Declarations of anything but variables concern the whole text. */
function isBarLogic({ kind }: Statement): boolean {
  return kind !== "header" && kind !== "parameter" && kind !== "function" && kind !== "require";
}

/** Which names are changed and declared, one after the other: where it is the same others are changed as before. */
function changes(statements: readonly Statement[], mutations: readonly Mutations[]): string {
  const steps = statements.flatMap((statement, index) => [
    ...(mutations[index] ?? NO_MUTATIONS).outer.map((name) => `:${name}`),
    ...variablesOf(statement).map(({ text }) => text),
  ]);
  return steps.join();
}

function checkedParts(
  syntax: SyntaxFile,
  memory: CheckMemory,
  same: SameParts,
  own: readonly Mutations[],
): CheckedFile | null {
  const { file, units: before } = memory;
  const reporter = newReporter();
  const settings = readHeaders(syntax, reporter);
  if (!isSameSetting(settings, file.settings)) return null;
  const main = movedNotes(syntax, file, same);
  const fresh = own.map((mutations): Unit => newUnit(mutations));
  const units = [
    ...before.slice(0, same.begin),
    ...fresh,
    ...before.slice(before.length - same.end),
  ];
  const { changed } = memory;
  const goneMutations = between(before, same).map(({ mutations }) => mutations);
  changeInstead(
    changed,
    { statements: between(file.syntax.statements, same), mutations: goneMutations },
    { statements: between(syntax.statements, same), mutations: own },
  );
  const c = newChecker({ syntax, reporter, settings, annotations: main, changed }, memory.end);
  const parameters = readAgain(c, units);
  for (const instance of c.instances) rebase(instance);
  const restless = checkParts(c, memory, same, units);
  if (restless === null) return null;
  const rest = { ...file, syntax, main, settings, parameters };
  reportBrokenDefaults(c, rest);
  const now = { ...rest, diagnostics: [...syntax.diagnostics, ...reporter.found] };
  return { ...now, memory: { ...memory, file: now, units, restless } };
}

function newUnit(mutations: Mutations): Unit {
  return { mutations, trace: newTrace(null), requirement: null, symbol: null };
}

/** The statements are the same ones, but stand elsewhere, and their problems are said again. */
function readAgain(c: Checker, units: readonly Unit[]): readonly ParameterInfo[] {
  const infos: ParameterInfo[] = [];
  for (const [index, node] of c.syntax.statements.entries()) {
    if (node.kind !== "parameter") continue;
    const info = readParameter(node, c.syntax.text, c.reporter);
    if (info === null) continue;
    infos.push(info);
    const symbol = units[index]?.symbol;
    if (symbol?.kind !== "parameter") continue;
    const movable: { info: ParameterInfo } = symbol;
    movable.info = info;
  }
  return infos;
}

/**
 * Puts what is checked again into `units`, and gives the indexes of what is to be checked again the
 * next time; null when others would see a difference.
 */
function checkParts(
  c: Checker,
  memory: CheckMemory,
  same: SameParts,
  units: Unit[],
): readonly number[] | null {
  const { units: before, restless } = memory;
  const goneEnd = before.length - same.end;
  const shift = units.length - before.length;
  const gone = between(before, same);
  const early = restless.filter((index) => index < same.begin);
  const late = restless.filter((index) => index >= goneEnd);
  const kept = (indexes: readonly number[]): readonly Unit[] =>
    indexes.flatMap((index) => before[index] ?? []);
  const old = [...kept(early), ...gone, ...kept(late)];
  for (const unit of old) {
    addEarlier(c.earlier, unit);
    for (const symbol of unit.trace.declared) removeGlobal(c.globals, symbol);
  }
  const middle = Array.from({ length: goneEnd + shift - same.begin }, (_, at) => same.begin + at);
  const indexes = [...early, ...middle, ...late.map((index) => index + shift)];
  const now = indexes.map((index) => checkUnit(c, units, index));
  if (!areDeclaredAsBefore(old, now) || !areCallsAsBefore(old, now)) return null;
  return indexes.filter((index) => units[index]?.trace.isRepeatable === false);
}

function checkUnit(c: Checker, units: Unit[], index: number): Unit {
  const unit = newUnit(units[index]?.mutations ?? NO_MUTATIONS);
  const node = c.syntax.statements[index];
  units[index] = unit;
  if (node === undefined) return unit;
  forgetNotes(c.annotations, c.syntax, index);
  c.trace = unit.trace;
  c.here = node.start;
  checkStatement(c, node, "dropped");
  return unit;
}

/** The same variables in the same order. */
function areDeclaredAsBefore(old: readonly Unit[], now: readonly Unit[]): boolean {
  const declared = (units: readonly Unit[]): readonly unknown[] =>
    units.flatMap(({ trace }) => trace.declared);
  return areSame(declared(old), declared(now));
}

/** The same calls in the same order, so that functions are checked by the same ones as before. */
function areCallsAsBefore(old: readonly Unit[], now: readonly Unit[]): boolean {
  const called = (units: readonly Unit[]): readonly unknown[] =>
    units.flatMap(({ trace }) => trace.called);
  const calls = (units: readonly Unit[]): readonly CallTrace[] =>
    units.flatMap(({ trace }) => trace.calls);
  const [before, after] = [calls(old), calls(now)];
  return (
    areSame(called(old), called(now)) &&
    areSame(
      before.map(({ instance }) => instance),
      after.map(({ instance }) => instance),
    ) &&
    after.every(({ instance: { depth: first }, depth }) => {
      return depth.expressions <= first.expressions && depth.calls <= first.calls;
    })
  );
}

function areSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}
