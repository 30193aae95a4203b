// Parses expressions: conditional, binary by precedence, unary, postfix, primary.
import { textRange } from "../base/text-range.ts";
import { acceptOf, parseDate, parseNumber, parseSpan, parseText } from "./parse-literal.ts";
import { parseTypeName } from "./parse-type.ts";
import {
  type Parser,
  accept,
  advance,
  complain,
  enter,
  endAt,
  hereIs,
  isLineOver,
  kindAt,
  lastEnd,
  leave,
  missing,
  missingPlace,
  nameNode,
  newId,
  raised,
  startAt,
  textAt,
} from "./parser.ts";
import { Token, type TokenKind } from "./token.ts";
import type { Argument, BinaryOperator, Expression, TypeName, UnaryOperator } from "./tree.ts";

interface Infix {
  readonly operator: BinaryOperator;
  readonly precedence: number;
}

const INFIX: ReadonlyMap<TokenKind, Infix> = new Map<TokenKind, Infix>([
  [Token.or, { operator: "or", precedence: 1 }],
  [Token.and, { operator: "and", precedence: 2 }],
  [Token.equal, { operator: "==", precedence: 3 }],
  [Token.notEqual, { operator: "!=", precedence: 3 }],
  [Token.less, { operator: "<", precedence: 4 }],
  [Token.lessOrEqual, { operator: "<=", precedence: 4 }],
  [Token.greater, { operator: ">", precedence: 4 }],
  [Token.greaterOrEqual, { operator: ">=", precedence: 4 }],
  [Token.plus, { operator: "+", precedence: 5 }],
  [Token.minus, { operator: "-", precedence: 5 }],
  [Token.times, { operator: "*", precedence: 6 }],
  [Token.divide, { operator: "/", precedence: 6 }],
  [Token.remainder, { operator: "%", precedence: 6 }],
]);

const PREFIX: ReadonlyMap<TokenKind, UnaryOperator> = new Map<TokenKind, UnaryOperator>([
  [Token.plus, "+"],
  [Token.minus, "-"],
  [Token.not, "not"],
]);

export function parseExpression(p: Parser): Expression {
  if (!enter(p)) return missing(p);
  const value = parseConditional(p);
  leave(p);
  return value;
}

function parseConditional(p: Parser): Expression {
  const test = parseBinary(p, 1);
  let height = p.height;
  if (!accept(p, Token.question)) return test;
  const yes = parseExpression(p);
  height = Math.max(height, p.height);
  if (!accept(p, Token.colon)) {
    const message = `A \`?\` needs a \`:\` with the other value, but here is ${hereIs(p)}.`;
    complain(p, "E110", missingPlace(p), message);
    const no = missing(p);
    return raised(p, height, {
      kind: "conditional",
      test,
      yes,
      no,
      id: newId(p),
      start: test.start,
      end: lastEnd(p),
    });
  }
  const no = parseExpression(p);
  height = Math.max(height, p.height);
  return raised(p, height, {
    kind: "conditional",
    test,
    yes,
    no,
    id: newId(p),
    start: test.start,
    end: no.end,
  });
}

function parseBinary(p: Parser, least: number): Expression {
  let left = parseUnary(p);
  let height = p.height;
  for (;;) {
    const infix = INFIX.get(kindAt(p));
    if (infix === undefined || infix.precedence < least) break;
    advance(p);
    const right = parseBinary(p, infix.precedence + 1);
    const [start, end] = [left.start, Math.max(right.end, lastEnd(p))];
    const node: Expression = {
      kind: "binary",
      operator: infix.operator,
      left,
      right,
      id: newId(p),
      start,
      end,
    };
    left = raised(p, Math.max(height, p.height), node);
    height = p.height;
  }
  p.height = height;
  return left;
}

function parseOperand(p: Parser): Expression {
  if (!enter(p)) return missing(p);
  const operand = parseUnary(p);
  leave(p);
  return operand;
}

