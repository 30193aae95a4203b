// Checks statements and blocks, and declares their names.
import { type QuickFix, replaceFix } from "../base/diagnostic.ts";
import type {
  Assign,
  Block,
  Declare,
  DeclareFunction,
  DeclareTuple,
  Expression,
  Name,
  Statement,
  TypeName,
} from "../syntax/tree.ts";
import { type Use, checkValue } from "./check-expression.ts";
import { binaryType } from "./check-operators.ts";
import { type Checker, aim, complain, isBrokenName, isInScope, lookUp } from "./checker.ts";
import { isFunctionName, isValueName } from "./library/library.ts";
import { addGlobal, globalAbove } from "./globals.ts";
import { asBefore } from "./memory.ts";
import { type VariableSymbol, innerScope } from "./symbols.ts";
import {
  type Facts,
  Qualifier,
  type ScalarType,
  type Type,
  UNKNOWN,
  VOID,
  factsOf,
  fits,
  isTuple,
  spoken,
} from "./types.ts";

/** The value of a block is that of its last statement. */
export function checkBlock(c: Checker, block: Block, use: Use): Facts {
  const outer = c.scope;
  c.scope = innerScope(outer);
  const facts = checkStatements(c, block.statements, use);
  c.scope = outer;
  return facts;
}

/** The body of a function, in the scope of its parameters. */
export function checkBody(c: Checker, block: Block): Facts {
  return checkStatements(c, block.statements, "maybe");
}

function checkStatements(c: Checker, statements: readonly Statement[], use: Use): Facts {
  // A block without statements is one that the parser missed.
  let facts: Facts = statements.length === 0 ? UNKNOWN : VOID;
  for (const [index, statement] of statements.entries()) {
    facts = checkStatement(c, statement, index === statements.length - 1 ? use : "dropped");
  }
  return facts;
}

export function checkStatement(c: Checker, node: Statement, use: Use): Facts {
  switch (node.kind) {
    case "expression":
      return checkValue(c, node.value, use);
    case "declare":
      return checkDeclare(c, node);
    case "declareTuple":
      return checkDeclareTuple(c, node);
    case "assign":
      return checkAssign(c, node);
    case "function":
      refuseNestedFunction(c, node);
      return VOID;
    case "jump":
      complain(
        c,
        "E904",
        node,
        `\`${node.word}\` belongs to a loop, and loops are not supported yet.`,
      );
      return VOID;
    case "unsupported":
      refuseUnsupported(c, node.what, node.head);
      return VOID;
    default:
      return VOID;
  }
}

function refuseNestedFunction(c: Checker, node: DeclareFunction): void {
  complain(
    c,
    "E211",
    node.name,
    `The function \`${node.name.text}\` is declared inside a block: move it to the top level.`,
  );
}

export function refuseUnsupported(
  c: Checker,
  what: string,
  head: { readonly start: number; readonly end: number },
): void {
  if (what === "") return;
  const isStatement = what === "type" || what === "enum" || what === "method" || what === "export";
  const message = `\`${what}\` is not supported yet: what it declares is left out.`;
  complain(c, isStatement ? "E904" : "E901", head, message);
}

function checkDeclare(c: Checker, node: Declare): Facts {
  const value = checkValue(c, node.value, "needed");
  const type = node.type === null ? null : typeFrom(c, node.type);
  if (node.mode === "varip") {
    complain(
      c,
      "E404",
      { start: node.start, end: node.start + 5 },
      "`varip` keeps values of the forming bar, which no backtest has: write `var`.",
      {
        fixes: [replaceFix("Write `var`", { start: node.start, end: node.start + 5 }, "var")],
      },
    );
  }
  const declared = declaredType(c, node, value, type);
  const facts = variableFacts(c, node, value, declared);
  return declare(c, node.name, facts, node.mode !== "plain").facts;
}

