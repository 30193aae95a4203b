// Lowers `if` and `switch`: each branch under its condition, then one choice for each changed name.
import type { TextRange } from "../base/text-range.ts";
import { factsAt } from "../semantic/checked.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import { type ConstValue, Qualifier, type Type } from "../semantic/types.ts";
import type { Block, Expression, If, Switch } from "../syntax/tree.ts";
import { combined, lowerExpression, lowerNode } from "./lower-expression.ts";
import { put } from "./lower-names.ts";
import { lowerBlock } from "./lower-statement.ts";
import { type Lowerer, guardUnder, label, viewOf } from "./lowerer.ts";
import { BROKEN, NOTHING, type Value, absentLike, absentOf, chosen } from "./values.ts";

interface Arm {
  /** null: taken whenever it is reached. */
  readonly test: number | null;
  readonly range: TextRange;
  readonly block: Block;
}

interface LoweredArm {
  readonly test: number | null;
  readonly range: TextRange;
  readonly value: Value;
  readonly changes: ReadonlyMap<VariableSymbol, Value>;
}

/** How a branch is reached: never, always when reached, by a test, or it could not be lowered. */
type Test = boolean | number | null;

export function lowerIf(l: Lowerer, node: If, isUsed: boolean): Value {
  const tests = node.branches.map(({ test, block }) => ({ test, block, range: test ?? block }));
  return lowerArms(l, node, tests, (test) => testOf(l, test), isUsed);
}

export function lowerSwitch(l: Lowerer, node: Switch, isUsed: boolean): Value {
  const subject = node.subject === null ? null : lowerExpression(l, node.subject);
  const subjectValue =
    node.subject === null ? undefined : factsAt(l.frame.annotations, node.subject).value;
  const ordered = [
    ...node.cases.filter(({ test }) => test !== null),
    ...node.cases.filter(({ test }) => test === null),
  ];
  const tests = ordered.map(({ test, block }) => ({ test, block, range: test ?? block }));
  const test = (one: Expression): Test =>
    subject === null ? testOf(l, one) : caseOf(l, subject, subjectValue, one);
  return lowerArms(l, node, tests, test, isUsed);
}

function testOf(l: Lowerer, test: Expression): Test {
  const { value } = factsAt(l.frame.annotations, test);
  if (typeof value === "boolean") return value;
  return lowerNode(l, test)?.node ?? null;
}

function caseOf(l: Lowerer, subject: Value, known: ConstValue | undefined, test: Expression): Test {
  const { value } = factsAt(l.frame.annotations, test);
  if (known !== undefined && value !== undefined) return known === value;
  const equal = combined(l, "==", subject, lowerExpression(l, test), test);
  return equal.kind === "node" ? equal.node : null;
}

interface WrittenArm {
  readonly test: Expression | null;
  readonly block: Block;
  readonly range: TextRange;
}

function lowerArms(
  l: Lowerer,
  node: Expression,
  written: readonly WrittenArm[],
  testFor: (test: Expression) => Test,
  isUsed: boolean,
): Value {
  const { guard, lazyDepth } = l;
  const arms: LoweredArm[] = [];
  const isBroken = eachArm(l, written, testFor, isUsed, arms);
  l.lazyDepth = lazyDepth;
  l.guard = guard;
  merge(l, arms, isBroken);
  if (isBroken) l.part.lost.push(node);
  if (!isUsed) return NOTHING;
  return isBroken ? BROKEN : valueOf(l, arms, factsAt(l.frame.annotations, node).type);
}

/** Lowers the arms that can be reached; true when the test of one could not be lowered. */
function eachArm(
  l: Lowerer,
  written: readonly WrittenArm[],
  testFor: (test: Expression) => Test,
  isUsed: boolean,
  arms: LoweredArm[],
): boolean {
  let isBroken = false;
  for (const arm of written) {
    const reached = arm.test === null ? true : testFor(arm.test);
    isBroken ||= reached === null;
    if (reached === false || reached === null) continue;
    arms.push(nextArm(l, arm, reached === true ? null : reached, isUsed));
    if (reached === true) break;
  }
  return isBroken;
}

