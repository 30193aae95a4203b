// Types of operators, and their values where the text fixes them.
import { replaceFix } from "../base/diagnostic.ts";
import type { Binary, BinaryOperator, Conditional, Expression, Unary } from "../syntax/tree.ts";
import { type Checker, bare, complain, noted, written } from "./checker.ts";
import {
  type ConstValue,
  type Facts,
  Qualifier,
  type ScalarType,
  type Type,
  UNKNOWN,
  constant,
  factsOf,
  higher,
  isNumeric,
  spoken,
  unified,
} from "./types.ts";

type Check = (c: Checker, node: Expression) => Facts;

export function checkUnary(c: Checker, node: Unary, check: Check): Facts {
  const operand = check(c, node.operand);
  if (node.operator === "not") return noted(c, node, negation(c, node, operand));
  if (!isNumeric(operand.type)) {
    complain(
      c,
      "E311",
      node.operand,
      `\`${node.operator}\` wants a number, but this is ${spoken(operand.type)}.`,
    );
    return noted(c, node, UNKNOWN);
  }
  if (typeof operand.value !== "number")
    return noted(c, node, factsOf(operand.type, operand.qualifier));
  const value = node.operator === "-" ? -operand.value : operand.value;
  return noted(c, node, constant(operand.type === "int" ? "int" : "float", value));
}

function negation(c: Checker, node: Unary, operand: Facts): Facts {
  if (!isCondition(c, node.operand, operand, "`not`")) return UNKNOWN;
  if (typeof operand.value === "boolean") return constant("bool", !operand.value);
  return factsOf("bool", operand.qualifier);
}

/** Whether the value may stand where true or false is wanted; says so otherwise. */
export function isCondition(c: Checker, node: Expression, facts: Facts, owner: string): boolean {
  const { type } = facts;
  if (type === "bool" || type === "unknown") return true;
  if (type === "na") {
    complain(
      c,
      "E313",
      node,
      `${owner} wants true or false, and a bool is never na: write \`false\`.`,
    );
  } else if (isNumeric(type)) {
    const place = { start: node.end, end: node.end };
    const fixes = [replaceFix("Compare with 0", place, " != 0")];
    complain(
      c,
      "E312",
      node,
      `${owner} wants true or false, and numbers do not become bool: compare, as in \`${written(c, node)} != 0\`.`,
      { fixes },
    );
  } else {
    complain(c, "E312", node, `${owner} wants true or false, but this is ${spoken(type)}.`);
  }
  return false;
}

export function checkBinary(c: Checker, node: Binary, check: Check): Facts {
  const left = check(c, node.left);
  const right = check(c, node.right);
  return noted(c, node, binaryFacts(c, node, left, right));
}