/** The type of the variable: as written, or that of its value. */
function declaredType(c: Checker, node: Declare, value: Facts, type: ScalarType | null): Type {
  const { name } = node;
  if (value.type === "void") {
    complain(c, "E317", node.value, `This gives nothing that \`${name.text}\` could be.`);
    return type ?? "unknown";
  }
  if (isTuple(value.type)) {
    complain(
      c,
      "E318",
      node.value,
      `This gives ${spoken(value.type)}: take them apart with \`[a, b] = …\`.`,
    );
    return type ?? "unknown";
  }
  if (type !== null) {
    if (!fits(value.type, type)) refuseValue(c, node.value, name.text, type, value.type, []);
    return type;
  }
  if (value.type !== "na") return value.type;
  const fixes = [replaceFix("Declare a float", { start: name.start, end: name.start }, "float ")];
  complain(
    c,
    "E327",
    node.value,
    `na alone gives \`${name.text}\` no type: write it, as in \`float ${name.text} = na\`.`,
    { fixes },
  );
  return "unknown";
}

const LIMIT_OF = {
  const: Qualifier.const,
  input: Qualifier.input,
  simple: Qualifier.simple,
  series: Qualifier.series,
} as const;

function variableFacts(c: Checker, node: Declare, value: Facts, type: Type): Facts {
  const word = node.type?.qualifier ?? null;
  const isSeries = node.mode !== "plain" || c.changed.has(node.name) || word === "series";
  if (isSeries) return factsOf(type, Qualifier.series);
  if (word !== null && value.qualifier > LIMIT_OF[word]) {
    complain(
      c,
      "E319",
      node.value,
      `\`${node.name.text}\` is declared \`${word}\`, but this value is known only later.`,
    );
  }
  return { type, qualifier: value.qualifier, value: value.value };
}

function refuseValue(
  c: Checker,
  node: Expression,
  name: string,
  wanted: Type,
  given: Type,
  fixes: readonly QuickFix[],
): void {
  if (given === "na") {
    complain(c, "E313", node, `\`${name}\` is a bool, which is never na: write \`false\`.`);
    return;
  }
  const advice =
    wanted === "int" && given === "float" ? ": declare it as a float, or write `int(…)`" : "";
  complain(
    c,
    "E316",
    node,
    `\`${name}\` is ${spoken(wanted)} and cannot become ${spoken(given)}${advice}.`,
    { fixes },
  );
}

/** Puts a name into the scope; a second one with the same name is reported and takes its place. */
export function declare(c: Checker, name: Name, facts: Facts, isKept: boolean): VariableSymbol {
  const isGlobal = c.frame === null && c.scope === c.top;
  const earlier = isGlobal
    ? globalAbove(c.globals, name.text, name.start)
    : (c.scope.names.get(name.text) ?? null);
  if (earlier !== null) {
    const related = [{ range: earlier.declared, message: "declared first here" }];
    const message = `\`${name.text}\` is already declared here: change it with \`:=\`, or take another name.`;
    complain(c, "E305", name, message, { related });
  }
  const made: VariableSymbol = {
    ...{ kind: "variable", name: name.text, declared: name, facts },
    ...{ isMutable: c.changed.has(name), isKept, isGlobal },
  };
  const symbol = isGlobal ? asBefore(c.earlier, made) : made;
  enter(c, symbol);
  aim(c, name, { kind: "variable", symbol });
  return symbol;
}

function enter(c: Checker, symbol: VariableSymbol): void {
  if (symbol.isGlobal) {
    c.trace.declared.push(symbol);
    addGlobal(c.globals, symbol);
  } else c.scope.names.set(symbol.name, symbol);
}

function checkDeclareTuple(c: Checker, node: DeclareTuple): Facts {
  const value = checkValue(c, node.value, "needed");
  const elements = isTuple(value.type) ? value.type.elements : [];
  const isKnown = value.type === "unknown";
  if (!isKnown && elements.length !== node.names.length) {
    complain(
      c,
      "E318",
      node.value,
      `This gives ${spoken(value.type)}, but ${node.names.length} names stand on the left.`,
    );
  }
  for (const [index, name] of node.names.entries()) {
    const facts = elements[index] ?? UNKNOWN;
    const series = c.changed.has(name) ? factsOf(facts.type, Qualifier.series) : facts;
    declareUnlessDropped(
      c,
      name,
      series.type === "na" ? factsOf("float", Qualifier.series) : series,
    );
  }
  return value;
}

/** `_` in a tuple is a part that nobody wants, as often as needed. */
function declareUnlessDropped(c: Checker, name: Name, facts: Facts): void {
  if (name.text !== "_") declare(c, name, facts, false);
}

