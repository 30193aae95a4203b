// Checks a parsed file: declarations first, then the bar logic from top to bottom.
import { newReporter } from "../base/diagnostic.ts";
import type {
  DeclareFunction,
  DeclareParameter,
  Require,
  Statement,
  SyntaxFile,
} from "../syntax/tree.ts";
import { checkedAround } from "./check-around.ts";
import { checkExpression } from "./check-expression.ts";
import { checkUncalled } from "./check-functions.ts";
import { isCondition } from "./check-operators.ts";
import { newChecker, reportBrokenDefaults } from "./check-parts.ts";
import { checkStatement } from "./check-statements.ts";
import type { CheckedFile, CheckedRequirement, Instance } from "./checked.ts";
import { type Checker, complain } from "./checker.ts";
import { addGlobal, globalAbove } from "./globals.ts";
import {
  type CheckMemory,
  type Past,
  type Uncalled,
  type Unit,
  addEarlier,
  forgetNotes,
  pastOf,
} from "./memory.ts";
import { type Mutations, changedNames, mutationsOf } from "./mutation.ts";
import { type ParameterInfo, readParameter } from "./parameters.ts";
import { readHeaders } from "./read-header.ts";
import { isAboutParameters } from "./requirements.ts";
import type { FunctionSymbol, ParameterSymbol } from "./symbols.ts";
import { isStill, newTrace, repeat, repeatUncalled } from "./trace.ts";
import { Qualifier, factsOf } from "./types.ts";

/** With the memory of an earlier check only what may come to something else is checked. */
export function checkFile(syntax: SyntaxFile, memory: CheckMemory | null = null): CheckedFile {
  return (memory === null ? null : checkedAround(syntax, memory)) ?? checkAll(syntax, memory);
}

function checkAll(syntax: SyntaxFile, memory: CheckMemory | null): CheckedFile {
  const { statements } = syntax;
  const reporter = newReporter();
  const settings = readHeaders(syntax, reporter);
  const past = pastOf(syntax, settings, memory);
  const { main } = past;
  const mutations = statements.map(
    (statement, index) => past.units[index]?.mutations ?? mutationsOf(statement),
  );
  const changed = changedNames(statements, mutations);
  const c = newChecker({ syntax, reporter, settings, annotations: main, changed }, null);
  for (const unit of past.gone) addEarlier(c.earlier, unit);
  const { infos: parameters, symbols } = declareParameters(c, past);
  const units = mutations.map((own, index) => checkTopLevel(c, past, index, own, symbols));
  const uncalled = checkUncalledIn(c, past, units);
  const requirements = units.flatMap(({ requirement }) => requirement ?? []);
  const firstInstances = firstOf(c.instances);
  const file = { syntax, main, settings, parameters, requirements, firstInstances };
  reportBrokenDefaults(c, file);
  const diagnostics = [...syntax.diagnostics, ...reporter.found];
  return withMemory({ file: { ...file, diagnostics }, units, uncalled, changed }, c);
}

type Found = Pick<CheckMemory, "file" | "units" | "uncalled" | "changed">;

function withMemory(found: Found, c: Checker): CheckedFile {
  const { file, units, uncalled } = found;
  const restless: number[] = [];
  for (const [index, { trace }] of units.entries()) if (!trace.isRepeatable) restless.push(index);
  const functions = units.filter(
    ({ symbol }) => symbol?.kind === "function" && !c.called.has(symbol),
  );
  const isPlain =
    functions.length === uncalled.size && c.instances.every(({ trace }) => trace.isRepeatable);
  const { globals, instances, byFunction, called } = c;
  const end = { globals, instances, byFunction, called };
  return { ...file, memory: { ...found, end, restless, isPlain } };
}

function firstOf(instances: readonly Instance[]): ReadonlyMap<DeclareFunction, Instance> {
  const first = new Map<DeclareFunction, Instance>();
  for (const instance of instances) {
    const { node } = instance.symbol;
    if (!first.has(node)) first.set(node, instance);
  }
  return first;
}

type OwnSymbols = ReadonlyMap<Statement, ParameterSymbol>;

function checkTopLevel(
  c: Checker,
  past: Past,
  index: number,
  mutations: Mutations,
  parameters: OwnSymbols,
): Unit {
  const before = past.units[index] ?? null;
  c.here = c.syntax.statements[index]?.start ?? 0;
  if (before !== null && before.symbol === null && isStill(c, before.trace)) {
    repeat(c, before.trace);
    return before;
  }
  if (before !== null) {
    forgetNotes(past.main, c.syntax, index);
    addEarlier(c.earlier, before);
  }
  const trace = newTrace(null);
  c.trace = trace;
  const unit: Unit = { mutations, trace, requirement: null, symbol: null };
  const node = c.syntax.statements[index];
  return node === undefined ? unit : checkAnew(c, node, unit, before, parameters);
}

