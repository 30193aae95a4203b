// The names that can be seen at a place of the text, also on a line that is still empty.
import type { Analysis } from "./analysis.ts";
import { statementNear, unitAt } from "./name-table.ts";
import { type Binding, beginOf, scopeOf } from "./name-unit.ts";

/** The nearest first; a name that hides another stands for both. */
export function visibleNames(analysis: Analysis, offset: number): readonly Binding[] {
  const { names } = analysis;
  const near = statementNear(names.statements, offset);
  const place = placeAt(analysis, offset);
  const parameters = parametersOf(names.globals);
  const found = [
    ...nearest(place, [...(unitAt(names, near)?.locals ?? []), ...(names.globals[near] ?? [])]),
    ...above(place, names.globals, near),
    ...nearest(place, parameters),
  ];
  const seen = new Set<string>();
  return found.filter(({ name }) => {
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst;
  });
}

function parametersOf(globals: readonly (readonly Binding[])[]): readonly Binding[] {
  const found: Binding[] = [];
  for (const [first] of globals) if (first?.kind === "parameter") found.push(first);
  return found;
}

/** What a name means at a place, as `visibleNames` has it. */
export function visibleName(analysis: Analysis, offset: number, name: string): Binding | null {
  const { names } = analysis;
  const near = statementNear(names.statements, offset);
  const locals = unitAt(names, near)?.locals.filter((one) => one.name === name) ?? [];
  const globals = names.byName.get(name) ?? [];
  return nearest(placeAt(analysis, offset), [...locals, ...globals])[0] ?? null;
}

interface Place {
  readonly text: string;
  readonly offset: number;
  readonly column: number;
}

function placeAt({ text }: Analysis, offset: number): Place {
  return { text, offset, column: columnOf(text, offset) };
}

/** What can be seen of some names, the nearest first. */
function nearest(place: Place, bindings: readonly Binding[]): readonly Binding[] {
  return bindings
    .filter((binding) => isVisible(place, binding))
    .map((binding) => ({ binding, distance: distance(binding, place) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ binding }) => binding);
}

/** Parameters are declared for the whole file, so that everything else is nearer. */
function distance(binding: Binding, { text, offset }: Place): number {
  const { kind, node } = binding;
  return kind === "parameter"
    ? offset + 1 + node.start
    : offset - Math.max(beginOf(binding, text), node.start);
}

/** The names of statements above one, from the last to the first. */
function above(
  place: Place,
  globals: readonly (readonly Binding[])[],
  near: number,
): readonly Binding[] {
  const found: Binding[] = [];
  for (let index = near - 1; index >= 0; index--)
    for (const binding of globals[index] ?? [])
      if (binding.kind !== "parameter" && isVisible(place, binding)) found.push(binding);
  return found;
}

function isVisible(place: Place, binding: Binding): boolean {
  const { text, offset, column } = place;
  if (binding.name === "_") return false;
  const { statement, home, kind } = binding;
  // Whatever ended long ago is there, and need not be looked at closely.
  if (home === null && kind !== "parameter" && offset - statement.end > CLOSE) return true;
  const { start, end } = scopeOf(binding, text.length);
  const from = beginOf(binding, text);
  if (offset < start || offset < from) return false;
  if (isInOwnStatement(text, binding, offset, column)) return false;
  return offset <= end || isInOpenBlock(text, binding, offset, column);
}

/** How far behind a statement or block the caret may still belong to it. */
const CLOSE = 2_000;

/** A name is not seen by its own value, nor a function by its own body, which is still being written. */
function isInOwnStatement(
  text: string,
  binding: Binding,
  offset: number,
  caretColumn: number,
): boolean {
  const { kind, node, statement } = binding;
  const from = beginOf(binding, text);
  if (kind === "parameter" || kind === "argument" || offset - from > CLOSE) return false;
  const gap = text.slice(from, offset);
  if (!/[\r\n,]/.test(gap)) return true;
  const isBody = kind === "function" && caretColumn > columnOf(text, node.start);
  const isOpen = /[(,[]\s*$/.test(text.slice(statement.start, offset)) && gap.trim() === "";
  return (isBody && gap.trim() === "") || isOpen;
}

/** A block goes on over empty lines while the caret stands as deep as its statements. */
function isInOpenBlock(
  text: string,
  binding: Binding,
  offset: number,
  caretColumn: number,
): boolean {
  const { kind, node } = binding;
  const gap = text.slice(scopeOf(binding, text.length).end, offset);
  if (gap.length > CLOSE || !/^(?:\s|\/\/[^\n\r]*)*[\w.]*$/.test(gap)) return false;
  const column = columnOf(text, node.start);
  return kind === "argument" ? caretColumn > column : caretColumn >= column && column > 0;
}

/** The columns of blanks at the begin of a line; a tab counts as four. */
export function columnOf(text: string, offset: number): number {
  let at = lineStart(text, offset);
  let column = 0;
  for (; at < offset && isBlank(text, at); at++) column += text[at] === "\t" ? 4 : 1;
  return column;
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return at;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\t";
}
