// Evaluates `require` lines for given values of the parameters, before any run.
import type { Binary, BinaryOperator, Call, Expression } from "../syntax/tree.ts";
import { numberFold } from "./check-operators.ts";
import {
  type Annotations,
  type CheckedFile,
  type CheckedRequirement,
  factsAt,
  targetAt,
} from "./checked.ts";
import type { ParameterInfo } from "./parameters.ts";
import { type ConstValue, Qualifier } from "./types.ts";

/** Values by the parameters' names; bools are 0 and 1. */
export type ParameterValues = ReadonlyMap<string, number>;

export function presets(parameters: readonly ParameterInfo[]): ParameterValues {
  return new Map(parameters.map(({ name, preset }) => [name, preset]));
}

/** What requirements are made of. */
export type Evaluable = Pick<CheckedFile, "main" | "parameters" | "requirements">;

/** The requirements that do not hold; one that comes to na does not hold either. */
export function unmet(file: Evaluable, values: ParameterValues): readonly CheckedRequirement[] {
  return file.requirements.filter(
    ({ node, isSound }) => isSound && evaluate(file.main, node.condition, values) !== true,
  );
}

type Functions = Readonly<Record<string, (...values: readonly number[]) => number>>;

const FUNCTIONS: Functions = {
  "math.abs": (x = NaN) => Math.abs(x),
  "math.floor": (x = NaN) => Math.floor(x),
  "math.ceil": (x = NaN) => Math.ceil(x),
  "math.max": (...values) => Math.max(...values),
  "math.min": (...values) => Math.min(...values),
  int: (x = NaN) => Math.trunc(x),
  float: (x = NaN) => x,
};

/** Whether an expression consists of what `evaluate` knows. */
export function isAboutParameters(annotations: Annotations, node: Expression): boolean {
  switch (node.kind) {
    case "number":
    case "percent":
    case "bool":
      return true;
    case "name":
      return isKnownName(annotations, node);
    case "group":
      return isAboutParameters(annotations, node.inner);
    case "unary":
      return isAboutParameters(annotations, node.operand);
    case "binary":
      return [node.left, node.right].every((part) => isAboutParameters(annotations, part));
    case "conditional":
      return [node.test, node.yes, node.no].every((part) => isAboutParameters(annotations, part));
    default:
      return node.kind === "call" && isKnownCall(annotations, node);
  }
}

function isKnownName(annotations: Annotations, node: Expression): boolean {
  if (targetAt(annotations, node)?.kind === "parameter") return true;
  const { qualifier, value } = factsAt(annotations, node);
  return qualifier === Qualifier.const && value !== undefined;
}

function isKnownCall(annotations: Annotations, node: Call): boolean {
  const target = targetAt(annotations, node);
  const isKnown = target?.kind === "call" && Object.hasOwn(FUNCTIONS, target.name);
  return isKnown && node.arguments.every(({ value }) => isAboutParameters(annotations, value));
}

/** The value, or undefined for na. */
function evaluate(
  annotations: Annotations,
  node: Expression,
  values: ParameterValues,
): ConstValue | undefined {
  const inner = (part: Expression): ConstValue | undefined => evaluate(annotations, part, values);
  switch (node.kind) {
    case "group":
      return inner(node.inner);
    case "unary":
      return ofUnary(node.operator, inner(node.operand));
    case "binary":
      return ofBinary(node, inner);
    case "conditional":
      return inner(node.test) === true ? inner(node.yes) : inner(node.no);
    case "call":
      return ofCall(annotations, node, inner);
    default:
      return ofLeaf(annotations, node, values);
  }
}

function ofLeaf(
  annotations: Annotations,
  node: Expression,
  values: ParameterValues,
): ConstValue | undefined {
  const target = targetAt(annotations, node);
  if (target?.kind !== "parameter") return factsAt(annotations, node).value;
  const value = values.get(target.symbol.name) ?? target.symbol.info.preset;
  return target.symbol.info.type === "bool" ? value !== 0 : value;
}

function ofUnary(
  operator: "+" | "-" | "not",
  value: ConstValue | undefined,
): ConstValue | undefined {
  if (operator === "not") return value === false;
  if (typeof value !== "number") return undefined;
  return operator === "-" ? -value : value;
}

function ofBinary(
  node: Binary,
  inner: (part: Expression) => ConstValue | undefined,
): ConstValue | undefined {
  const left = inner(node.left);
  if (node.operator === "and") return left === true && inner(node.right) === true;
  if (node.operator === "or") return left === true || inner(node.right) === true;
  const right = inner(node.right);
  if (typeof left === "number" && typeof right === "number") {
    return numberFold(node.operator, left, right);
  }
  if (left === undefined || right === undefined) return undefined;
  return equalityOf(node.operator, left, right);
}

function equalityOf(
  operator: BinaryOperator,
  left: ConstValue,
  right: ConstValue,
): boolean | undefined {
  if (operator === "==") return left === right;
  return operator === "!=" ? left !== right : undefined;
}

function ofCall(
  annotations: Annotations,
  node: Call,
  inner: (part: Expression) => ConstValue | undefined,
): ConstValue | undefined {
  const target = targetAt(annotations, node);
  const apply = target?.kind === "call" ? FUNCTIONS[target.name] : undefined;
  const values = node.arguments.map(({ value }) => inner(value));
  const numbers = values.filter((value) => typeof value === "number");
  if (apply === undefined || numbers.length < values.length) return undefined;
  const value = apply(...numbers);
  return Number.isNaN(value) ? undefined : value;
}
