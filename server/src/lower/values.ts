// What an expression is worth while it is lowered: a node, a text that a condition chooses, a tuple.
import { LIMITS } from "../base/limits.ts";
import { type Type, isTuple } from "../semantic/types.ts";
import { type Builder, bool, na, select } from "./ir.ts";

export interface NodeValue {
  readonly kind: "node";
  readonly node: number;
  /** Depends on a name of a conditional block that is open in this function. */
  readonly isLocal: boolean;
  /** The same of a block that is open around the function's call. */
  readonly isCallersLocal: boolean;
}

/** A text or a side that the program fixes. */
export interface FixedValue {
  readonly kind: "fixed";
  readonly value: string;
}

/** A text or a side that depends on a condition: plans know fixed ones only. */
export interface ChoiceValue {
  readonly kind: "choice";
  readonly test: number;
  readonly yes: Value;
  readonly no: Value;
  /** Fixed values in it. */
  readonly size: number;
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly elements: readonly Value[];
}

export type Value =
  | NodeValue
  | FixedValue
  | ChoiceValue
  | TupleValue
  /** Nothing, or something that no plan carries, such as a colour. */
  | { readonly kind: "nothing" }
  /** What could not be lowered; the reason was reported. */
  | { readonly kind: "broken" };

export const NOTHING: Value = { kind: "nothing" };
export const BROKEN: Value = { kind: "broken" };

export function nodeValue(node: number, from: readonly Value[] = []): NodeValue {
  let [isLocal, isCallersLocal] = [false, false];
  for (const value of from) {
    if (value.kind !== "node") continue;
    isLocal ||= value.isLocal;
    isCallersLocal ||= value.isCallersLocal;
  }
  return { kind: "node", node, isLocal, isCallersLocal };
}

export function fixed(value: string): FixedValue {
  return { kind: "fixed", value };
}

export function isConditional(value: Value): boolean {
  return value.kind === "node" && (value.isLocal || value.isCallersLocal);
}

function sizeOf(value: Value): number {
  return value.kind === "choice" ? value.size : 1;
}

/** `test ? yes : no` for any two values of one type. */
export function chosen(b: Builder, test: number, yes: Value, no: Value): Value {
  if (yes.kind === "broken" || no.kind === "broken") return BROKEN;
  if (yes.kind === "node" && no.kind === "node") return chosenNode(b, test, yes, no);
  if (yes.kind === "tuple" && no.kind === "tuple") {
    const elements = yes.elements.map((one, index) =>
      chosen(b, test, one, no.elements[index] ?? BROKEN),
    );
    return { kind: "tuple", elements };
  }
  if (isText(yes)) return chosenText(b, test, yes, asText(no));
  return isText(no) ? chosenText(b, test, asText(yes), no) : NOTHING;
}

function chosenNode(b: Builder, test: number, yes: NodeValue, no: NodeValue): Value {
  const node = yes.node === no.node ? yes.node : select(b, test, yes.node, no.node);
  return nodeValue(node, [yes, no]);
}

/** A text that is na is one that is not given, which is what an empty one stands for. */
function asText(value: Value): FixedValue | ChoiceValue {
  return isText(value) ? value : fixed("");
}

function isText(value: Value): value is FixedValue | ChoiceValue {
  return value.kind === "fixed" || value.kind === "choice";
}

/** A text with too many alternatives is given up: all that is made of it would multiply. */
function chosenText(
  b: Builder,
  test: number,
  yes: FixedValue | ChoiceValue,
  no: FixedValue | ChoiceValue,
): Value {
  if (yes.kind === "fixed" && no.kind === "fixed" && yes.value === no.value) return yes;
  const size = sizeOf(yes) + sizeOf(no);
  if (size <= LIMITS.textAlternatives) return { kind: "choice", test, yes, no, size };
  b.ir.manyTexts ??= b.origin;
  return BROKEN;
}

/** Whether two texts are equal, as a bool node. */
export function equalTexts(b: Builder, left: Value, right: Value): number {
  if (left.kind === "choice") {
    return select(b, left.test, equalTexts(b, left.yes, right), equalTexts(b, left.no, right));
  }
  if (right.kind === "choice") return equalTexts(b, right, left);
  return bool(b, left.kind === "fixed" && right.kind === "fixed" && left.value === right.value);
}

/** What stands where no branch is ever taken. */
export function absentOf(b: Builder, type: Type): Value {
  if (isTuple(type)) {
    return { kind: "tuple", elements: type.elements.map((one) => absentOf(b, one.type)) };
  }
  if (type === "bool") return nodeValue(bool(b, false));
  return type === "int" || type === "float" || type === "na" ? nodeValue(na(b)) : NOTHING;
}

/** What stands where no branch gives a value. */
export function absentLike(b: Builder, like: Value): Value {
  switch (like.kind) {
    case "node":
      return nodeValue(b.ir.isBool[like.node] === true ? bool(b, false) : na(b));
    case "tuple":
      return { kind: "tuple", elements: like.elements.map((one) => absentLike(b, one)) };
    case "fixed":
    case "choice":
      return fixed("");
    default:
      return like;
  }
}
