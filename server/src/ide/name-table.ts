// What each name of a text stands for, found by scope alone, so that it works in broken texts too.
// What is known of statements that an edit leaves alone is taken over from the text before.
import { sameParts } from "../semantic/memory.ts";
import { isFunctionName, isValueName } from "../semantic/library/library.ts";
import type { Name, Statement, SyntaxFile } from "../syntax/tree.ts";
import { type Binding, type Mention, type NameUnit, globalsOf, nameUnitOf } from "./name-unit.ts";

export interface NameTable {
  readonly statements: readonly Statement[];
  /** By statement, what it declares for the whole text. */
  readonly globals: readonly (readonly Binding[])[];
  /** By statement, as far as anybody asked. */
  readonly units: (NameUnit | undefined)[];
  /** Globals by name, in the order of the text. */
  readonly byName: Map<string, Binding[]>;
  /**
   * Names of the top level that came, went, or became something else, from one table to the next. A
   * long list is begun anew.
   */
  readonly changes: string[];
}

export function emptyNameTable(): NameTable {
  return { statements: [], globals: [], units: [], byName: new Map(), changes: [] };
}

/** The table before is used up. */
export function nameTableOf({ statements }: SyntaxFile, before: NameTable): NameTable {
  const { byName } = before;
  const { begin, end } = sameParts(statements, before.statements);
  const fresh = statements.slice(begin, statements.length - end).map((one) => globalsOf(one));
  const gone = before.globals.slice(begin, before.globals.length - end);
  for (const binding of gone.flat()) remove(byName, binding);
  for (const binding of fresh.flat()) add(byName, binding);
  const unknown = fresh.map(() => undefined);
  return {
    ...{ statements, byName, changes: changesOf(before, fresh.flat(), gone.flat()) },
    globals: joined(before.globals, fresh, begin, end),
    units: joined<NameUnit | undefined>(before.units, unknown, begin, end),
  };
}

function joined<T>(old: readonly T[], fresh: readonly T[], begin: number, end: number): T[] {
  return old.slice(0, begin).concat(fresh, old.slice(old.length - end));
}

const MOST_CHANGES = 5_000;

function changesOf(
  { changes }: NameTable,
  fresh: readonly Binding[],
  gone: readonly Binding[],
): string[] {
  const isSame =
    fresh.length === gone.length &&
    fresh.every(({ kind, name }, at) => kind === gone[at]?.kind && name === gone[at].name);
  if (isSame) return changes;
  const list = changes.length > MOST_CHANGES ? [] : changes;
  for (const { name } of [...fresh, ...gone]) list.push(name);
  return list;
}

function remove(byName: Map<string, Binding[]>, binding: Binding): void {
  const left = (byName.get(binding.name) ?? []).filter((one) => one !== binding);
  if (left.length === 0) byName.delete(binding.name);
  else byName.set(binding.name, left);
}

function add(byName: Map<string, Binding[]>, binding: Binding): void {
  if (binding.name === "_") return;
  const known = byName.get(binding.name);
  if (known === undefined) {
    byName.set(binding.name, [binding]);
    return;
  }
  let at = known.length;
  while (at > 0 && (known[at - 1]?.node.start ?? 0) > binding.node.start) at--;
  known.splice(at, 0, binding);
}

/** The index of the statement that a place lies in, or whose last block is still open there; -1 before all. */
export function statementNear(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((statements[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** null when there is no such statement. */
export function unitAt(table: NameTable, index: number): NameUnit | null {
  const known = table.units[index];
  if (known !== undefined) return known;
  const statement = table.statements[index];
  if (statement === undefined) return null;
  const unit = nameUnitOf(statement, table.globals[index] ?? []);
  table.units[index] = unit;
  return unit;
}

/** The name that begins at a place, with what it stands for; null where the text declares nothing such. */
export function nameAt(table: NameTable, offset: number): Mentioned | null {
  const index = statementNear(table.statements, offset);
  const statement = table.statements[index];
  const mention =
    statement === undefined
      ? undefined
      : unitAt(table, index)?.mentions.get(offset - statement.start);
  if (statement === undefined || mention === undefined) return null;
  const binding = meaningOf(table, mention, statement);
  return binding === null ? null : { mention, binding };
}

export function bindingAt(table: NameTable, offset: number): Binding | null {
  return nameAt(table, offset)?.binding ?? null;
}

/** What a mention in a statement of the top level stands for. */
export function meaningOf(
  table: NameTable,
  { own, callee, node }: Mention,
  statement: Statement,
): Binding | null {
  if (own !== null) return own;
  return callee === null
    ? globalFor(table, node.text, statement)
    : parameterFor(table, callee, node.text, statement);
}

/** A named argument in a call of a user function stands for that function's parameter. */
function parameterFor(
  table: NameTable,
  callee: Name,
  label: string,
  statement: Statement,
): Binding | null {
  const mention = unitAt(table, statementNear(table.statements, statement.start))?.mentions.get(
    callee.start - statement.start,
  );
  if (mention?.callee !== null) return null;
  const called = meaningOf(table, mention, statement);
  if (called?.kind !== "function" || called.home !== null) return null;
  const unit = unitAt(table, statementNear(table.statements, called.statement.start));
  return unit?.parameters.get(label) ?? null;
}

/** What is used too early still means the declaration below, unless the library has the name. */
function globalFor({ byName }: NameTable, name: string, statement: Statement): Binding | null {
  const known = byName.get(name);
  if (known === undefined) return null;
  const above = known.findLast((one) => one.kind !== "parameter" && isAbove(one, statement));
  if (above !== undefined) return above;
  const parameter = known.findLast(({ kind }) => kind === "parameter");
  if (parameter !== undefined) return parameter;
  return isValueName(name) || isFunctionName(name) ? null : (known[0] ?? null);
}

/** A function is seen in its own body. */
function isAbove(binding: Binding, statement: Statement): boolean {
  const isOwn = binding.statement === statement;
  return isOwn ? binding.kind === "function" : binding.node.start < statement.start;
}

export interface Mentioned {
  readonly mention: Mention;
  readonly binding: Binding;
}

/** Every name of the text that stands for something which the text declares. */
export function mentionsIn(table: NameTable): readonly Mentioned[] {
  const all: Mentioned[] = [];
  for (const [index, statement] of table.statements.entries()) {
    for (const mention of unitAt(table, index)?.mentions.values() ?? []) {
      const binding = meaningOf(table, mention, statement);
      if (binding !== null) all.push({ mention, binding });
    }
  }
  return all;
}