function checkAnew(
  c: Checker,
  node: Statement,
  unit: Unit,
  before: Unit | null,
  parameters: OwnSymbols,
): Unit {
  const { trace } = unit;
  switch (node.kind) {
    case "function":
      return { ...unit, symbol: declareFunction(c, node, before?.symbol ?? null) };
    case "parameter":
      trace.isRepeatable = parameters.has(node);
      return { ...unit, symbol: parameters.get(node) ?? null };
    case "require":
      return { ...unit, requirement: checkRequire(c, node) };
    default:
      checkStatement(c, node, "dropped");
      return unit;
  }
}

function checkUncalledIn(c: Checker, past: Past, units: readonly Unit[]): Uncalled {
  const uncalled = new Map<FunctionSymbol, Instance>();
  c.here = Infinity;
  for (const { symbol } of units) {
    if (symbol?.kind !== "function" || c.called.has(symbol)) continue;
    const before = past.uncalled.get(symbol);
    if (before !== undefined && repeatUncalled(c, before)) {
      uncalled.set(symbol, before);
      continue;
    }
    c.trace = newTrace(null);
    const instance = checkUncalled(c, symbol);
    if (c.trace.isRepeatable) uncalled.set(symbol, instance);
  }
  return uncalled;
}

interface Parameters {
  readonly infos: readonly ParameterInfo[];
  /** By declaring statement; a second one of the same name has none. */
  readonly symbols: OwnSymbols;
}

/** Parameters are data: they can be used above their line. */
function declareParameters(c: Checker, past: Past): Parameters {
  const infos: ParameterInfo[] = [];
  const symbols = new Map<Statement, ParameterSymbol>();
  for (const [index, statement] of c.syntax.statements.entries()) {
    if (statement.kind !== "parameter") continue;
    const info = readParameter(statement, c.syntax.text, c.reporter);
    const before = past.units[index]?.symbol ?? null;
    const symbol = declareParameter(c, statement, info, infos.length, before);
    if (symbol !== null) symbols.set(statement, symbol);
    if (info !== null) infos.push(info);
  }
  return { infos, symbols };
}

function declareParameter(
  c: Checker,
  node: DeclareParameter,
  info: ParameterInfo | null,
  index: number,
  before: Unit["symbol"],
): ParameterSymbol | null {
  const { name } = node;
  const earlier = globalAbove(c.globals, name.text, name.start);
  if (earlier !== null) {
    const related = [{ range: earlier.declared, message: "declared first here" }];
    complain(
      c,
      "E202",
      name,
      `The parameter \`${name.text}\` is declared twice: give one of them another name.`,
      { related },
    );
    return null;
  }
  const symbol = parameterSymbol(node, info, index, before);
  addGlobal(c.globals, symbol);
  return symbol;
}

/** The same statement has the same symbol in the next text, unless its place among the others changes. */
function parameterSymbol(
  { name }: DeclareParameter,
  info: ParameterInfo | null,
  index: number,
  before: Unit["symbol"],
): ParameterSymbol {
  const { start, end } = name;
  // What is broken is still a name, so that its uses are not called unknown.
  const known: ParameterInfo = info ?? {
    ...{ name: name.text, type: "float", isPercent: false, preset: 0, range: null, title: null },
    declared: { start, end },
  };
  if (before?.kind === "parameter" && before.index === index) {
    // It may stand elsewhere now.
    const movable: { info: ParameterInfo } = before;
    movable.info = known;
    return before;
  }
  const facts = factsOf(info === null ? "unknown" : known.type, Qualifier.input);
  return { kind: "parameter", name: name.text, declared: name, facts, info: known, index };
}

function declareFunction(
  c: Checker,
  node: DeclareFunction,
  before: Unit["symbol"],
): FunctionSymbol {
  const { name } = node;
  const symbol: FunctionSymbol =
    before?.kind === "function"
      ? before
      : { kind: "function", name: name.text, declared: name, node };
  const earlier = globalAbove(c.globals, name.text, name.start);
  if (earlier !== null) {
    const related = [{ range: earlier.declared, message: "declared first here" }];
    complain(
      c,
      "E305",
      name,
      `\`${name.text}\` is already declared: give one of them another name.`,
      { related },
    );
  }
  addGlobal(c.globals, symbol);
  return symbol;
}

function checkRequire(c: Checker, node: Require): CheckedRequirement {
  const facts = checkExpression(c, node.condition);
  const isSound = isCondition(c, node.condition, facts, "`require`") && facts.type === "bool";
  if (!isSound) return { node, isSound };
  if (isAboutParameters(c.annotations, node.condition)) return { node, isSound };
  complain(
    c,
    "E213",
    node.condition,
    "A requirement is about parameters and numbers only, because it is checked before any run.",
  );
  return { node, isSound: false };
}