/** An operand with its prefix operators; what `of` takes. */
function parseUnary(p: Parser): Expression {
  const operator = PREFIX.get(kindAt(p));
  if (operator === undefined) return parsePostfix(p);
  const start = startAt(p);
  advance(p);
  const operand = parseOperand(p);
  return raised(p, p.height, {
    kind: "unary",
    operator,
    operand,
    id: newId(p),
    start,
    end: lastEnd(p),
  });
}

function parsePostfix(p: Parser): Expression {
  let value = parsePrimary(p);
  let height = p.height;
  for (;;) {
    const next = parseSuffix(p, value);
    if (next === null) break;
    value = raised(p, Math.max(height, p.height), next);
    height = p.height;
  }
  p.height = height;
  return value;
}

function parseSuffix(p: Parser, value: Expression): Expression | null {
  p.height = 0;
  switch (kindAt(p)) {
    case Token.dot:
      return parseMember(p, value);
    case Token.leftParen:
      return parseCall(p, value, []);
    case Token.leftBracket:
      return parseHistory(p, value);
    case Token.less:
      return parseTypedCall(p, value);
    default:
      return null;
  }
}

function parseMember(p: Parser, object: Expression): Expression {
  advance(p);
  if (kindAt(p) !== Token.name) {
    complain(p, "E110", missingPlace(p), `A name must follow the \`.\`, but here is ${hereIs(p)}.`);
    const name = missing(p);
    return { kind: "member", object, name, id: newId(p), start: object.start, end: lastEnd(p) };
  }
  const name = nameNode(p);
  return { kind: "member", object, name, id: newId(p), start: object.start, end: name.end };
}

function parseHistory(p: Parser, value: Expression): Expression {
  const open = startAt(p);
  advance(p);
  const offset = parseExpression(p);
  const { height } = p;
  expectClose(p, Token.rightBracket, "]", open);
  p.height = height;
  return { kind: "history", value, offset, id: newId(p), start: value.start, end: lastEnd(p) };
}

/** `array.new<float>(…)`: only after a name called `new`, because elsewhere `<` compares. */
function parseTypedCall(p: Parser, value: Expression): Expression | null {
  const isNew = value.kind === "member" && value.name.kind === "name" && value.name.text === "new";
  if (!isNew || kindAt(p, 1) !== Token.name) return null;
  advance(p);
  const types: TypeName[] = [parseTypeName(p)];
  while (accept(p, Token.comma) && kindAt(p) === Token.name) types.push(parseTypeName(p));
  accept(p, Token.greater);
  return kindAt(p) === Token.leftParen ? parseCall(p, value, types) : value;
}

function parseCall(p: Parser, callee: Expression, typeArguments: readonly TypeName[]): Expression {
  const openStart = startAt(p);
  const open = endAt(p);
  advance(p);
  const list: Argument[] = [];
  let height = 0;
  while (kindAt(p) !== Token.rightParen && !isLineOver(p)) {
    list.push(parseArgument(p));
    height = Math.max(height, p.height);
    if (!endOfArgument(p)) break;
  }
  expectClose(p, Token.rightParen, ")", openStart);
  p.height = height;
  const [start, end] = [callee.start, lastEnd(p)];
  const isComplete = !p.isBroken;
  return {
    kind: "call",
    callee,
    typeArguments,
    arguments: list,
    open,
    isComplete,
    id: newId(p),
    start,
    end,
  };
}

function parseArgument(p: Parser): Argument {
  const isNamed = kindAt(p) === Token.name && kindAt(p, 1) === Token.assign;
  const name = isNamed ? nameNode(p) : null;
  if (isNamed) advance(p);
  const value = parseExpression(p);
  const { start } = name ?? value;
  return { name, value, id: newId(p), start, end: Math.max(value.end, lastEnd(p)) };
}

