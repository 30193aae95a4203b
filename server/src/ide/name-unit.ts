// The names of one statement of the top level: what it declares, and where it mentions names. It
// depends on nothing else of the text, so that it stays good while the statement does.
import type { TextRange } from "../base/text-range.ts";
import { type TreeNode, visitChildren } from "../syntax/children.ts";
import type {
  Block,
  Call,
  DeclareFunction,
  DeclareParameter,
  Name,
  Statement,
} from "../syntax/tree.ts";

export type BindingKind = "variable" | "parameter" | "function" | "argument";

/** A name that the text declares. Its nodes move with the tree. */
export interface Binding {
  readonly kind: BindingKind;
  readonly name: string;
  readonly node: Name;
  /** What declares it: a statement, or the function whose argument it is. */
  readonly statement: Statement;
  /** The block or function that it belongs to; null for names of the top level. */
  readonly home: Block | DeclareFunction | null;
}

/** A place where a name stands. */
export interface Mention {
  readonly node: Name;
  readonly isWrite: boolean;
  /** What it means when the statement itself says so; else it is a name of the top level. */
  readonly own: Binding | null;
  /** For the name of an argument: the name of what is called. */
  readonly callee: Name | null;
}

export interface NameUnit {
  readonly locals: readonly Binding[];
  /** Of a function, by name. */
  readonly parameters: ReadonlyMap<string, Binding>;
  /** By the distance from the statement's begin, in the order of the walk. */
  readonly mentions: ReadonlyMap<number, Mention>;
}

interface Scope {
  readonly names: Map<string, Binding>;
  readonly outer: Scope | null;
  readonly home: Block | DeclareFunction;
}

interface Walk {
  readonly start: number;
  readonly locals: Binding[];
  readonly mentions: Map<number, Mention>;
  readonly globals: readonly Binding[];
  readonly parameters: Map<string, Binding>;
  /** null at the top level. */
  scope: Scope | null;
}

/** What a statement of the top level declares there. */
export function globalsOf(statement: Statement): readonly Binding[] {
  const of = (kind: BindingKind, node: Name): Binding => ({
    ...{ kind, name: node.text, node, statement, home: null },
  });
  switch (statement.kind) {
    case "declare":
      return [of("variable", statement.name)];
    case "declareTuple":
      return statement.names.map((name) => of("variable", name));
    case "function":
    case "parameter":
      return [of(statement.kind, statement.name)];
    default:
      return NO_BINDINGS;
  }
}

const NO_BINDINGS: readonly Binding[] = [];

export function nameUnitOf(statement: Statement, globals: readonly Binding[]): NameUnit {
  const walk: Walk = {
    ...{ start: statement.start, locals: [], mentions: new Map(), globals },
    ...{ parameters: new Map(), scope: null },
  };
  walkStatement(walk, statement);
  // Names that a broken statement repeats, and those of parameters, are declared in any case.
  for (const binding of globals) declareAt(walk, binding);
  const { locals, parameters, mentions } = walk;
  return { locals, parameters, mentions };
}

function declareAt(walk: Walk, binding: Binding): boolean {
  const place = binding.node.start - walk.start;
  if (walk.mentions.has(place)) return false;
  walk.mentions.set(place, { node: binding.node, isWrite: false, own: binding, callee: null });
  return true;
}

function enter(walk: Walk, binding: Binding): void {
  if (!declareAt(walk, binding) || walk.scope === null) return;
  walk.locals.push(binding);
  if (binding.name !== "_") walk.scope.names.set(binding.name, binding);
}

function declare(walk: Walk, kind: BindingKind, node: Name, statement: Statement): void {
  const home = walk.scope?.home ?? null;
  const known = home === null ? walk.globals.find((one) => one.node === node) : undefined;
  enter(walk, known ?? { kind, name: node.text, node, statement, home });
}

