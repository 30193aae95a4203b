// What a value is counted in, as far as the text shows it. For hover and hints only: the checker
// judges units at literals, and nothing is refused by what is found here.
import { targetOfNode } from "./facts.ts";
import type { Analysis } from "./analysis.ts";
import { bindingAt } from "./name-table.ts";
import type { ParameterUnit } from "../semantic/library/spec.ts";
import type { FunctionName, ValueName } from "../semantic/library/library.ts";
import type { Binary, Call, Expression } from "../syntax/tree.ts";

const PRICES: ReadonlySet<string> = new Set<ValueName>([
  ...(["open", "high", "low", "close", "hl2", "hlc3", "ohlc4", "ta.tr"] as const),
  ...(["bid", "ask", "strategy.position_avg_price", "syminfo.mintick"] as const),
]);
const QUANTITIES: ReadonlySet<string> = new Set<ValueName>([
  ...(["bid_size", "ask_size", "strategy.position_size"] as const),
]);
const MONEY: ReadonlySet<string> = new Set<ValueName>([
  ...(["equity", "strategy.equity", "strategy.initial_capital", "strategy.netprofit"] as const),
  ...(["strategy.openprofit", "strategy.grossprofit", "strategy.grossloss"] as const),
]);

/** Functions that give what their first argument is counted in. */
const LIKE_FIRST: ReadonlySet<string> = new Set<FunctionName>([
  ...([
    "ta.sma",
    "ta.ema",
    "ta.rma",
    "ta.wma",
    "ta.stdev",
    "ta.change",
    "ta.mom",
    "fixnan",
  ] as const),
  ...(["math.abs", "math.max", "math.min", "math.avg", "nz", "math.round_to_mintick"] as const),
]);
const OF_EXTREMES: ReadonlySet<string> = new Set<FunctionName>(["ta.highest", "ta.lowest"]);
const FIXED: ReadonlyMap<string, ParameterUnit> = new Map<FunctionName, ParameterUnit>([
  ["ta.atr", "price"],
  ["ta.tr", "price"],
  ["ta.barssince", "bars"],
  ["size.risk", "quantity"],
  ["size.cash", "quantity"],
  ["size.percent", "quantity"],
]);

/** Names lead to names: a bound on how far they are followed. */
const STEPS = 24;

export function unitOf(
  analysis: Analysis,
  node: Expression,
  steps: number = STEPS,
): ParameterUnit | null {
  if (steps === 0) return null;
  const inner = (part: Expression): ParameterUnit | null => unitOf(analysis, part, steps - 1);
  switch (node.kind) {
    case "group":
      return inner(node.inner);
    case "unary":
      return node.operator === "not" ? null : inner(node.operand);
    case "history":
      return inner(node.value);
    case "conditional":
      return inner(node.yes) ?? inner(node.no);
    case "percentOf":
      return inner(node.operand);
    case "percent":
      return "percent";
    case "binary":
      return unitOfBinary(node, inner);
    case "call":
      return unitOfCall(analysis, node, inner);
    case "name":
    case "member":
      return unitOfName(analysis, node, inner);
    default:
      return null;
  }
}

type Inner = (part: Expression) => ParameterUnit | null;

function unitOfBinary(node: Binary, inner: Inner): ParameterUnit | null {
  const left = inner(node.left);
  const right = inner(node.right);
  switch (node.operator) {
    case "+":
    case "-":
      return left === right || right === null ? left : left === null ? right : null;
    case "*":
      return scaled(left, right);
    case "/":
      return right === null || right === "percent" ? left : null;
    default:
      return null;
  }
}

/** A number of something stays a number of it. */
function scaled(left: ParameterUnit | null, right: ParameterUnit | null): ParameterUnit | null {
  if (left === null || left === "percent") return right;
  return right === null || right === "percent" ? left : null;
}

function unitOfCall(analysis: Analysis, node: Call, inner: Inner): ParameterUnit | null {
  const target = targetOfNode(analysis, node);
  if (target?.kind !== "call") return null;
  const { name, parameters } = target;
  const fixed = FIXED.get(name);
  if (fixed !== undefined) return fixed;
  if (OF_EXTREMES.has(name) && parameters.length === 1) return "price";
  const [first] = target.arguments;
  const isLikeFirst = LIKE_FIRST.has(name) || OF_EXTREMES.has(name);
  return isLikeFirst && first !== undefined ? inner(first) : null;
}

function unitOfName(analysis: Analysis, node: Expression, inner: Inner): ParameterUnit | null {
  const target = targetOfNode(analysis, node);
  switch (target?.kind) {
    case "value":
      return unitOfValue(target.name);
    case "parameter":
      return target.symbol.info.isPercent ? "percent" : null;
    case "variable":
      return unitOfVariable(analysis, node, inner);
    default:
      return null;
  }
}

/** That of the value it is declared with. */
function unitOfVariable(analysis: Analysis, node: Expression, inner: Inner): ParameterUnit | null {
  const binding = bindingAt(analysis.names, node.start);
  if (binding?.kind !== "variable" || binding.statement.kind !== "declare") return null;
  return inner(binding.statement.value);
}

export function unitOfValue(name: ValueName): ParameterUnit | null {
  if (PRICES.has(name)) return "price";
  if (MONEY.has(name)) return "money";
  if (QUANTITIES.has(name)) return "quantity";
  return name === "bar_index" ? "bars" : null;
}
