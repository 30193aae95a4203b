// The nodes of the lowered program before it becomes a plan: the plan's, plus values that no plan can
// hold because they are known too late, plus where each node came from. Numbers of nodes stay what
// they are from one text to the next; which nodes a text has is said by its parts.
import type {
  BinaryFunction,
  IndicatorFunction,
  Operation,
  UnaryFunction,
  ValueType,
} from "@backtestr/client";
import { LIMITS } from "../base/limits.ts";
import type { QuickFix } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";

/** A value that is known only when it is too late to trade on it. */
export interface Unconfirmed {
  readonly op: "unconfirmed";
  readonly source: UnconfirmedSource;
}

export interface UnconfirmedSource {
  readonly range: TextRange;
  /** As the text calls it: `last_bar_index`. */
  readonly name: string;
  readonly kind: "endOfData" | "lookahead";
  readonly fixes: readonly QuickFix[];
}

export type IrOperation = Operation | Unconfirmed;

export interface IrNode {
  readonly context: number;
  readonly operation: IrOperation;
}

/** What a step of a chain says about a node. */
export interface Label {
  readonly range: TextRange;
  readonly message: string;
}

export interface IrCell {
  readonly context: number;
  readonly valueType: ValueType;
  next: number;
}

/** A call of a user function, seen from inside. */
export interface CallSite {
  readonly range: TextRange;
  /** Index of the call around it, null at the top level. */
  readonly parent: number | null;
}

export interface ExpressionPlace extends TextRange {
  readonly node: number;
  /** Index of the call in which it stands, null outside functions. */
  readonly call: number | null;
}

export interface StatementPlace extends TextRange {
  /** Where the name of what is called ends: what an error about the statement underlines. */
  readonly headEnd: number;
  readonly call: number | null;
}

/** How much a text has; each is limited. */
export interface Counts {
  nodes: number;
  calls: number;
  statements: number;
}

export interface Ir {
  readonly contexts: string[];
  readonly texts: Map<string, number>;
  readonly nodes: IrNode[];
  readonly isBool: boolean[];
  /** By node, the expression for which it was made, which moves with the tree. */
  readonly origins: TextRange[];
  readonly labels: Map<number, Label>;
  readonly cells: IrCell[];
  /** Of the text that is being lowered. */
  readonly counts: Counts;
  /** Whether something was left out because a limit was reached. */
  isFull: boolean;
  /** Where a text got too many alternatives. */
  manyTexts: TextRange | null;
}

export function newIr(): Ir {
  return {
    contexts: [],
    texts: new Map(),
    nodes: [],
    isBool: [],
    origins: [],
    labels: new Map(),
    cells: [],
    counts: { nodes: 0, calls: 0, statements: 0 },
    isFull: false,
    manyTexts: null,
  };
}

/** Adds nodes to one context, on behalf of one place in the text. */
export interface Builder {
  readonly ir: Ir;
  /** 0 is the chart. */
  context: number;
  origin: TextRange;
}

/** Adds a node and gives its index. Beyond the limit it repeats the last one: the plan is refused then. */
export function add(b: Builder, operation: IrOperation, isBool: boolean): number {
  const { ir } = b;
  if (ir.counts.nodes >= LIMITS.planNodes) {
    ir.isFull = true;
    return ir.nodes.length - 1;
  }
  ir.counts.nodes++;
  ir.nodes.push({ context: b.context, operation });
  ir.isBool.push(isBool);
  ir.origins.push(b.origin);
  return ir.nodes.length - 1;
}

export function number(b: Builder, value: number): number {
  return add(b, { op: "number", value }, false);
}

export function na(b: Builder): number {
  return add(b, { op: "na" }, false);
}

export function bool(b: Builder, value: boolean): number {
  return add(b, { op: "bool", value }, true);
}

export function unary(b: Builder, name: UnaryFunction, value: number): number {
  return add(b, { op: "unary", function: name, value }, name === "not" || name === "isNa");
}

const BOOL_RESULTS: ReadonlySet<BinaryFunction> = new Set([
  "less",
  "lessOrEqual",
  "greater",
  "greaterOrEqual",
  "equal",
  "notEqual",
  "and",
  "or",
]);

export function binary(b: Builder, name: BinaryFunction, left: number, right: number): number {
  return add(b, { op: "binary", function: name, left, right }, BOOL_RESULTS.has(name));
}

export function select(b: Builder, test: number, yes: number, no: number): number {
  return add(b, { op: "select", test, yes, no }, b.ir.isBool[yes] === true);
}

export function history(b: Builder, value: number, offset: number): number {
  return add(b, { op: "history", value, offset }, b.ir.isBool[value] === true);
}

const BOOL_INDICATORS: ReadonlySet<IndicatorFunction> = new Set(["crossOver", "crossUnder"]);

export function indicator(
  b: Builder,
  name: IndicatorFunction,
  inputs: readonly number[],
  settings: readonly number[] = [],
): number {
  const operation: Operation = {
    op: "indicator",
    function: name,
    inputs: [...inputs],
    settings: [...settings],
  };
  return add(b, operation, BOOL_INDICATORS.has(name));
}

export function valueTypeOf(isBool: boolean): ValueType {
  return isBool ? "bool" : "number";
}

/** A cell whose value at the end of the bar is not known yet. */
export function newCell(b: Builder, isBool: boolean): number {
  b.ir.cells.push({ context: b.context, valueType: valueTypeOf(isBool), next: 0 });
  return b.ir.cells.length - 1;
}

export function readCell(b: Builder, cell: number): number {
  return add(b, { op: "cell", cell }, b.ir.cells[cell]?.valueType === "bool");
}

export function closeCell(b: Builder, cell: number, next: number): void {
  const found = b.ir.cells[cell];
  if (found !== undefined) found.next = next;
}

export function textIndex(ir: Ir, text: string): number {
  const known = ir.texts.get(text);
  if (known !== undefined) return known;
  ir.texts.set(text, ir.texts.size);
  return ir.texts.size - 1;
}

/** The nodes that a node reads in the same bar. */
export function operandsOf(operation: IrOperation): readonly number[] {
  switch (operation.op) {
    case "unary":
    case "confirmed":
      return [operation.value];
    case "binary":
      return [operation.left, operation.right];
    case "select":
      return [operation.test, operation.yes, operation.no];
    case "history":
      return [operation.value, operation.offset];
    case "indicator":
      return [...operation.inputs, ...operation.settings];
    default:
      return [];
  }
}
