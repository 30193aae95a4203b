// A naive interpreter of a part of the language, straight over the syntax tree: bar by bar, statement
// by statement, with the values of all names at the end of each bar. A second opinion on the lowering.
import type { Block, Call, Expression, If, Statement, Switch } from "../../src/syntax/tree.ts";
import { binaryValue, type Scalar, unaryValue } from "./plan-operators.ts";

/** Names of one scope; `outer` is the scope around it. */
interface Scope {
  readonly values: Map<string, Scalar>;
  readonly outer: Scope | null;
}

interface Machine {
  readonly closes: readonly number[];
  readonly functions: Map<string, Statement & { readonly kind: "function" }>;
  /** Kept values by the declaring node and the calls that lead to it. */
  readonly kept: Map<string, Scalar>;
  /** Values of global names at the end of each bar. */
  readonly past: Map<string, Scalar>[];
  readonly plots: Scalar[][];
  bar: number;
  /** Calls that lead here, as text. */
  path: string;
}

export function interpret(
  statements: readonly Statement[],
  closes: readonly number[],
): readonly (readonly Scalar[])[] {
  const machine: Machine = {
    closes,
    functions: new Map(),
    kept: new Map(),
    past: [],
    plots: [],
    bar: 0,
    path: "",
  };
  for (const statement of statements) {
    if (statement.kind === "function") machine.functions.set(statement.name.text, statement);
  }
  for (const bar of closes.keys()) {
    machine.bar = bar;
    const globals: Scope = { values: new Map(), outer: null };
    const plots: Scalar[] = [];
    machine.plots.push(plots);
    for (const statement of statements) execute(machine, statement, globals);
    machine.past.push(globals.values);
  }
  return machine.plots;
}

function execute(m: Machine, node: Statement, scope: Scope): Scalar {
  switch (node.kind) {
    case "declare":
      return declare(m, node, scope);
    case "assign":
      return assign(m, node, scope);
    case "expression":
      return evaluate(m, node.value, scope);
    default:
      return NaN;
  }
}

function declare(m: Machine, node: Statement & { readonly kind: "declare" }, scope: Scope): Scalar {
  const key = `${m.path}#${node.id}`;
  const known = node.mode === "var" ? m.kept.get(key) : undefined;
  const value = known ?? evaluate(m, node.value, scope);
  scope.values.set(node.name.text, value);
  if (node.mode === "var") {
    m.kept.set(key, value);
    scope.values.set(`var ${node.name.text}`, NaN);
    keys.set(scope, new Map([...(keys.get(scope) ?? []), [node.name.text, key]]));
  }
  return value;
}

/** Where the kept names of a scope are kept. */
const keys = new WeakMap<Scope, Map<string, string>>();

function assign(m: Machine, node: Statement & { readonly kind: "assign" }, scope: Scope): Scalar {
  const name = node.target.kind === "name" ? node.target.text : "";
  const given = evaluate(m, node.value, scope);
  const home = scopeOf(scope, name);
  const value =
    node.operator === null ? given : operate(node.operator, home?.values.get(name) ?? NaN, given);
  if (home === null) return value;
  home.values.set(name, value);
  const key = keys.get(home)?.get(name);
  if (key !== undefined) m.kept.set(key, value);
  return value;
}

function scopeOf(scope: Scope, name: string): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.values.has(name)) return at;
  return null;
}

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["+", "add"],
  ["-", "subtract"],
  ["*", "multiply"],
  ["/", "divide"],
  ["%", "remainder"],
  ["<", "less"],
  ["<=", "lessOrEqual"],
  [">", "greater"],
  [">=", "greaterOrEqual"],
  ["==", "equal"],
  ["!=", "notEqual"],
]);

function operate(operator: string, left: Scalar, right: Scalar): Scalar {
  return binaryValue(OPERATORS.get(operator) ?? operator, left, right);
}

function evaluate(m: Machine, node: Expression, scope: Scope): Scalar {
  switch (node.kind) {
    case "number":
    case "bool":
      return node.value;
    case "name":
      return nameValue(m, node.text, scope);
    case "group":
      return evaluate(m, node.inner, scope);
    case "unary":
      return unaryOf(m, node, scope);
    case "binary":
      return binaryOf(m, node, scope);
    case "conditional":
      return evaluate(m, evaluate(m, node.test, scope) === true ? node.yes : node.no, scope);
    default:
      return evaluateMore(m, node, scope);
  }
}

