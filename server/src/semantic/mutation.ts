// Finds the names that `:=` changes, by scope, before anything is checked: a changed name is a
// series from its declaration on, and not the constant that it begins with.
import type { Block, DeclareFunction, Expression, Name, Statement } from "../syntax/tree.ts";

/** What one statement of the top level changes; it depends on nothing but the statement. */
export interface Mutations {
  /** Declaring names inside the statement. */
  readonly inner: readonly Name[];
  /** Names that it does not declare itself before it changes them. */
  readonly outer: readonly string[];
}

interface NameScope {
  readonly names: Map<string, Name>;
  readonly outer: NameScope | null;
}

interface Walk {
  readonly inner: Name[];
  readonly outer: string[];
}

export const NO_MUTATIONS: Mutations = { inner: [], outer: [] };

export function mutationsOf(statement: Statement): Mutations {
  const found: Walk = { inner: [], outer: [] };
  walk(statement, { names: new Map(), outer: null }, found);
  return found.inner.length === 0 && found.outer.length === 0 ? NO_MUTATIONS : found;
}

/** The declaring names of all variables that are changed, given what each statement changes. */
export function changedNames(
  statements: readonly Statement[],
  mutations: readonly Mutations[],
): Set<Name> {
  const assigned = new Set<string>();
  for (const { outer } of mutations) for (const name of outer) assigned.add(name);
  const changed = lastDeclared(statements, mutations, assigned);
  for (const { inner } of mutations) for (const name of inner) changed.add(name);
  return changed;
}

/** Statements with what each of them changes. */
export interface MutatingPart {
  readonly statements: readonly Statement[];
  readonly mutations: readonly Mutations[];
}

/** Puts the names of a part in the place of those of another one, which declared and changed the same. */
export function changeInstead(changed: Set<Name>, gone: MutatingPart, fresh: MutatingPart): void {
  for (const { inner } of gone.mutations) for (const name of inner) changed.delete(name);
  for (const { inner } of fresh.mutations) for (const name of inner) changed.add(name);
  const before = gone.statements.flatMap((statement) => variablesOf(statement));
  const now = fresh.statements.flatMap((statement) => variablesOf(statement));
  for (const [index, name] of now.entries()) {
    const old = before[index];
    if (old !== undefined && changed.delete(old)) changed.add(name);
  }
}

/** Goes through the text with the last declaration of each name that is changed somewhere. */
function lastDeclared(
  statements: readonly Statement[],
  mutations: readonly Mutations[],
  assigned: ReadonlySet<string>,
): Set<Name> {
  const names = new Map<string, Name>();
  const changed = new Set<Name>();
  for (let index = 0; index < statements.length; index++) {
    const statement = statements[index];
    for (const name of mutations[index]?.outer ?? []) {
      const declared = names.get(name);
      if (declared !== undefined) changed.add(declared);
    }
    if (statement === undefined) continue;
    for (const name of variablesOf(statement))
      if (assigned.has(name.text)) names.set(name.text, name);
  }
  return changed;
}

/** The variables that a statement declares. */
export function variablesOf(statement: Statement): readonly Name[] {
  if (statement.kind === "declare") return [statement.name];
  return statement.kind === "declareTuple" ? statement.names : [];
}

function walkAll(statements: readonly Statement[], scope: NameScope, found: Walk): void {
  for (const statement of statements) walk(statement, scope, found);
}

function walk(statement: Statement, scope: NameScope, found: Walk): void {
  switch (statement.kind) {
    case "declare":
    case "declareTuple":
      walkValue(statement.value, scope, found);
      for (const name of variablesOf(statement)) scope.names.set(name.text, name);
      break;
    case "assign":
      walkValue(statement.value, scope, found);
      if (statement.target.kind === "name") markChanged(statement.target.text, scope, found);
      break;
    case "function":
      walkFunction(statement, scope, found);
      break;
    case "expression":
      walkValue(statement.value, scope, found);
      break;
    default:
      break;
  }
}

function markChanged(name: string, scope: NameScope, found: Walk): void {
  for (let at: NameScope | null = scope; at !== null; at = at.outer) {
    const declared = at.names.get(name);
    if (declared === undefined) continue;
    found.inner.push(declared);
    return;
  }
  found.outer.push(name);
}

function walkFunction(node: DeclareFunction, scope: NameScope, found: Walk): void {
  const names = new Map(node.parameters.map((parameter) => [parameter.name.text, parameter.name]));
  walkAll(node.body.statements, { names, outer: scope }, found);
}

/** Statements stand only in the blocks of `if` and `switch`, which stand only as whole values. */
function walkValue(value: Expression, scope: NameScope, found: Walk): void {
  if (value.kind === "if")
    for (const branch of value.branches) walkBlock(branch.block, scope, found);
  else if (value.kind === "switch")
    for (const one of value.cases) walkBlock(one.block, scope, found);
}

function walkBlock(block: Block, scope: NameScope, found: Walk): void {
  walkAll(block.statements, { names: new Map(), outer: scope }, found);
}