function checkAssign(c: Checker, node: Assign): Facts {
  const value = checkValue(c, node.value, "needed");
  if (node.target.kind !== "name") {
    if (node.target.kind === "member")
      complain(c, "E904", node.target, "Fields of values cannot be changed yet.");
    return value;
  }
  const symbol = assignedVariable(c, node, node.target);
  if (symbol === null) return UNKNOWN;
  aim(c, node.target, { kind: "variable", symbol });
  const { operator, target: left, value: right } = node;
  const given =
    operator === null ? value.type : binaryType(c, { operator, left, right }, symbol.facts, value);
  const { type } = symbol.facts;
  if (given === "void")
    complain(c, "E317", node.value, `This gives nothing that \`${symbol.name}\` could become.`);
  else if (!fits(given, type))
    refuseValue(c, node.value, symbol.name, type, given, floatFix(c, symbol, given));
  return symbol.facts;
}

function floatFix(c: Checker, symbol: VariableSymbol, given: Type): readonly QuickFix[] {
  if (symbol.facts.type !== "int" || given !== "float") return [];
  const { start } = symbol.declared;
  const isTyped = /\bint\s+$/.test(c.syntax.text.slice(Math.max(0, start - 20), start));
  return isTyped
    ? []
    : [replaceFix(`Declare \`${symbol.name}\` as a float`, { start, end: start }, "float ")];
}

/** The variable that an assignment changes, or null after a report. */
function assignedVariable(c: Checker, node: Assign, target: Name): VariableSymbol | null {
  const name = target.text;
  const symbol = lookUp(c, name);
  if (symbol?.kind === "variable") return changeable(c, target, symbol);
  if (symbol !== null) {
    const isParameter = symbol.kind === "parameter";
    const what = isParameter ? "a parameter, which is fixed for the run" : "a function";
    complain(c, "E307", target, `\`${name}\` is ${what}, and cannot be changed.`);
  } else if (isValueName(name) || isFunctionName(name)) {
    const message = `\`${name}\` is part of the library and cannot be changed: declare a name of your own with \`=\`.`;
    complain(c, "E307", target, message);
  } else if (!isBrokenName(c, name)) {
    refuseUndeclared(c, node, target);
  }
  return null;
}

function changeable(c: Checker, target: Name, symbol: VariableSymbol): VariableSymbol | null {
  if (c.frame === null || !symbol.isGlobal) return symbol;
  const related = [{ range: symbol.declared, message: "declared here" }];
  const message = `\`${symbol.name}\` is a global, and a function cannot change it: return the value and assign it outside.`;
  complain(c, "E308", target, message, { related });
  return null;
}

function refuseUndeclared(c: Checker, node: Assign, target: Name): void {
  const isLater = c.globalNames().has(target.text) && !isInScope(c, target.text);
  const gap = c.syntax.text.slice(target.end, node.value.start);
  const start = target.end + gap.indexOf(":=");
  const fixes =
    node.operator === null && gap.includes(":=") && !isLater
      ? [replaceFix("Declare it with `=`", { start, end: start + 2 }, "=")]
      : [];
  complain(
    c,
    "E306",
    target,
    `\`${target.text}\` is changed before it is declared: declare it with \`=\` first.`,
    { fixes },
  );
}

const TYPES: Readonly<Record<string, ScalarType>> = {
  int: "int",
  float: "float",
  bool: "bool",
  string: "string",
  color: "color",
};

const LATER_TYPES: ReadonlySet<string> = new Set(
  "array matrix map line label box table polyline linefill chart.point footprint volume_row".split(
    " ",
  ),
);

/** The type that a name means; null when it only gives a qualifier, unknown after a report. */
export function typeFrom(c: Checker, type: TypeName): ScalarType | null {
  if (type.name === "") return null;
  const known = TYPES[type.name];
  if (known !== undefined) return known;
  const [base = ""] = type.name.split(/[<[]/);
  if (type.isCollection || LATER_TYPES.has(base)) {
    complain(c, "E907", type, `Values of the type \`${type.name}\` are not supported yet.`);
  } else if (!isBrokenName(c, type.name)) {
    complain(
      c,
      "E330",
      type,
      `No type is called \`${type.name}\`: there are int, float, bool, string and color.`,
    );
  }
  return "unknown";
}