function walkStatement(walk: Walk, statement: Statement): void {
  switch (statement.kind) {
    case "declare":
      walkNode(walk, statement.value);
      declare(walk, "variable", statement.name, statement);
      break;
    case "declareTuple":
      walkNode(walk, statement.value);
      for (const name of statement.names) declare(walk, "variable", name, statement);
      break;
    case "assign":
      walkNode(walk, statement.value);
      if (statement.target.kind === "name") mention(walk, statement.target, true);
      else walkNode(walk, statement.target);
      break;
    case "function":
      walkFunction(walk, statement);
      break;
    case "parameter":
      walkParameter(walk, statement);
      break;
    case "header":
      break;
    default:
      visitChildren(statement, (child) => {
        walkNode(walk, child);
      });
  }
}

function walkParameter(walk: Walk, statement: DeclareParameter): void {
  for (const part of [statement.value, statement.from, statement.to, statement.step])
    if (part !== null) walkNode(walk, part);
}

function walkFunction(walk: Walk, node: DeclareFunction): void {
  declare(walk, "function", node.name, node);
  const outer = walk.scope;
  walk.scope = { names: new Map(), outer, home: node };
  for (const { name, preset } of node.parameters) {
    if (preset !== null) walkNode(walk, preset);
    const binding: Binding = {
      ...{ kind: "argument", name: name.text, node: name, statement: node, home: node },
    };
    if (outer === null) walk.parameters.set(name.text, binding);
    enter(walk, binding);
  }
  for (const statement of node.body.statements) walkStatement(walk, statement);
  walk.scope = outer;
}

function walkNode(walk: Walk, node: TreeNode): void {
  if ("block" in node) {
    if ("test" in node && node.test !== null) walkNode(walk, node.test);
    walkBlock(walk, node.block);
    return;
  }
  if (!("kind" in node)) {
    if ("value" in node) walkNode(walk, node.value);
    return;
  }
  switch (node.kind) {
    case "name":
      mention(walk, node, false);
      break;
    case "member":
      walkNode(walk, node.object);
      break;
    case "call":
      walkCall(walk, node);
      break;
    default:
      visitChildren(node, (child) => {
        walkNode(walk, child);
      });
  }
}

function walkCall(walk: Walk, node: Call): void {
  walkNode(walk, node.callee);
  for (const { name, value } of node.arguments) {
    if (name !== null && node.callee.kind === "name") {
      const { callee } = node;
      const place = name.start - walk.start;
      walk.mentions.set(place, { node: name, isWrite: false, own: null, callee });
    }
    walkNode(walk, value);
  }
}

function walkBlock(walk: Walk, block: Block): void {
  const outer = walk.scope;
  walk.scope = { names: new Map(), outer, home: block };
  for (const statement of block.statements) walkStatement(walk, statement);
  walk.scope = outer;
}

function mention(walk: Walk, node: Name, isWrite: boolean): void {
  let own: Binding | null = null;
  for (let at = walk.scope; at !== null && own === null; at = at.outer)
    own = at.names.get(node.text) ?? null;
  walk.mentions.set(node.start - walk.start, { node, isWrite, own, callee: null });
}

/** Where a name can be seen, given the whole text's length. */
export function scopeOf({ home }: Binding, length: number): TextRange {
  if (home === null) return { start: 0, end: length };
  if ("statements" in home) return { start: home.start, end: home.end };
  return { start: home.name.end, end: home.body.end };
}

/** From here on a name can be seen; parameters and arguments are seen in their whole scope. */
export function beginOf({ kind, home, statement }: Binding, text: string): number {
  if (kind === "parameter") return 0;
  if (kind === "argument" && statement.kind === "function") return statement.name.end;
  if (kind === "function" && home === null && statement.kind === "function")
    return statement.body.end;
  return lastCharacter(text, statement);
}

/** A statement that ends with a block reaches to the next one; its text ends before. */
function lastCharacter(text: string, { start, end }: TextRange): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}
