// Lowers orders and plots to the plan's statements.
import type { Argument, Direction, Statement } from "@backtestr/client";
import type { STRATEGY } from "../semantic/library/strategy.ts";
import { LIMITS } from "../base/limits.ts";
import type { Expression } from "../syntax/tree.ts";
import { type CallArguments, expressionOf, nodeOf, valueOf } from "./call-arguments.ts";
import { binary, textIndex, unary } from "./ir.ts";
import { lowerOrderArgument } from "./lower-order-argument.ts";
import { complainInRequest } from "./lower-names.ts";
import type { LowerCall } from "./lower-ta.ts";
import { type Lowerer, complain, wholeGuard } from "./lowerer.ts";
import { BROKEN, NOTHING, type Value, fixed } from "./values.ts";

type OrderName = Exclude<
  keyof typeof STRATEGY,
  "size.risk" | "size.cash" | "size.percent" | "confirmed" | "request.security" | "color.new"
>;

interface Leaf {
  readonly guard: number | null;
  readonly value: string;
}

/** Every text that a value can be, each with its condition; null when there is none or too many. */
function leavesOf(l: Lowerer, value: Value, guard: number | null): readonly Leaf[] | null {
  if (value.kind === "fixed") return [{ guard, value: value.value }];
  if (value.kind !== "choice") return null;
  const yes = leavesOf(l, value.yes, both(l, guard, value.test));
  const no = leavesOf(l, value.no, both(l, guard, unary(l, "not", value.test)));
  return yes === null || no === null ? null : [...yes, ...no];
}

function both(l: Lowerer, guard: number | null, test: number): number {
  return guard === null ? test : binary(l, "and", guard, test);
}

/** What stays the same in all alternatives of an order. */
interface Texts {
  readonly guard: number | null;
  readonly texts: readonly string[];
}

/** All combinations of the texts of an order; null after a report or when one is broken. */
function combinations(a: CallArguments, values: readonly Value[]): readonly Texts[] | null {
  const { l } = a;
  let open: readonly Texts[] = [{ guard: wholeGuard(l), texts: [] }];
  for (const value of values) {
    const next: Texts[] = [];
    for (const { guard, texts } of open) {
      const leaves = leavesOf(l, value, guard);
      if (leaves === null || next.length > LIMITS.textAlternatives) return refuseTexts(a, value);
      for (const leaf of leaves) next.push({ guard: leaf.guard, texts: [...texts, leaf.value] });
    }
    open = next;
  }
  return open;
}

function refuseTexts(a: CallArguments, value: Value): null {
  if (value.kind === "choice") {
    complain(
      a.l,
      "E004",
      a.node,
      `The texts of this order have more than ${LIMITS.textAlternatives} alternatives: write several orders.`,
    );
  }
  return null;
}

/** An optional text; an empty one stands for "not given". */
function textOf(a: CallArguments, name: string): Value {
  const value = valueOf(a, name);
  if (value === null) return fixed("");
  // A literal na means "not given" for texts too.
  return value.kind === "node" ? fixed("") : value;
}

function optionalText(l: Lowerer, text: string | undefined): number | null {
  return text === undefined || text === "" ? null : textIndex(l.ir, text);
}

function argument(a: CallArguments, name: string): Argument | null | "broken" {
  const expression: Expression | null = expressionOf(a, name);
  return expression === null ? null : lowerOrderArgument(a.l, expression);
}

type Arguments = ReadonlyMap<string, Argument | null>;

/** The price and quantity arguments of an order, or null when one is broken. */
function argumentsOf(a: CallArguments, names: readonly string[]): Arguments | null {
  const found = new Map<string, Argument | null>();
  for (const name of names) {
    const value = argument(a, name);
    if (value === "broken") return null;
    found.set(name, value);
  }
  return found;
}