function evaluateMore(m: Machine, node: Expression, scope: Scope): Scalar {
  switch (node.kind) {
    case "if":
      return ifValue(m, node, scope);
    case "switch":
      return switchValue(m, node, scope);
    case "history":
      return pastValue(m, node, scope);
    case "call":
      return callValue(m, node, scope);
    default:
      return NaN;
  }
}

function nameValue(m: Machine, name: string, scope: Scope): Scalar {
  const home = scopeOf(scope, name);
  if (home !== null) return home.values.get(name) ?? NaN;
  if (name === "close") return m.closes[m.bar] ?? NaN;
  if (name === "ask") return (m.closes[m.bar] ?? NaN) + 2;
  return name === "bar_index" ? m.bar : NaN;
}

function unaryOf(m: Machine, node: Expression & { readonly kind: "unary" }, scope: Scope): Scalar {
  const value = evaluate(m, node.operand, scope);
  if (node.operator === "+") return value;
  return unaryValue(node.operator === "-" ? "negate" : "not", value);
}

function binaryOf(
  m: Machine,
  node: Expression & { readonly kind: "binary" },
  scope: Scope,
): Scalar {
  const left = evaluate(m, node.left, scope);
  if (node.operator === "and") return left === true && evaluate(m, node.right, scope) === true;
  if (node.operator === "or") return left === true || evaluate(m, node.right, scope) === true;
  return operate(node.operator, left, evaluate(m, node.right, scope));
}

function blockValue(m: Machine, block: Block, scope: Scope): Scalar {
  const inner: Scope = { values: new Map(), outer: scope };
  let value: Scalar = NaN;
  for (const statement of block.statements) value = execute(m, statement, inner);
  return value;
}

function ifValue(m: Machine, node: If, scope: Scope): Scalar {
  const taken = node.branches.find(
    ({ test }) => test === null || evaluate(m, test, scope) === true,
  );
  return taken === undefined ? NaN : blockValue(m, taken.block, scope);
}

function switchValue(m: Machine, node: Switch, scope: Scope): Scalar {
  const subject = node.subject === null ? null : evaluate(m, node.subject, scope);
  const isTaken = (test: Expression): boolean => {
    const value = evaluate(m, test, scope);
    return subject === null ? value === true : value === subject;
  };
  const taken = node.cases.find(({ test }) => test === null || isTaken(test));
  return taken === undefined ? NaN : blockValue(m, taken.block, scope);
}

/** The past of global names and of the close. */
function pastValue(
  m: Machine,
  node: Expression & { readonly kind: "history" },
  scope: Scope,
): Scalar {
  const name = node.value.kind === "name" ? node.value.text : "";
  const steps = Number(evaluate(m, node.offset, scope));
  if (steps === 0) return nameValue(m, name, scope);
  if (name === "close") return m.closes[m.bar - steps] ?? NaN;
  return m.past[m.bar - steps]?.get(name) ?? NaN;
}

function callValue(m: Machine, node: Call, scope: Scope): Scalar {
  const name = node.callee.kind === "name" ? node.callee.text : "";
  const values = node.arguments.map(({ value }) => evaluate(m, value, scope));
  const [first = NaN, second = 0] = values;
  if (name === "nz") return Number.isNaN(first) ? second : first;
  if (name !== "plot") return ownValue(m, node, name, values, scope);
  m.plots[m.bar]?.push(first);
  return NaN;
}

function ownValue(
  m: Machine,
  node: Call,
  name: string,
  values: readonly Scalar[],
  scope: Scope,
): Scalar {
  const declared = m.functions.get(name);
  if (declared === undefined) return NaN;
  const inner: Scope = { values: new Map(), outer: { values: globalsOf(scope), outer: null } };
  for (const [index, parameter] of declared.parameters.entries()) {
    inner.values.set(parameter.name.text, values[index] ?? NaN);
  }
  const { path } = m;
  m.path = `${path}/${node.id}`;
  let value: Scalar = NaN;
  for (const statement of declared.body.statements) value = execute(m, statement, inner);
  m.path = path;
  return value;
}

function globalsOf(scope: Scope): Map<string, Scalar> {
  let at = scope;
  while (at.outer !== null) at = at.outer;
  return at.values;
}