function binaryFacts(c: Checker, node: Binary, left: Facts, right: Facts): Facts {
  switch (node.operator) {
    case "and":
    case "or":
      return logical(c, node, left, right);
    case "==":
    case "!=":
      return equality(c, node, left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(c, node, left, right);
    default:
      return arithmetic(c, node, left, right);
  }
}

function logical(c: Checker, node: Binary, left: Facts, right: Facts): Facts {
  const isLeft = isCondition(c, node.left, left, `\`${node.operator}\``);
  const isRight = isCondition(c, node.right, right, `\`${node.operator}\``);
  if (!isLeft || !isRight) return UNKNOWN;
  return folded("bool", node.operator, left, right);
}

/** `x == na` is always false, which nobody means. */
function isNaComparison(c: Checker, node: Binary): boolean {
  const isRight = isNaLiteral(node.right);
  if (!isRight && !isNaLiteral(node.left)) return false;
  const other = written(c, isRight ? node.left : node.right);
  const test = node.operator === "!=" ? `not na(${other})` : `na(${other})`;
  const fixes = [replaceFix(`Write \`${test}\``, node, test)];
  complain(c, "E314", node, `A comparison with na is always false: write \`${test}\`.`, { fixes });
  return true;
}

export function isNaLiteral(node: Expression): boolean {
  const inner = bare(node);
  return inner.kind === "name" && inner.text === "na";
}

function equality(c: Checker, node: Binary, left: Facts, right: Facts): Facts {
  if (isNaComparison(c, node)) return UNKNOWN;
  const common = unified(left.type, right.type);
  if (common === "unknown") return factsOf("bool", Qualifier.series);
  const isComparable = common !== null && typeof common === "string" && common !== "void";
  if (isComparable) return folded("bool", node.operator, left, right);
  complain(
    c,
    "E311",
    node,
    `\`${node.operator}\` compares values of one type, but these are ${spoken(left.type)} and ${spoken(right.type)}.`,
  );
  return UNKNOWN;
}

function comparison(c: Checker, node: Binary, left: Facts, right: Facts): Facts {
  if (isNaComparison(c, node)) return UNKNOWN;
  if (!areNumbers(c, node, left, right)) return UNKNOWN;
  return folded("bool", node.operator, left, right);
}

/** The parts of a binary operation, whether written as one or as `+=`. */
type Operation = Pick<Binary, "operator" | "left" | "right">;

/** The type that `target operator= value` gives. */
export function binaryType(c: Checker, operation: Operation, left: Facts, right: Facts): Type {
  return arithmetic(c, operation, left, right).type;
}

function areNumbers(c: Checker, node: Operation, left: Facts, right: Facts): boolean {
  const isLeft = isNumeric(left.type);
  if (isLeft && isNumeric(right.type)) return true;
  const [culprit, facts] = isLeft ? [node.right, right] : [node.left, left];
  complain(
    c,
    "E311",
    culprit,
    `\`${node.operator}\` wants numbers, but this is ${spoken(facts.type)}.`,
  );
  return false;
}

function arithmetic(c: Checker, node: Operation, left: Facts, right: Facts): Facts {
  const isText = left.type === "string" && right.type === "string" && node.operator === "+";
  if (isText) return folded("string", "+", left, right);
  if (!areNumbers(c, node, left, right)) return UNKNOWN;
  return folded(arithmeticType(node.operator, left.type, right.type), node.operator, left, right);
}

/** Whole numbers stay whole except under division. */
function arithmeticType(operator: BinaryOperator, left: Type, right: Type): ScalarType {
  if (left === "unknown" || right === "unknown") return "unknown";
  if (operator === "/" || left === "float" || right === "float") return "float";
  return left === "na" && right === "na" ? "float" : "int";
}

function folded(type: ScalarType, operator: BinaryOperator, left: Facts, right: Facts): Facts {
  const value =
    left.value === undefined || right.value === undefined
      ? undefined
      : foldedValue(operator, left.value, right.value);
  if (value !== undefined) return constant(type, value);
  return factsOf(type, higher(left.qualifier, right.qualifier));
}

function foldedValue(
  operator: BinaryOperator,
  left: ConstValue,
  right: ConstValue,
): ConstValue | undefined {
  if (typeof left === "number" && typeof right === "number") {
    return numbersFolded(operator, left, right);
  }
  if (typeof left === "boolean" && typeof right === "boolean") {
    return boolsFolded(operator, left, right);
  }
  const areTexts = typeof left === "string" && typeof right === "string";
  return areTexts ? textsFolded(operator, left, right) : undefined;
}

function textsFolded(
  operator: BinaryOperator,
  left: string,
  right: string,
): ConstValue | undefined {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  // A text that grows by folding would cost the square of its length.
  return operator === "+" && left.length + right.length < 1_000 ? left + right : undefined;
}

function boolsFolded(operator: BinaryOperator, left: boolean, right: boolean): boolean | undefined {
  switch (operator) {
    case "and":
      return left && right;
    case "or":
      return left || right;
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    default:
      return undefined;
  }
}

function numbersFolded(
  operator: BinaryOperator,
  left: number,
  right: number,
): ConstValue | undefined {
  const value = numberFold(operator, left, right);
  return typeof value === "number" && !Number.isFinite(value) ? undefined : value;
}

/** Operators on numbers as the engine computes them; undefined for na. */
export function numberFold(
  operator: BinaryOperator,
  left: number,
  right: number,
): ConstValue | undefined {
  const fold = NUMBER_FOLDS[operator];
  return fold?.(left, right);
}

type NumberFold = (left: number, right: number) => ConstValue | undefined;

const NUMBER_FOLDS: Readonly<Partial<Record<BinaryOperator, NumberFold>>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? undefined : left / right),
  "%": (left, right) => (right === 0 ? undefined : left % right),
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

export function checkConditional(c: Checker, node: Conditional, check: Check): Facts {
  const test = check(c, node.test);
  const isSound = isCondition(c, node.test, test, "`?`");
  const yes = check(c, node.yes);
  const no = check(c, node.no);
  if (!isSound) return noted(c, node, UNKNOWN);
  if (typeof test.value === "boolean" && unified(yes.type, no.type) !== null) {
    const taken = test.value ? yes : no;
    const type = unified(yes.type, no.type) ?? taken.type;
    return noted(c, node, { type, qualifier: taken.qualifier, value: taken.value });
  }
  return noted(c, node, branchFacts(c, node, [yes, no], test.qualifier));
}

/** The facts that values of several branches share; reports those that do not fit together. */
export function branchFacts(
  c: Checker,
  node: Expression,
  values: readonly Facts[],
  test: Qualifier,
): Facts {
  let type: Type | null = null;
  let qualifier = test;
  for (const facts of values) {
    const common: Type | null = type === null ? facts.type : unified(type, facts.type);
    if (common === null) {
      reportBranches(c, node, type ?? "void", facts.type);
      return UNKNOWN;
    }
    type = common;
    qualifier = higher(qualifier, facts.qualifier);
  }
  return factsOf(type ?? "void", qualifier);
}

function reportBranches(c: Checker, node: Expression, one: Type, other: Type): void {
  const isBoolNa = (one === "bool" && other === "na") || (one === "na" && other === "bool");
  if (isBoolNa) {
    complain(
      c,
      "E313",
      node,
      "One branch is a bool and another na, but a bool is never na: write `false`.",
    );
  } else {
    complain(
      c,
      "E315",
      node,
      `The branches give ${spoken(one)} and ${spoken(other)}: make them one type.`,
    );
  }
}
