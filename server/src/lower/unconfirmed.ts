// Finds values that are known too late, and the orders that they reach: through expressions, the
// conditions of branches, functions (which are expanded here) and memories.
import type { Argument, Statement } from "@backtestr/client";
import { type Reporter, type RelatedPlace, report } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import { type Ir, type UnconfirmedSource, operandsOf } from "./ir.ts";
import type { Program } from "./lower-parts.ts";
import { type PartStatement, within } from "./part.ts";

/** For each node the one from which it got its mark, itself for a source, -1 for clean ones. */
export type Marks = Int32Array;

/** Marks what depends on unconfirmed values; null when there are none. */
export function marksOf(program: Program): Marks | null {
  const { ir, parts } = program;
  const open = parts.flatMap(({ sources }) => sources);
  if (open.length === 0) return null;
  const marks = new Int32Array(ir.nodes.length).fill(-1);
  for (const index of open) marks[index] = index;
  const users = usersOf(program);
  // The list grows while it is gone through.
  for (const node of open) {
    for (const user of users[node] ?? []) {
      if (marks[user] !== -1) continue;
      marks[user] = node;
      open.push(user);
    }
  }
  return marks;
}

/** By node, the nodes that read it; the reader of a cell reads what the cell keeps. */
function usersOf({ ir, parts }: Program): readonly (readonly number[])[] {
  const users: number[][] = ir.nodes.map(() => []);
  for (const index of within(parts.map(({ nodes }) => nodes)))
    for (const operand of inputsOfNode(ir, index)) users[operand]?.push(index);
  return users;
}

function inputsOfNode({ nodes, cells }: Ir, index: number): readonly number[] {
  const operation = nodes[index]?.operation;
  if (operation === undefined) return [];
  if (operation.op !== "cell") return operandsOf(operation);
  const next = cells[operation.cell]?.next;
  return next === undefined ? [] : [next];
}

interface Reached {
  readonly source: UnconfirmedSource;
  /** From the order to the source. */
  readonly chain: readonly RelatedPlace[];
}

export function reportUnconfirmed({ ir, parts }: Program, marks: Marks, reporter: Reporter): void {
  const explained = new Set<UnconfirmedSource>();
  for (const placed of parts.flatMap(({ statements }) => statements)) {
    const node = inputsOf(placed.statement).find((input) => (marks[input] ?? -1) >= 0);
    if (node === undefined) continue;
    const reached = follow(ir, marks, node);
    if (reached === null) continue;
    explained.add(reached.source);
    reportStatement(placed, reached, reporter);
  }
  for (const node of parts.flatMap(({ sources }) => sources)) {
    const source = sourceAt(ir, node);
    if (source?.kind === "lookahead" && !explained.has(source)) reportFuture(source, [], reporter);
  }
}

function sourceAt({ nodes }: Ir, node: number): UnconfirmedSource | null {
  const operation = nodes[node]?.operation;
  return operation?.op === "unconfirmed" ? operation.source : null;
}

function inputsOf(statement: Statement): readonly number[] {
  if (statement.does === "plot") return [statement.value];
  const inputs: number[] = statement.guard === null ? [] : [statement.guard];
  for (const argument of argumentsOf(statement)) {
    inputs.push(argument.value);
    if (argument.given !== null) inputs.push(argument.given);
  }
  return inputs;
}

function argumentsOf(statement: Statement): readonly Argument[] {
  switch (statement.does) {
    case "entry":
    case "order":
      return given([statement.quantity, statement.limit, statement.stop]);
    case "close":
      return given([statement.quantity, statement.quantityPercent]);
    case "exit":
      return given([
        ...[statement.quantity, statement.quantityPercent, statement.limit, statement.stop],
        ...[statement.targetDistance, statement.stopDistance],
        ...[statement.profitTicks, statement.lossTicks],
      ]);
    default:
      return [];
  }
}

function given(list: readonly (Argument | null)[]): readonly Argument[] {
  return list.filter((argument) => argument !== null);
}

/** Goes back along the marks; each step that has something to say is said once. */
function follow(ir: Ir, marks: Marks, node: number): Reached | null {
  const steps = new Map<string, RelatedPlace>();
  let at = node;
  for (; marks[at] !== at; at = marks[at] ?? at) addStep(ir, at, steps);
  addStep(ir, at, steps);
  const source = sourceAt(ir, at);
  if (source === null) return null;
  return { source, chain: [...steps.values(), { range: source.range, message: nature(source) }] };
}

function addStep(ir: Ir, node: number, steps: Map<string, RelatedPlace>): void {
  const label = ir.labels.get(node);
  if (label !== undefined) steps.set(`${label.range.start}:${label.message}`, label);
}

function nature(source: UnconfirmedSource): string {
  return source.kind === "lookahead"
    ? "shows a period's value from its first bar on"
    : `\`${source.name}\` is known only at the end of the data`;
}

function reportStatement(
  { statement, range: { start }, head }: PartStatement,
  { source, chain }: Reached,
  reporter: Reporter,
): void {
  const range: TextRange = { start, end: head.end };
  if (source.kind === "lookahead") {
    const first = statement.does === "plot" ? [] : [{ range, message: "reaches this order" }];
    reportFuture(source, [...first, ...chain], reporter);
  } else if (statement.does === "plot") {
    const message = `\`${source.name}\` is known only at the end of the data, and showing such values is not supported yet: leave it out of the plot.`;
    report(reporter, "E907", source.range, message);
  } else {
    const message = `This order depends on \`${source.name}\`, which is known only at the end of the data: no trader could have placed it.`;
    report(reporter, "E401", range, message, { related: chain });
  }
}

function reportFuture(
  source: UnconfirmedSource,
  related: readonly RelatedPlace[],
  reporter: Reporter,
): void {
  const message =
    "With lookahead on, a period's final value would stand on its first bar: leave lookahead off, or put an offset around the expression, as in `close[1]`.";
  report(reporter, "E402", source.range, message, { related, fixes: source.fixes });
}