/** Adds a statement for each combination of an order's texts. */
function place(
  a: CallArguments,
  texts: readonly Value[],
  numbers: readonly string[],
  build: (guard: number | null, texts: readonly string[], given: Arguments) => Statement,
): Value {
  const { l } = a;
  if (l.context !== 0) {
    const message =
      "Orders belong to the chart's bars and cannot be placed inside another timeframe: place them outside the request.";
    complainInRequest(l, "E405", a.node, message);
    return NOTHING;
  }
  const given = argumentsOf(a, numbers);
  const alternatives = given === null ? null : combinations(a, texts);
  if (given === null || alternatives === null) {
    l.part.lost.push(a.node);
    return NOTHING;
  }
  for (const { guard, texts: chosen } of alternatives) addStatement(a, build(guard, chosen, given));
  return NOTHING;
}

function addStatement({ l, node }: CallArguments, statement: Statement): void {
  const { ir, part, call } = l;
  if (ir.counts.statements >= LIMITS.planNodes) {
    ir.isFull = true;
    return;
  }
  ir.counts.statements++;
  part.statements.push({ statement, range: node, head: node.callee, call });
}

function direction(text: string | undefined): Direction {
  return text === "short" ? "short" : "long";
}

function opening(does: "entry" | "order"): LowerCall {
  return (a) => {
    const texts = [textOf(a, "id"), textOf(a, "direction"), textOf(a, "comment")];
    return place(a, texts, ["qty", "limit", "stop"], (guard, [id = "", side, comment], given) => ({
      does,
      guard,
      id: textIndex(a.l.ir, id),
      direction: direction(side),
      quantity: of(given, "qty"),
      limit: of(given, "limit"),
      stop: of(given, "stop"),
      comment: optionalText(a.l, comment),
    }));
  };
}

function of(given: Arguments, name: string): Argument | null {
  return given.get(name) ?? null;
}

const EXIT_NUMBERS = "qty qty_percent limit stop target_distance stop_distance profit loss".split(
  " ",
);

function exit(a: CallArguments): Value {
  const texts = [textOf(a, "id"), textOf(a, "from_entry"), textOf(a, "comment")];
  return place(a, texts, EXIT_NUMBERS, (guard, [id = "", entry, comment], given) => ({
    does: "exit",
    guard,
    id: textIndex(a.l.ir, id),
    fromEntry: optionalText(a.l, entry),
    quantity: of(given, "qty"),
    quantityPercent: of(given, "qty_percent"),
    limit: of(given, "limit"),
    stop: of(given, "stop"),
    targetDistance: of(given, "target_distance"),
    stopDistance: of(given, "stop_distance"),
    profitTicks: of(given, "profit"),
    lossTicks: of(given, "loss"),
    comment: optionalText(a.l, comment),
  }));
}

function close(a: CallArguments): Value {
  const texts = [textOf(a, "id"), textOf(a, "comment")];
  return place(a, texts, ["qty", "qty_percent"], (guard, [entry = "", comment], given) => ({
    does: "close",
    guard,
    entry: textIndex(a.l.ir, entry),
    quantity: of(given, "qty"),
    quantityPercent: of(given, "qty_percent"),
    comment: optionalText(a.l, comment),
  }));
}

function plot(a: CallArguments): Value {
  const { l } = a;
  const value = nodeOf(a, "series");
  const title = valueOf(a, "title");
  if (value === null) {
    l.part.lost.push(a.node);
    return BROKEN;
  }
  const text = title?.kind === "fixed" ? title.value : "";
  addStatement(a, { does: "plot", value: value.node, title: textIndex(l.ir, text) });
  return NOTHING;
}

export const LOWER_ORDERS: Readonly<Record<OrderName, LowerCall>> = {
  "strategy.entry": opening("entry"),
  "strategy.order": opening("order"),
  "strategy.exit": exit,
  "strategy.close": close,
  "strategy.close_all": (a) =>
    place(a, [textOf(a, "comment")], [], (guard, [comment]) => ({
      does: "closeAll",
      guard,
      comment: optionalText(a.l, comment),
    })),
  "strategy.cancel": (a) =>
    place(a, [textOf(a, "id")], [], (guard, [id = ""]) => ({
      does: "cancel",
      guard,
      id: textIndex(a.l.ir, id),
    })),
  "strategy.cancel_all": (a) => place(a, [], [], (guard) => ({ does: "cancelAll", guard })),
  plot,
};