/** Moves past the comma; false at the end of the arguments. */
function endOfArgument(p: Parser): boolean {
  if (accept(p, Token.comma)) return true;
  if (kindAt(p) === Token.rightParen || isLineOver(p)) return false;
  complain(
    p,
    "E110",
    missingPlace(p),
    `A \`,\` or \`)\` must follow the argument, but here is ${hereIs(p)}.`,
  );
  skipToComma(p);
  return accept(p, Token.comma);
}

/** To the next comma or closing bracket that belongs to the call. */
function skipToComma(p: Parser): void {
  let open = 0;
  while (!isLineOver(p)) {
    const kind = kindAt(p);
    const isEnd = kind === Token.comma || kind === Token.rightParen;
    if (isEnd && open === 0) return;
    if (kind === Token.leftParen) open++;
    else if (kind === Token.rightParen) open--;
    advance(p);
  }
}

function expectClose(p: Parser, kind: TokenKind, written: string, open: number): void {
  if (accept(p, kind)) return;
  const range = textRange(open, open + 1);
  if (isLineOver(p)) {
    complain(p, "E111", range, `This bracket is never closed: add \`${written}\`.`);
  } else {
    const related = [{ range, message: "opened here" }];
    complain(
      p,
      "E110",
      missingPlace(p),
      `A \`${written}\` must follow here, but here is ${hereIs(p)}.`,
      { related },
    );
  }
}

function parsePrimary(p: Parser): Expression {
  p.height = 0;
  switch (kindAt(p)) {
    case Token.name:
      return nameNode(p);
    case Token.number:
      return parseQuantity(p);
    case Token.span:
      return parseSpan(p);
    case Token.date:
      return parseDate(p);
    case Token.text:
      return parseText(p);
    case Token.leftParen:
      return parseGroup(p);
    case Token.leftBracket:
      return parseTuple(p);
    default:
      return parseSimple(p);
  }
}

function parseSimple(p: Parser): Expression {
  const kind = kindAt(p);
  const [start, end] = [startAt(p), endAt(p)];
  if (kind === Token.true || kind === Token.false) {
    advance(p);
    return { kind: "bool", value: kind === Token.true, id: newId(p), start, end };
  }
  if (kind === Token.color) {
    advance(p);
    return { kind: "color", id: newId(p), start, end };
  }
  return parseNothing(p);
}

function parseNothing(p: Parser): Expression {
  if (kindAt(p) === Token.bad) {
    p.isBroken = true;
    const node: Expression = { kind: "missing", id: newId(p), start: startAt(p), end: endAt(p) };
    advance(p);
    return node;
  }
  const isWord = /^[a-z]+$/.test(textAt(p));
  const message = isWord
    ? `A value is expected here, but \`${textAt(p)}\` can only begin a statement or stand after \`=\`.`
    : `A value is expected here, but here is ${hereIs(p)}.`;
  complain(p, "E109", missingPlace(p), message);
  return missing(p);
}

function parseQuantity(p: Parser): Expression {
  const value = parseNumber(p);
  if (value.kind !== "percent" || !acceptOf(p)) return value;
  const operand = parseOperand(p);
  const end = Math.max(operand.end, lastEnd(p));
  return raised(p, p.height, {
    kind: "percentOf",
    percent: value,
    operand,
    id: newId(p),
    start: value.start,
    end,
  });
}

function parseGroup(p: Parser): Expression {
  const start = startAt(p);
  advance(p);
  const inner = parseExpression(p);
  const { height } = p;
  expectClose(p, Token.rightParen, ")", start);
  return raised(p, height, { kind: "group", inner, id: newId(p), start, end: lastEnd(p) });
}

function parseTuple(p: Parser): Expression {
  const start = startAt(p);
  advance(p);
  const elements: Expression[] = [];
  let height = 0;
  while (kindAt(p) !== Token.rightBracket && !isLineOver(p)) {
    elements.push(parseExpression(p));
    height = Math.max(height, p.height);
    if (!accept(p, Token.comma)) break;
  }
  expectClose(p, Token.rightBracket, "]", start);
  return raised(p, height, { kind: "tuple", elements, id: newId(p), start, end: lastEnd(p) });
}
