// Checks that a plan keeps the wire's rules: order, types, contexts. Written from the plan's
// documentation, as a second opinion beside the engine's own check.
import assert from "node:assert/strict";
import type { Argument, Node, Operation, Plan, Statement } from "@backtestr/client";

type ValueType = "number" | "bool";

interface Walk {
  readonly plan: Plan;
  readonly types: ValueType[];
  /** Built of constants, parameters and facts of the instrument only. */
  readonly isFixed: boolean[];
}

export function assertSoundPlan(plan: Plan): void {
  const walk: Walk = { plan, types: [], isFixed: [] };
  assert.equal(plan.contexts[0]?.timeframe, null);
  for (const [index, node] of plan.nodes.entries()) assertNode(walk, index, node);
  for (const { context, valueType, next } of plan.cells) {
    assert.equal(walk.types[next], valueType);
    assertReadable(walk, context, next);
  }
  for (const statement of plan.statements) assertStatement(walk, statement);
}

const MOVING = new Set(["series", "account", "cell", "confirmed", "history", "indicator"]);

function assertNode(walk: Walk, index: number, { context, operation }: Node): void {
  const operands = operandsOf(operation);
  for (const operand of operands) {
    assert.ok(operand >= 0 && operand < index, `node ${index} reads ${operand}`);
    if (operation.op === "confirmed") assertOther(walk, context, operand);
    else assertReadable(walk, context, operand);
  }
  walk.types.push(typeOf(walk, operation));
  const areFixed = operands.every((one) => walk.isFixed[one]);
  walk.isFixed.push(!MOVING.has(operation.op) && areFixed);
  if (operation.op === "account") assert.equal(context, 0);
  if (operation.op === "indicator") {
    assert.ok(operation.settings.every((one) => walk.isFixed[one]));
  }
}

function assertReadable({ plan, isFixed }: Walk, context: number, node: number): void {
  const isHere = plan.nodes[node]?.context === context;
  assert.ok(isHere || isFixed[node], `node ${node} is read from context ${context}`);
}

function assertOther({ plan }: Walk, context: number, node: number): void {
  const other = plan.nodes[node]?.context;
  assert.ok(other !== 0 && other !== context, `node ${node} is confirmed`);
}

function operandsOf(operation: Operation): readonly number[] {
  switch (operation.op) {
    case "unary":
    case "confirmed":
      return [operation.value];
    case "binary":
      return [operation.left, operation.right];
    case "select":
      return [operation.test, operation.yes, operation.no];
    case "history":
      return [operation.value, operation.offset];
    case "indicator":
      return [...operation.inputs, ...operation.settings];
    default:
      return [];
  }
}

function wants(walk: Walk, node: number, type: ValueType): void {
  assert.equal(walk.types[node], type, `the type of node ${node}`);
}

function same(walk: Walk, one: number, other: number): ValueType {
  assert.equal(walk.types[one], walk.types[other], `nodes ${one} and ${other}`);
  return walk.types[one] ?? assert.fail();
}

function typeOf(walk: Walk, operation: Operation): ValueType {
  const { plan, types } = walk;
  switch (operation.op) {
    case "bool":
      return "bool";
    case "parameter":
      return plan.parameters[operation.parameter]?.valueType ?? assert.fail();
    case "cell":
      return plan.cells[operation.cell]?.valueType ?? assert.fail();
    case "confirmed":
      return types[operation.value] ?? assert.fail();
    case "select":
    case "history":
    case "unary":
    case "binary":
      return typeOfCombined(walk, operation);
    default:
      return typeOfLeaf(operation);
  }
}

function typeOfLeaf(operation: Operation): ValueType {
  if (operation.op === "number") assert.ok(Number.isFinite(operation.value));
  if (operation.op !== "indicator") return "number";
  const { function: name } = operation;
  return name === "crossOver" || name === "crossUnder" ? "bool" : "number";
}

type Combined = Extract<Operation, { op: "select" | "history" | "unary" | "binary" }>;

function typeOfCombined(walk: Walk, operation: Combined): ValueType {
  switch (operation.op) {
    case "select":
      wants(walk, operation.test, "bool");
      return same(walk, operation.yes, operation.no);
    case "history":
      wants(walk, operation.offset, "number");
      return same(walk, operation.value, operation.value);
    case "unary":
      wants(walk, operation.value, operation.function === "not" ? "bool" : "number");
      return operation.function === "not" || operation.function === "isNa" ? "bool" : "number";
    case "binary":
      return typeOfBinary(walk, operation);
  }
}

const COMPARISONS = new Set(["less", "lessOrEqual", "greater", "greaterOrEqual"]);

function typeOfBinary(walk: Walk, operation: Extract<Operation, { op: "binary" }>): ValueType {
  const { function: name, left, right } = operation;
  const type = same(walk, left, right);
  if (name === "equal" || name === "notEqual") return "bool";
  const isLogical = name === "and" || name === "or";
  assert.equal(type, isLogical ? "bool" : "number");
  return isLogical || COMPARISONS.has(name) ? "bool" : "number";
}

const TEXTS = new Set(["id", "fromEntry", "entry", "comment", "title"]);

function assertStatement(walk: Walk, statement: Statement): void {
  const fields: readonly (readonly [string, string | number | Argument | null])[] =
    Object.entries(statement);
  for (const [key, value] of fields) {
    if (value === null || typeof value === "string") continue;
    if (typeof value === "number") assertNumberField(walk, key, value);
    else assertArgument(walk, value);
  }
}

function assertNumberField(walk: Walk, key: string, value: number): void {
  if (TEXTS.has(key)) {
    assert.ok(value < walk.plan.texts.length, key);
    return;
  }
  wants(walk, value, key === "guard" ? "bool" : "number");
  assertReadable(walk, 0, value);
}

function assertArgument(walk: Walk, { value, given }: Argument): void {
  wants(walk, value, "number");
  assertReadable(walk, 0, value);
  if (given === null) return;
  wants(walk, given, "bool");
  assertReadable(walk, 0, given);
}
