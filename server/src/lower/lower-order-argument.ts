// Lowers a price or quantity of an order. A literal na, alone or as an arm of `?:`, means "not given";
// a computed na is a value that makes the call have no effect.
import type { Argument } from "@backtestr/client";
import { factsAt, targetAt } from "../semantic/checked.ts";
import { bare } from "../semantic/checker.ts";
import type { Conditional, Expression } from "../syntax/tree.ts";
import { binary, bool, select, unary } from "./ir.ts";
import { lowerNode } from "./lower-expression.ts";
import { type Lowerer, under } from "./lowerer.ts";

type Lowered = Argument | null | "broken";

export function lowerOrderArgument(l: Lowerer, node: Expression): Lowered {
  if (isLiteralNa(l, node)) return null;
  const inner = bare(node);
  if (inner.kind === "conditional" && hasNaArm(l, inner)) return lowerArms(l, inner);
  const value = lowerNode(l, node);
  return value === null ? "broken" : { value: value.node, given: null };
}

function isLiteralNa(l: Lowerer, node: Expression): boolean {
  const target = targetAt(l.frame.annotations, bare(node));
  return target?.kind === "value" && target.name === "na";
}

function hasNaArm(l: Lowerer, node: Conditional): boolean {
  return [node.yes, node.no].some((arm) => {
    const inner = bare(arm);
    return isLiteralNa(l, inner) || (inner.kind === "conditional" && hasNaArm(l, inner));
  });
}

function lowerArms(l: Lowerer, node: Conditional): Lowered {
  const known = factsAt(l.frame.annotations, node.test).value;
  if (typeof known === "boolean") return lowerOrderArgument(l, known ? node.yes : node.no);
  const test = lowerNode(l, node.test);
  if (test === null) return "broken";
  const yes = under(l, test.node, false, () => lowerOrderArgument(l, node.yes));
  const no = under(l, test.node, true, () => lowerOrderArgument(l, node.no));
  if (yes === "broken" || no === "broken") return "broken";
  return joined(l, test.node, yes, no);
}

function joined(
  l: Lowerer,
  test: number,
  yes: Argument | null,
  no: Argument | null,
): Argument | null {
  if (yes === null) return no === null ? null : givenWhen(l, unary(l, "not", test), no);
  if (no === null) return givenWhen(l, test, yes);
  const value = select(l, test, yes.value, no.value);
  if (yes.given === null && no.given === null) return { value, given: null };
  const given = select(l, test, yes.given ?? bool(l, true), no.given ?? bool(l, true));
  return { value, given };
}

function givenWhen(l: Lowerer, test: number, argument: Argument): Argument {
  const given = argument.given === null ? test : binary(l, "and", test, argument.given);
  return { value: argument.value, given };
}
