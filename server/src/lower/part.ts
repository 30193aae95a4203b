// One statement of the top level, lowered: what it adds to the program, and what it read and changed
// outside of itself, so that a later lowering can tell whether it would come to the same.
import type { Statement } from "@backtestr/client";
import type { Code } from "../base/codes.ts";
import type { Extras } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Unit } from "../semantic/memory.ts";
import type { VariableSymbol } from "../semantic/symbols.ts";
import type { Definition, OpenCell } from "./lowerer.ts";
import type { Value } from "./values.ts";

/** Numbers from one up to and without another. */
export interface Span {
  readonly from: number;
  end: number;
}

/** The numbers of all spans, one after the other. */
export function* within(spans: readonly Span[]): Generator<number> {
  for (const { from, end } of spans) for (let index = from; index < end; index++) yield index;
}

/** Ranges are nodes of the tree, which move with it. Calls are counted from the part's first one. */
export interface PartCall {
  readonly range: TextRange;
  readonly parent: number | null;
}

export interface PartExpression {
  readonly range: TextRange;
  readonly node: number;
  readonly call: number | null;
}

export interface PartStatement {
  readonly statement: Statement;
  readonly range: TextRange;
  /** The name of what is called. */
  readonly head: TextRange;
  readonly call: number | null;
}

export interface Said {
  readonly code: Code;
  readonly range: TextRange;
  readonly message: string;
  readonly extras: Extras | undefined;
}

export interface Part {
  /** The check whose findings were lowered. */
  readonly unit: Unit | null;
  readonly nodes: Span;
  readonly memories: Span;
  readonly calls: PartCall[];
  readonly expressions: PartExpression[];
  readonly statements: PartStatement[];
  /** Nodes whose value is known too late. */
  readonly sources: number[];
  readonly said: Said[];
  /** What was left out; each has its reason among the diagnostics. */
  readonly lost: TextRange[];

  /** Names of the top level with the values that they had, one after the other. */
  readonly readNames: VariableSymbol[];
  readonly readValues: (Value | undefined)[];
  /** The same for the memories of their past. */
  readonly pastNames: VariableSymbol[];
  readonly pastCells: (number | undefined)[];

  /** Names of the top level that got a value here, those of blocks included. */
  readonly written: Set<VariableSymbol>;
  /** What they are worth behind the statement. */
  readonly given: (readonly [VariableSymbol, Value])[];
  readonly definitions: { readonly symbol: VariableSymbol; readonly definition: Definition }[];
  /** Memories of the top level that began here. */
  readonly cells: OpenCell[];

  /** Whether all that was read is written down. */
  isRepeatable: boolean;
  /** Whether something was said of another part's nodes. */
  isEntangled: boolean;
}

export function newPart(unit: Unit | null, node: number, memory: number): Part {
  return {
    unit,
    nodes: { from: node, end: node },
    memories: { from: memory, end: memory },
    calls: [],
    expressions: [],
    statements: [],
    sources: [],
    said: [],
    lost: [],
    readNames: [],
    readValues: [],
    pastNames: [],
    pastCells: [],
    written: new Set(),
    given: [],
    definitions: [],
    cells: [],
    isRepeatable: true,
    isEntangled: false,
  };
}

export function noteRead(part: Part, symbol: VariableSymbol, value: Value | undefined): void {
  if (part.written.has(symbol)) return;
  part.readNames.push(symbol);
  part.readValues.push(value);
}

export function notePast(part: Part, symbol: VariableSymbol, cell: number | undefined): void {
  if (part.cells.some((open) => open.symbol === symbol)) return;
  part.pastNames.push(symbol);
  part.pastCells.push(cell);
}
