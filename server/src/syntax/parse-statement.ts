// Parses statements of the bar logic, and goes on after broken ones.
import { endOfLine, parseBlock, parseValue } from "./parse-block.ts";
import { parseDeclaration } from "./parse-declaration.ts";
import { parseExpression } from "./parse-expression.ts";
import { isFunctionHead, parseFunction } from "./parse-function.ts";
import { parseBareQualifier, parseTypeName, qualifierAt, typedNameLength } from "./parse-type.ts";
import {
  type Parser,
  accept,
  advance,
  complain,
  endAt,
  hereIs,
  isFirstOnLine,
  isLineOver,
  kindAt,
  lastEnd,
  missingPlace,
  nameNode,
  newId,
  rangeAt,
  skipBlock,
  skipLine,
  startAt,
  textAt,
} from "./parser.ts";
import { Token, type TokenKind } from "./token.ts";
import type { BinaryOperator, Declare, Expression, Name, Statement, TypeName } from "./tree.ts";

/** Statements up to the end of the block or file. */
export function parseStatements(p: Parser): readonly Statement[] {
  const statements: Statement[] = [];
  let height = 0;
  while (kindAt(p) !== Token.dedent && kindAt(p) !== Token.end) {
    const before = p.at;
    if (!skipStray(p)) parseLine(p, statements);
    height = Math.max(height, p.height);
    if (p.at === before) advance(p);
  }
  p.height = height;
  return statements;
}

/** Passes over line ends, and over blocks whose head was not understood. */
function skipStray(p: Parser): boolean {
  if (accept(p, Token.newline)) return true;
  if (kindAt(p) !== Token.indent) return false;
  skipBlock(p);
  return true;
}

function parseLine(p: Parser, statements: Statement[]): void {
  p.isBroken = isContinuedBreak(p);
  const first = p.at;
  const { firstIds } = p;
  p.firstIds = null;
  do {
    firstIds?.push(p.nextId);
    statements.push(parseStatement(p));
  } while (accept(p, Token.comma) && !isLineOver(p));
  endOfLine(p);
  p.firstIds = firstIds;
  if (p.isBroken) noteBrokenName(p, first);
}

/** A second deeper line in a row has the same cause as the first. */
function isContinuedBreak(p: Parser): boolean {
  return (
    p.isBroken &&
    isFirstOnLine(p) &&
    p.at > 0 &&
    kindAt(p, -1) !== Token.newline &&
    kindAt(p, -1) !== Token.dedent
  );
}

/** What a broken statement may have declared must not be called unknown elsewhere. */
function noteBrokenName(p: Parser, first: number): void {
  for (let at = first; at < Math.min(first + 4, p.at); at++) {
    if (p.tokens.kinds[at] !== Token.name) continue;
    addBroken(p, at);
  }
}

function addBroken(p: Parser, at: number): void {
  const start = p.tokens.starts[at] ?? 0;
  p.broken.push({ name: p.text.slice(start, p.tokens.ends[at]), start });
}

function parseStatement(p: Parser): Statement {
  switch (kindAt(p)) {
    case Token.declaration:
      return parseDeclaration(p);
    case Token.else:
      return parseLooseElse(p);
    case Token.rightParen:
    case Token.rightBracket:
      return parseLooseCloser(p);
    case Token.name:
      return parseUnsupported(p) ?? parseSimpleStatement(p);
    default:
      return parseSimpleStatement(p);
  }
}

function parseLooseElse(p: Parser): Statement {
  const start = startAt(p);
  complain(
    p,
    "E116",
    rangeAt(p),
    "This `else` belongs to no `if`: give it the indentation of its `if`, directly after that block.",
  );
  advance(p);
  if (accept(p, Token.if)) parseExpression(p);
  const block = parseBlock(p, "else");
  const head = { start, end: start + 4 };
  return { kind: "unsupported", what: "", head, id: newId(p), start, end: block.end };
}

function parseLooseCloser(p: Parser): Statement {
  const head = rangeAt(p);
  complain(p, "E112", head, `Nothing is open that ${hereIs(p)} could close: remove it.`);
  skipLine(p);
  return { kind: "unsupported", what: "", head, id: newId(p), start: head.start, end: lastEnd(p) };
}

const KNOWN_WORDS: ReadonlySet<string> = new Set(["type", "enum", "import", "export", "method"]);

/** `type`, `enum`, `import`, `export`, `method`: known, but not in this version. */
function parseUnsupported(p: Parser): Statement | null {
  const word = textAt(p);
  const isHead =
    KNOWN_WORDS.has(word) && kindAt(p, 1) === Token.name && !isAssignKind(kindAt(p, 2));
  if (!isHead) return null;
  const head = rangeAt(p);
  advance(p);
  noteBrokenName(p, p.at);
  addBroken(p, p.at);
  skipLine(p);
  if (kindAt(p) === Token.newline && kindAt(p, 1) === Token.indent) {
    advance(p);
    skipBlock(p);
  }
  return {
    kind: "unsupported",
    what: word,
    head,
    id: newId(p),
    start: head.start,
    end: lastEnd(p),
  };
}

