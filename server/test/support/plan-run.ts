// Evaluates a plan bar by bar on given closes, straight from the meaning of its nodes: an oracle for
// what the lowering makes of a text. Other timeframes are bars of so many chart bars.
import type { Node, Operation, Plan, Statement } from "@backtestr/client";
import { binaryValue, indicatorValue, type Scalar, unaryValue } from "./plan-operators.ts";

type Row = Scalar[];

export interface Fired {
  readonly bar: number;
  readonly statement: Statement;
}

export interface PlanRun {
  /** By plot, its values; na is NaN. */
  readonly plots: readonly (readonly Scalar[])[];
  readonly orders: readonly Fired[];
  /** By bar and node of the chart. */
  readonly rows: readonly Row[];
}

/** Chart bars in a bar of a timeframe: an hour is two here, a day four. */
const BARS_IN: ReadonlyMap<string, number> = new Map([
  ["1h", 2],
  ["1d", 4],
]);

interface Context {
  readonly index: number;
  /** Chart bars in one of its bars. */
  readonly length: number;
  readonly rows: Row[];
  readonly memory: Scalar[];
}

interface State {
  readonly plan: Plan;
  readonly closes: readonly number[];
  readonly parameters: readonly number[];
  readonly contexts: readonly Context[];
}

export function runPlan(
  plan: Plan,
  closes: readonly number[],
  parameters: readonly number[] = [],
): PlanRun {
  const contexts = plan.contexts.map(({ timeframe }, index) => ({
    index,
    length: timeframe === null ? 1 : (BARS_IN.get(timeframe) ?? 1),
    rows: [],
    memory: plan.cells.map(({ valueType }) => (valueType === "bool" ? false : NaN)),
  }));
  const state: State = { plan, closes, parameters, contexts };
  const run = { plots: plotsOf(plan), orders: [], rows: contexts[0]?.rows ?? [] };
  for (const bar of closes.keys()) {
    // Bars that end now are complete before the chart decides.
    for (const context of contexts.toReversed()) {
      if ((bar + 1) % context.length === 0) step(state, context);
    }
    carryOut(plan, bar, run);
  }
  return run;
}

function plotsOf(plan: Plan): Scalar[][] {
  return plan.statements.filter(({ does }) => does === "plot").map(() => []);
}

const FIXED = new Set(["number", "bool", "na", "parameter"]);

function step(state: State, context: Context): void {
  const row: Row = [];
  context.rows.push(row);
  for (const [index, node] of state.plan.nodes.entries()) {
    const isRead = node.context === context.index || FIXED.has(node.operation.op);
    if (isRead) row[index] = evaluate(state, context, row, node);
  }
  for (const [index, cell] of state.plan.cells.entries()) {
    if (cell.context === context.index) context.memory[index] = row[cell.next] ?? NaN;
  }
}

function evaluate(state: State, context: Context, row: Row, { operation }: Node): Scalar {
  const at = (node: number): Scalar => row[node] ?? NaN;
  switch (operation.op) {
    case "unary":
      return unaryValue(operation.function, at(operation.value));
    case "binary":
      return binaryValue(operation.function, at(operation.left), at(operation.right));
    case "select":
      return at(operation.test) === true ? at(operation.yes) : at(operation.no);
    case "history":
      return past(context, operation.value, Number(at(operation.offset)));
    case "cell":
      return context.memory[operation.cell] ?? NaN;
    case "confirmed":
      return confirmed(state, operation.value);
    case "indicator":
      return indicatorValue(operation, context.rows);
    default:
      return leaf(state, context, operation);
  }
}

function leaf(state: State, context: Context, operation: Operation): Scalar {
  switch (operation.op) {
    case "number":
    case "bool":
      return operation.value;
    case "parameter":
      return parameterValue(state, operation.parameter);
    case "series":
      return seriesValue(state, context, operation.series);
    case "instrument":
      return operation.field === "tickSize" ? 0.25 : 2;
    case "account":
      return operation.field === "equity" ? 1000 : 0;
    default:
      return NaN;
  }
}

function parameterValue({ plan, parameters }: State, index: number): Scalar {
  const value = parameters[index] ?? NaN;
  return plan.parameters[index]?.valueType === "bool" ? value !== 0 : value;
}

function past({ rows }: Context, node: number, offset: number): Scalar {
  const steps = Math.trunc(offset);
  if (!(steps >= 0)) throw new Error(`offset ${steps}`);
  const now = rows.at(-1)?.[node];
  const then = rows[rows.length - 1 - steps]?.[node];
  return then ?? (typeof now === "boolean" ? false : NaN);
}

function confirmed({ plan, contexts }: State, node: number): Scalar {
  const last = contexts[plan.nodes[node]?.context ?? 0]?.rows.at(-1)?.[node];
  return last ?? (isBool(plan, node) ? false : NaN);
}

const BOOLS = new Set(["not", "isNa", "and", "or", "less", "greater", "equal", "notEqual"]);

function isBool(plan: Plan, node: number): boolean {
  const operation = plan.nodes[node]?.operation;
  const name = operation !== undefined && "function" in operation ? operation.function : "";
  return operation?.op === "bool" || BOOLS.has(name);
}

/** Highs are one above, lows one below the close; opens are the close before. The last quote of a bar
 * is bid at its close and asked two above, with sizes of ten and twenty closes. */
function seriesValue({ closes }: State, { rows, length }: Context, series: string): number {
  const index = rows.length - 1;
  const part = closes.slice(index * length, (index + 1) * length);
  const close = part.at(-1) ?? NaN;
  const values = new Map([
    ["open", closes[index * length - 1] ?? close],
    ["high", Math.max(...part) + 1],
    ["low", Math.min(...part) - 1],
    ["close", close],
    ["bid", close],
    ["ask", close + 2],
    ["bidSize", 10 * close],
    ["askSize", 20 * close],
    ["volume", 10 * length],
    ["time", index * length * 60_000],
    ["timeClose", (index + 1) * length * 60_000],
    ["barIndex", index],
  ]);
  return values.get(series) ?? NaN;
}

function carryOut(
  plan: Plan,
  bar: number,
  run: { plots: Scalar[][]; orders: Fired[]; rows: readonly Row[] },
): void {
  const row = run.rows[bar] ?? [];
  let plot = 0;
  for (const statement of plan.statements) {
    if (statement.does === "plot") run.plots[plot++]?.push(row[statement.value] ?? NaN);
    else if (statement.guard === null || row[statement.guard] === true) {
      run.orders.push({ bar, statement });
    }
  }
}
