// Finds the names that `:=` changes, by scope, before anything is checked: a changed name is a
// series from its declaration on, and not the constant that it begins with.
import type { Block, DeclareFunction, Expression, Name, Statement } from "../syntax/tree.ts";

interface NameScope {
  readonly names: Map<string, Name>;
  readonly outer: NameScope | null;
}

/** The numbers of the declaring name nodes. */
export function changedNames(statements: readonly Statement[]): ReadonlySet<number> {
  const changed = new Set<number>();
  walkAll(statements, { names: new Map(), outer: null }, changed);
  return changed;
}

function walkAll(statements: readonly Statement[], scope: NameScope, changed: Set<number>): void {
  for (const statement of statements) walk(statement, scope, changed);
}

function walk(statement: Statement, scope: NameScope, changed: Set<number>): void {
  switch (statement.kind) {
    case "declare":
      walkValue(statement.value, scope, changed);
      scope.names.set(statement.name.text, statement.name);
      break;
    case "declareTuple":
      walkValue(statement.value, scope, changed);
      for (const name of statement.names) scope.names.set(name.text, name);
      break;
    case "assign":
      walkValue(statement.value, scope, changed);
      if (statement.target.kind === "name") markChanged(statement.target.text, scope, changed);
      break;
    case "function":
      walkFunction(statement, scope, changed);
      break;
    case "expression":
      walkValue(statement.value, scope, changed);
      break;
    default:
      break;
  }
}

function markChanged(name: string, scope: NameScope, changed: Set<number>): void {
  for (let at: NameScope | null = scope; at !== null; at = at.outer) {
    const declared = at.names.get(name);
    if (declared === undefined) continue;
    changed.add(declared.id);
    return;
  }
}

function walkFunction(node: DeclareFunction, scope: NameScope, changed: Set<number>): void {
  const names = new Map(node.parameters.map((parameter) => [parameter.name.text, parameter.name]));
  walkAll(node.body.statements, { names, outer: scope }, changed);
}

/** Statements stand only in the blocks of `if` and `switch`, which stand only as whole values. */
function walkValue(value: Expression, scope: NameScope, changed: Set<number>): void {
  if (value.kind === "if")
    for (const branch of value.branches) walkBlock(branch.block, scope, changed);
  else if (value.kind === "switch")
    for (const one of value.cases) walkBlock(one.block, scope, changed);
}

function walkBlock(block: Block, scope: NameScope, changed: Set<number>): void {
  walkAll(block.statements, { names: new Map(), outer: scope }, changed);
}
