// The names of the top level with where they stand: what a name means depends on the place that asks,
// so that a text need not be gone through from its begin to know what can be seen somewhere.
import { type FunctionSymbol, type NamedSymbol, type Scope, isSeenFrom } from "./symbols.ts";

/** By name, parameters first, the others in the order of the text. Most names are declared once. */
export type Globals = Map<string, NamedSymbol[]>;

export function addGlobal(globals: Globals, symbol: NamedSymbol): void {
  const known = globals.get(symbol.name);
  if (known === undefined) {
    globals.set(symbol.name, [symbol]);
    return;
  }
  let at = known.length;
  while (at > 0 && isBehind(known[at - 1], symbol)) at--;
  known.splice(at, 0, symbol);
}

function isBehind(one: NamedSymbol | undefined, symbol: NamedSymbol): boolean {
  if (one === undefined || one.kind === "parameter") return false;
  return symbol.kind === "parameter" || one.declared.start > symbol.declared.start;
}

export function removeGlobal(globals: Globals, symbol: NamedSymbol): void {
  const left = (globals.get(symbol.name) ?? []).filter((one) => one !== symbol);
  if (left.length === 0) globals.delete(symbol.name);
  else globals.set(symbol.name, left);
}

/** The last one that is declared before a place. Parameters are declared for the whole file. */
export function globalAbove(globals: Globals, name: string, place: number): NamedSymbol | null {
  return lastAbove(globals.get(name), place);
}

function lastAbove(known: readonly NamedSymbol[] | undefined, place: number): NamedSymbol | null {
  if (known === undefined) return null;
  for (let at = known.length - 1; at >= 0; at--) {
    const symbol = known[at];
    if (symbol?.kind === "parameter") return symbol;
    if (symbol !== undefined && symbol.declared.start < place) return symbol;
  }
  return null;
}

/** What a name means at a place, seen from a function or, with null, from the top level. */
export function globalSeen(
  globals: Globals,
  name: string,
  place: number,
  frame: FunctionSymbol | null,
): NamedSymbol | null {
  const symbol = lastAbove(globals.get(name), place);
  return symbol === null || isSeenFrom(symbol, frame) ? symbol : null;
}

/** All names that can be seen at a place, the nearest scope first, globals in their order. */
export function visibleNames(scope: Scope, globals: Globals, place: number): readonly string[] {
  const names: string[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.outer) names.push(...at.names.keys());
  const order = ({ kind, declared }: NamedSymbol): number =>
    kind === "parameter" ? declared.start - place : declared.start;
  const above = [...globals.values()].flatMap((known) => lastAbove(known, place) ?? []);
  above.sort((a, b) => order(a) - order(b));
  return names.concat(above.map(({ name }) => name));
}