/** Lowers an arm; what comes after it is reached only where its test fails. */
function nextArm(
  l: Lowerer,
  { block, range }: WrittenArm,
  test: number | null,
  isUsed: boolean,
): LoweredArm {
  const lowered = inArm(l, { test, range, block }, isUsed);
  if (test !== null) {
    l.guard = guardUnder(l.guard, test, true);
    l.lazyDepth++;
  }
  return lowered;
}

function inArm(l: Lowerer, arm: Arm, isUsed: boolean): LoweredArm {
  const { guard, frame } = l;
  const view = viewOf(frame, l.context);
  const { changes: outer } = view;
  const before = new Map<VariableSymbol, Value | undefined>();
  view.changes = before;
  if (arm.test !== null) l.guard = guardUnder(guard, arm.test, false);
  const isConditional = l.guard !== frame.base;
  if (isConditional) enter(l);
  const value = lowerBlock(l, arm.block, isUsed);
  if (isConditional) leave(l);
  l.guard = guard;
  view.changes = outer;
  return { test: arm.test, range: arm.range, value, changes: undone(view.values, before) };
}

function enter(l: Lowerer): void {
  l.frame.blockDepth++;
  l.lazyDepth++;
}

function leave(l: Lowerer): void {
  l.frame.blockDepth--;
  l.lazyDepth--;
}

/** Takes the names back to what they were and gives what they became. */
function undone(
  values: Map<VariableSymbol, Value>,
  before: ReadonlyMap<VariableSymbol, Value | undefined>,
): ReadonlyMap<VariableSymbol, Value> {
  const changes = new Map<VariableSymbol, Value>();
  for (const [symbol, value] of before) {
    const now = values.get(symbol);
    if (value === undefined) {
      // Declared inside the branch: nobody outside can see it.
      values.delete(symbol);
      continue;
    }
    if (now !== undefined) changes.set(symbol, now);
    values.set(symbol, value);
  }
  return changes;
}

/** Every name that some arm changed becomes the choice of what the arms made of it. */
function merge(l: Lowerer, arms: readonly LoweredArm[], isBroken: boolean): void {
  const names = new Map<VariableSymbol, TextRange>();
  for (const arm of arms) for (const symbol of arm.changes.keys()) names.set(symbol, arm.range);
  const view = viewOf(l.frame, l.context);
  for (const [symbol, range] of names) {
    const before = view.values.get(symbol) ?? BROKEN;
    const value = isBroken
      ? BROKEN
      : choice(l, arms, before, (arm) => arm.changes.get(symbol) ?? before);
    if (value.kind === "node") {
      const message = `\`${symbol.name}\` is changed under this condition`;
      label(l, value.node, { range, message });
    }
    put(l, symbol, unlocked(value, before, symbol));
  }
}

/** What the arms know only inside is known outside once they are merged. */
function unlocked(value: Value, before: Value, symbol: VariableSymbol): Value {
  if (value.kind !== "node") return value;
  const isLocal =
    before.kind === "node" && before.isLocal && symbol.facts.qualifier === Qualifier.series;
  return { ...value, isLocal };
}

function choice(
  l: Lowerer,
  arms: readonly LoweredArm[],
  otherwise: Value,
  of: (arm: LoweredArm) => Value,
): Value {
  let value = otherwise;
  for (const arm of [...arms].reverse()) {
    value = arm.test === null ? of(arm) : chosen(l, arm.test, of(arm), value);
  }
  return value;
}

function valueOf(l: Lowerer, arms: readonly LoweredArm[], type: Type): Value {
  const [first] = arms;
  if (first === undefined) return absentOf(l, type);
  const isComplete = arms.at(-1)?.test === null;
  const otherwise = isComplete ? BROKEN : absentLike(l, first.value);
  const value = choice(l, arms, otherwise, (arm) => arm.value);
  return value.kind === "node"
    ? { ...value, isLocal: l.frame.blockDepth > 0 && value.isLocal }
    : value;
}
