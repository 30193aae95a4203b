// Lowers calls: of the library by its table, of user functions by expanding their bodies.
import { LIMITS } from "../base/limits.ts";
import { type UserCall, targetAt } from "../semantic/checked.ts";
import type { FunctionName } from "../semantic/library/library.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import type { Call, Expression } from "../syntax/tree.ts";
import { lowerExpression } from "./lower-expression.ts";
import { LOWER_MATH } from "./lower-math.ts";
import { LOWER_ORDERS } from "./lower-orders.ts";
import { LOWER_REQUESTS } from "./lower-requests.ts";
import { LOWER_SIZES } from "./lower-sizes.ts";
import { fillCells, lowerStatements } from "./lower-statement.ts";
import { LOWER_TA, type LowerCall } from "./lower-ta.ts";
import { type Frame, type Lowerer, complain, newFrame, viewOf } from "./lowerer.ts";
import { BROKEN, NOTHING, type Value } from "./values.ts";

/** Every function of the library has its lowering here, or the build fails. */
const LOWERINGS: Readonly<Record<FunctionName, LowerCall>> = {
  ...LOWER_TA,
  ...LOWER_MATH,
  ...LOWER_SIZES,
  ...LOWER_ORDERS,
  ...LOWER_REQUESTS,
  "color.new": () => NOTHING,
};

export function lowerCall(l: Lowerer, node: Call): Value {
  const target = targetAt(l.frame.annotations, node);
  if (target?.kind === "call") return LOWERINGS[target.name]({ l, node, call: target });
  return target?.kind === "userCall" ? expand(l, node, target) : BROKEN;
}

function expand(l: Lowerer, node: Call, target: UserCall): Value {
  const isTooMuch = l.ir.isFull || l.ir.counts.calls >= LIMITS.planNodes;
  if (isTooMuch || l.callDepth >= LIMITS.callDepth) {
    l.ir.isFull ||= isTooMuch;
    if (!isTooMuch)
      complain(
        l,
        "E003",
        node,
        `Functions call each other more than ${LIMITS.callDepth} levels deep here: take a level out.`,
      );
    return BROKEN;
  }
  const callee = newFrame(target.instance.annotations, l.context, l.guard);
  const given = bindParameters(l, target, callee);
  const result = inFrame(l, node, callee, target);
  return returned(result, given);
}

/** Gives the parameters their values; what is local to the caller is marked as such. */
function bindParameters(l: Lowerer, target: UserCall, callee: Frame): readonly Value[] {
  const { symbol, parameters } = target.instance;
  const view = viewOf(callee, l.context);
  return parameters.map((parameter, index) => {
    const argument = target.arguments[index];
    const preset = symbol.node.parameters[index]?.preset ?? null;
    const value =
      argument === undefined ? presetValue(l, preset, callee) : lowerExpression(l, argument);
    view.values.set(parameter, passed(value));
    define(callee, parameter, argument ?? preset, argument === undefined ? callee : l.frame);
    return value;
  });
}

function presetValue(l: Lowerer, preset: Expression | null, callee: Frame): Value {
  if (preset === null) return BROKEN;
  const { frame } = l;
  l.frame = callee;
  const value = lowerExpression(l, preset);
  l.frame = frame;
  return value;
}

function passed(value: Value): Value {
  if (value.kind !== "node") return value;
  return { ...value, isCallersLocal: value.isLocal || value.isCallersLocal, isLocal: false };
}

function define(
  callee: Frame,
  parameter: VariableSymbol,
  node: Expression | null,
  frame: Frame,
): void {
  if (node !== null) callee.definitions.set(parameter, { node, frame, part: null, isKept: false });
}

function inFrame(l: Lowerer, node: Call, callee: Frame, target: UserCall): Value {
  const { frame, home, call, callRange, hintRange } = l;
  l.ir.counts.calls++;
  l.part.calls.push({ range: node, parent: call });
  l.call = l.part.calls.length - 1;
  l.callRange = node;
  if (l.lazyDepth > 0) l.hintRange ??= node;
  l.frame = callee;
  l.home = { cells: [], isConditional: false };
  l.callDepth++;
  const result = lowerStatements(l, target.instance.symbol.node.body.statements, true);
  fillCells(l, l.home);
  l.callDepth--;
  l.frame = frame;
  l.home = home;
  l.call = call;
  l.callRange = callRange;
  l.hintRange = hintRange;
  return result;
}

/** What depends on a local of the caller in the callee is again a local of the caller outside. */
function returned(result: Value, given: readonly Value[]): Value {
  if (result.kind === "tuple") {
    return { kind: "tuple", elements: result.elements.map((element) => returned(element, given)) };
  }
  if (result.kind !== "node") return result;
  const depends = result.isCallersLocal;
  const isLocal = depends && given.some((value) => value.kind === "node" && value.isLocal);
  const isCallersLocal =
    depends && given.some((value) => value.kind === "node" && value.isCallersLocal);
  return { kind: "node", node: result.node, isLocal, isCallersLocal };
}
