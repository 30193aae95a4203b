// Checks a parsed file: declarations first, then the bar logic from top to bottom.
import { newReporter } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { DeclareParameter, Require, Statement, SyntaxFile } from "../syntax/tree.ts";
import { checkExpression } from "./check-expression.ts";
import { checkUncalled } from "./check-functions.ts";
import { isCondition } from "./check-operators.ts";
import { checkStatement } from "./check-statements.ts";
import { type CheckedFile, type CheckedRequirement, newAnnotations } from "./checked.ts";
import { type Checker, complain } from "./checker.ts";
import { changedNames } from "./mutation.ts";
import { type ParameterInfo, readParameter } from "./parameters.ts";
import { readHeaders } from "./read-header.ts";
import { isAboutParameters, presets, unmet } from "./requirements.ts";
import { type FunctionSymbol, innerScope } from "./symbols.ts";
import { Qualifier, factsOf } from "./types.ts";

export function checkFile(syntax: SyntaxFile): CheckedFile {
  const { statements } = syntax;
  const reporter = newReporter();
  const main = newAnnotations(0, syntax.nodeCount);
  const globals = innerScope(null);
  const settings = readHeaders(syntax, reporter);
  const c: Checker = {
    ...{ syntax, reporter, settings, globals, scope: globals, annotations: main },
    ...{ changed: changedNames(statements), globalNames: namesOf(statements) },
    ...{
      instances: new Map(),
      called: new Set(),
      frame: null,
      callDepth: 0,
      depth: 0,
      blockDepth: 0,
      order: 0,
    },
  };
  const parameters = declareParameters(c, statements);
  const functions: FunctionSymbol[] = [];
  const requirements: CheckedRequirement[] = [];
  for (const statement of statements) {
    c.order++;
    checkTopLevel(c, statement, functions, requirements);
  }
  for (const symbol of functions) if (!c.called.has(symbol)) checkUncalled(c, symbol);
  const checked = { syntax, main, settings, parameters, requirements };
  reportBrokenDefaults(c, { ...checked, diagnostics: [] });
  return { ...checked, diagnostics: [...syntax.diagnostics, ...reporter.found] };
}

function checkTopLevel(
  c: Checker,
  node: Statement,
  functions: FunctionSymbol[],
  requirements: CheckedRequirement[],
): void {
  if (node.kind === "require") requirements.push(checkRequire(c, node));
  else if (node.kind === "function") functions.push(declareFunction(c, node));
  else checkStatement(c, node, "dropped");
}

/** First declarations of the top level, for those who use a name too early. */
function namesOf(statements: readonly Statement[]): ReadonlyMap<string, TextRange> {
  const names = new Map<string, TextRange>();
  for (const statement of statements) {
    const declared = statement.kind === "declareTuple" ? statement.names : nameOf(statement);
    for (const name of declared)
      if (!names.has(name.text)) names.set(name.text, { start: name.start, end: name.end });
  }
  return names;
}

function nameOf(
  statement: Statement,
): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  const isNamed =
    statement.kind === "declare" || statement.kind === "function" || statement.kind === "parameter";
  return isNamed ? [statement.name] : [];
}

/** Parameters are data: they can be used above their line. */
function declareParameters(c: Checker, statements: readonly Statement[]): readonly ParameterInfo[] {
  const infos: ParameterInfo[] = [];
  for (const statement of statements) {
    if (statement.kind !== "parameter") continue;
    const info = readParameter(statement, c.syntax.text, c.reporter);
    declareParameter(c, statement, info, infos.length);
    if (info !== null) infos.push(info);
  }
  return infos;
}

function declareParameter(
  c: Checker,
  node: DeclareParameter,
  info: ParameterInfo | null,
  index: number,
): void {
  const { name } = node;
  const declared = { start: name.start, end: name.end };
  const earlier = c.globals.names.get(name.text);
  if (earlier !== undefined) {
    const related = [{ range: earlier.declared, message: "declared first here" }];
    complain(
      c,
      "E202",
      name,
      `The parameter \`${name.text}\` is declared twice: give one of them another name.`,
      { related },
    );
    return;
  }
  // What is broken is still a name, so that its uses are not called unknown.
  const known = info ?? {
    name: name.text,
    type: "float" as const,
    isPercent: false,
    preset: 0,
    range: null,
    title: null,
    declared,
  };
  const facts = factsOf(info === null ? "unknown" : known.type, Qualifier.input);
  c.globals.names.set(name.text, {
    kind: "parameter",
    name: name.text,
    declared,
    facts,
    info: known,
    index,
    order: 0,
  });
}

function declareFunction(
  c: Checker,
  node: Statement & { readonly kind: "function" },
): FunctionSymbol {
  const { name } = node;
  const declared = { start: name.start, end: name.end };
  const symbol: FunctionSymbol = {
    kind: "function",
    name: name.text,
    declared,
    node,
    order: c.order,
  };
  const earlier = c.globals.names.get(name.text);
  if (earlier !== undefined) {
    const related = [{ range: earlier.declared, message: "declared first here" }];
    complain(
      c,
      "E305",
      name,
      `\`${name.text}\` is already declared: give one of them another name.`,
      { related },
    );
  }
  c.globals.names.set(name.text, symbol);
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

function reportBrokenDefaults(c: Checker, file: CheckedFile): void {
  for (const requirement of unmet(file, presets(file.parameters))) {
    complain(
      c,
      "E214",
      requirement.node.condition,
      "The defaults of the parameters break this requirement: change a default.",
    );
  }
}