/** A statement that may also stand behind `=>` on the same line. */
export function parseSimpleStatement(p: Parser): Statement {
  p.height = 0;
  switch (kindAt(p)) {
    case Token.var:
    case Token.varip:
      return parseVar(p);
    case Token.break:
    case Token.continue:
      return parseJump(p);
    case Token.leftBracket:
      return isTupleHead(p) ? parseTupleDeclaration(p) : parseExpressionStatement(p);
    case Token.name:
      return parseNamed(p);
    default:
      return parseExpressionStatement(p);
  }
}

function parseNamed(p: Parser): Statement {
  if (kindAt(p, 1) === Token.assign) return parseDeclare(p, startAt(p), "plain", null);
  if (isFunctionHead(p)) return parseFunction(p);
  const typedLength = typedNameLength(p);
  if (typedLength > 0) return parseDeclare(p, startAt(p), "plain", parseTypeBefore(p, typedLength));
  return parseExpressionStatement(p);
}

function parseTypeBefore(p: Parser, length: number): TypeName {
  return length === 2 && qualifierAt(p) !== null ? parseBareQualifier(p) : parseTypeName(p);
}

function parseVar(p: Parser): Statement {
  const start = startAt(p);
  const mode = kindAt(p) === Token.var ? "var" : "varip";
  advance(p);
  if (kindAt(p) !== Token.name) {
    complain(
      p,
      "E110",
      missingPlace(p),
      `A name must follow \`${mode}\`, but here is ${hereIs(p)}.`,
    );
    const value = parseValue(p);
    return { kind: "expression", value, id: newId(p), start, end: lastEnd(p) };
  }
  const typedLength = typedNameLength(p);
  const type = typedLength > 0 ? parseTypeBefore(p, typedLength) : null;
  return parseDeclare(p, start, mode, type);
}

function parseDeclare(
  p: Parser,
  start: number,
  mode: Declare["mode"],
  type: TypeName | null,
): Statement {
  const name = nameNode(p);
  if (!accept(p, Token.assign)) {
    complain(
      p,
      "E110",
      missingPlace(p),
      `A value for \`${name.text}\` is expected: \`= …\`, but here is ${hereIs(p)}.`,
    );
  }
  const value = parseValue(p);
  return {
    kind: "declare",
    mode,
    type,
    name,
    value,
    id: newId(p),
    start,
    end: Math.max(value.end, lastEnd(p)),
  };
}

/** Whether `[a, b] =` begins here. */
function isTupleHead(p: Parser): boolean {
  let ahead = 1;
  while (kindAt(p, ahead) === Token.name || kindAt(p, ahead) === Token.comma) ahead++;
  return kindAt(p, ahead) === Token.rightBracket && kindAt(p, ahead + 1) === Token.assign;
}

function parseTupleDeclaration(p: Parser): Statement {
  const start = startAt(p);
  const names: Name[] = [];
  advance(p);
  while (kindAt(p) !== Token.rightBracket) {
    if (kindAt(p) === Token.name) names.push(nameNode(p));
    else advance(p);
  }
  advance(p);
  advance(p);
  const value = parseValue(p);
  return {
    kind: "declareTuple",
    names,
    value,
    id: newId(p),
    start,
    end: Math.max(value.end, lastEnd(p)),
  };
}

function parseJump(p: Parser): Statement {
  const [start, end] = [startAt(p), endAt(p)];
  const word = kindAt(p) === Token.break ? "break" : "continue";
  advance(p);
  return { kind: "jump", word, id: newId(p), start, end };
}

const OPERATORS: ReadonlyMap<TokenKind, BinaryOperator | null> = new Map<
  TokenKind,
  BinaryOperator | null
>([
  [Token.reassign, null],
  [Token.plusAssign, "+"],
  [Token.minusAssign, "-"],
  [Token.timesAssign, "*"],
  [Token.divideAssign, "/"],
  [Token.remainderAssign, "%"],
]);

function isAssignKind(kind: TokenKind): boolean {
  return kind === Token.assign || OPERATORS.has(kind);
}

function parseExpressionStatement(p: Parser): Statement {
  const target = parseValue(p);
  const { start } = target;
  const kind = kindAt(p);
  if (!isAssignKind(kind)) {
    return {
      kind: "expression",
      value: target,
      id: newId(p),
      start,
      end: Math.max(target.end, lastEnd(p)),
    };
  }
  if (target.kind !== "name" && target.kind !== "member") reportTarget(p, target);
  if (kind === Token.assign && target.kind === "member") reportTarget(p, target);
  const operator = OPERATORS.get(kind) ?? null;
  const targetHeight = p.height;
  advance(p);
  const value = parseValue(p);
  p.height = Math.max(p.height, targetHeight);
  return {
    kind: "assign",
    operator,
    target,
    value,
    id: newId(p),
    start,
    end: Math.max(value.end, lastEnd(p)),
  };
}

function reportTarget(p: Parser, target: Expression): void {
  complain(
    p,
    "E115",
    target,
    `A value can only be given to a name, not to \`${shortened(p, target)}\`.`,
  );
}

function shortened(p: Parser, target: Expression): string {
  const written = p.text.slice(target.start, target.end);
  return written.length > 40 || written.includes("\n")
    ? `${written.slice(0, 40).split("\n")[0] ?? ""}…`
    : written;
}
