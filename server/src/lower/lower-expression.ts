// Lowers expressions to values.
import type { BinaryFunction } from "@backtestr/client";
import { LIMITS } from "../base/limits.ts";
import type { TextRange } from "../base/text-range.ts";
import { factsAt, targetAt } from "../semantic/checked.ts";
import type { Facts } from "../semantic/types.ts";
import type { Binary, Conditional, Expression, PercentOf, Unary } from "../syntax/tree.ts";
import { add, binary, bool, number, unary } from "./ir.ts";
import { lowerIf, lowerSwitch } from "./lower-branches.ts";
import { lowerCall } from "./lower-call.ts";
import { lowerHistory } from "./lower-history.ts";
import { lowerLibraryValue } from "./lower-library-values.ts";
import { notePlace, read } from "./lower-names.ts";
import { type Lowerer, complain, under } from "./lowerer.ts";
import {
  BROKEN,
  NOTHING,
  type NodeValue,
  type Value,
  chosen,
  equalTexts,
  fixed,
  nodeValue,
} from "./values.ts";

/** Lowers what stands after `=`, `:=`, `=>` or as a statement. */
export function lowerValue(l: Lowerer, node: Expression, isUsed: boolean): Value {
  if (node.kind !== "if" && node.kind !== "switch") {
    return node.kind === "loop" ? BROKEN : lowerExpression(l, node);
  }
  if (isTooDeep(l, node)) return BROKEN;
  l.depth++;
  const value = node.kind === "if" ? lowerIf(l, node, isUsed) : lowerSwitch(l, node, isUsed);
  l.depth--;
  return value;
}

/** Expansions multiply the depth of the text, so that it is counted here too. */
function isTooDeep(l: Lowerer, node: Expression): boolean {
  if (l.depth < LIMITS.depth) return false;
  const message = "Functions and expressions are nested too deeply here: take a level out.";
  complain(l, "E003", node, message);
  return true;
}

export function lowerExpression(l: Lowerer, node: Expression): Value {
  const facts = factsAt(l.frame.annotations, node);
  if (facts.type === "unknown" || isTooDeep(l, node)) return BROKEN;
  const { origin } = l;
  l.origin = node;
  l.depth++;
  const value = facts.value === undefined ? lowered(l, node) : constantValue(l, facts);
  l.depth--;
  l.origin = origin;
  if (value.kind === "node") notePlace(l, node, value.node);
  return value;
}

function constantValue(l: Lowerer, { value, type }: Facts): Value {
  switch (typeof value) {
    case "number":
      return nodeValue(number(l, value));
    case "boolean":
      return nodeValue(bool(l, value));
    case "string":
      return type === "string" || type === "side" ? fixed(value) : NOTHING;
    default:
      return BROKEN;
  }
}

function lowered(l: Lowerer, node: Expression): Value {
  switch (node.kind) {
    case "name":
    case "member":
      return lowerName(l, node);
    case "group":
      return lowerExpression(l, node.inner);
    case "unary":
      return lowerUnary(l, node);
    case "binary":
      return lowerBinary(l, node);
    case "conditional":
      return lowerConditional(l, node);
    case "history":
      return lowerHistory(l, node);
    case "call":
      return lowerCall(l, node);
    case "tuple":
      return {
        kind: "tuple",
        elements: node.elements.map((element) => lowerExpression(l, element)),
      };
    default:
      return node.kind === "percentOf" ? lowerPercentOf(l, node) : BROKEN;
  }
}

function lowerName(l: Lowerer, node: Expression): Value {
  const target = targetAt(l.frame.annotations, node);
  switch (target?.kind) {
    case "variable":
      return read(l, target.symbol, node);
    case "parameter": {
      const isBool = target.symbol.info.type === "bool";
      return nodeValue(add(l, { op: "parameter", parameter: target.symbol.index }, isBool));
    }
    case "value":
      return lowerLibraryValue(l, target.name, node);
    default:
      return BROKEN;
  }
}

/** An expression whose value must be a node. */
export function lowerNode(l: Lowerer, node: Expression): NodeValue | null {
  const value = lowerExpression(l, node);
  return value.kind === "node" ? value : null;
}

function lowerUnary(l: Lowerer, node: Unary): Value {
  const operand = lowerNode(l, node.operand);
  if (operand === null) return BROKEN;
  if (node.operator === "+") return operand;
  return nodeValue(unary(l, node.operator === "-" ? "negate" : "not", operand.node), [operand]);
}

const FUNCTIONS: Readonly<Record<Binary["operator"], BinaryFunction>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "remainder",
  "==": "equal",
  "!=": "notEqual",
  "<": "less",
  "<=": "lessOrEqual",
  ">": "greater",
  ">=": "greaterOrEqual",
  and: "and",
  or: "or",
};

function lowerBinary(l: Lowerer, node: Binary): Value {
  const left = lowerExpression(l, node.left);
  const right = lowerRight(l, node, left);
  return combined(l, node.operator, left, right, node);
}

/** The right side of `and` and `or` is evaluated lazily in v6. */
function lowerRight(l: Lowerer, node: Binary, left: Value): Value {
  const isLazy = node.operator === "and" || node.operator === "or";
  if (!isLazy || left.kind !== "node") return lowerExpression(l, node.right);
  return under(l, left.node, node.operator === "or", () => lowerExpression(l, node.right));
}

export function combined(
  l: Lowerer,
  operator: Binary["operator"],
  left: Value,
  right: Value,
  range: TextRange,
): Value {
  if (left.kind === "broken" || right.kind === "broken") return BROKEN;
  if (left.kind === "node" && right.kind === "node") {
    return nodeValue(binary(l, FUNCTIONS[operator], left.node, right.node), [left, right]);
  }
  if (operator === "==" || operator === "!=") {
    const equal = equalTexts(l, left, right);
    return nodeValue(operator === "==" ? equal : unary(l, "not", equal));
  }
  complain(l, "E907", range, "Texts that change from bar to bar cannot be joined yet.");
  return BROKEN;
}

function lowerConditional(l: Lowerer, node: Conditional): Value {
  const test = factsAt(l.frame.annotations, node.test).value;
  if (typeof test === "boolean") return lowerExpression(l, test ? node.yes : node.no);
  const condition = lowerNode(l, node.test);
  if (condition === null) return BROKEN;
  const yes = under(l, condition.node, false, () => lowerExpression(l, node.yes));
  const no = under(l, condition.node, true, () => lowerExpression(l, node.no));
  const value = chosen(l, condition.node, yes, no);
  return value.kind === "node" ? nodeValue(value.node, [value, condition]) : value;
}

function lowerPercentOf(l: Lowerer, node: PercentOf): Value {
  const share = lowerNode(l, node.percent);
  const operand = lowerNode(l, node.operand);
  if (share === null || operand === null) return BROKEN;
  return nodeValue(binary(l, "multiply", share.node, operand.node), [operand]);
}
