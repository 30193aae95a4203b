// Parses what holds blocks: if, switch, loops, and the bodies of functions.
import { textRange } from "../base/text-range.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseSimpleStatement, parseStatements } from "./parse-statement.ts";
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
  newId,
  raised,
  skipBlock,
  skipLine,
  startAt,
} from "./parser.ts";
import { Token } from "./token.ts";
import type { Block, Expression, IfBranch, Statement, SwitchCase } from "./tree.ts";

/** A value where blocks are allowed too: a statement, or what follows `=`, `:=`, `=>`. */
export function parseValue(p: Parser): Expression {
  switch (kindAt(p)) {
    case Token.if:
      return parseIf(p);
    case Token.switch:
      return parseSwitch(p);
    case Token.for:
    case Token.while:
      return parseLoop(p);
    default:
      return parseExpression(p);
  }
}

function parseIf(p: Parser): Expression {
  const start = startAt(p);
  const branches: IfBranch[] = [];
  let height = 0;
  do {
    branches.push(parseBranch(p));
    height = Math.max(height, p.height);
  } while (kindAt(p) === Token.else && branches.at(-1)?.test !== null);
  return raised(p, height, { kind: "if", branches, id: newId(p), start, end: lastEnd(p) });
}

/** `if TEST`, `else if TEST` or `else`, with its block. */
function parseBranch(p: Parser): IfBranch {
  const start = startAt(p);
  accept(p, Token.else);
  const test = accept(p, Token.if) ? parseExpression(p) : null;
  const testHeight = test === null ? 0 : p.height;
  const block = parseBlock(p, test === null ? "else" : "if");
  p.height = Math.max(p.height, testHeight);
  return { test, block, id: newId(p), start, end: block.end };
}

/** The indented block of a head whose line ends here. */
export function parseBlock(p: Parser, owner: string): Block {
  if (!isLineOver(p)) {
    complain(
      p,
      "E114",
      missingPlace(p),
      `The line of \`${owner}\` must end here, but here is ${hereIs(p)}: its block begins on the next line.`,
    );
    skipLine(p);
  }
  p.height = 0;
  const start = startAt(p);
  if (kindAt(p) !== Token.newline || kindAt(p, 1) !== Token.indent) {
    const place = textRange(lastEnd(p), lastEnd(p));
    complain(p, "E113", place, `\`${owner}\` needs an indented block on the next lines.`);
    return { statements: [], start: place.start, end: place.end };
  }
  advance(p);
  if (!enter(p)) return skippedBlock(p, start);
  const block = parseIndented(p, start);
  leave(p);
  return block;
}

function skippedBlock(p: Parser, start: number): Block {
  skipBlock(p);
  return { statements: [], start, end: lastEnd(p) };
}

function parseIndented(p: Parser, start: number): Block {
  const wasBroken = p.isBroken;
  accept(p, Token.indent);
  const statements = parseStatements(p);
  const end = lastEnd(p);
  accept(p, Token.dedent);
  p.isBroken = wasBroken;
  return { statements, start, end };
}

function parseSwitch(p: Parser): Expression {
  const start = startAt(p);
  advance(p);
  const subject = isLineOver(p) ? null : parseExpression(p);
  let height = subject === null ? 0 : p.height;
  if (!isLineOver(p)) {
    complain(
      p,
      "E114",
      missingPlace(p),
      `The line of \`switch\` must end here, but here is ${hereIs(p)}.`,
    );
    skipLine(p);
  }
  const cases: SwitchCase[] = [];
  if (kindAt(p) === Token.newline && kindAt(p, 1) === Token.indent) {
    advance(p);
    if (enter(p)) {
      parseCases(p, cases);
      leave(p);
    } else {
      skipBlock(p);
    }
    height = Math.max(height, p.height);
  } else {
    const place = textRange(lastEnd(p), lastEnd(p));
    complain(p, "E113", place, "`switch` needs an indented block of cases on the next lines.");
  }
  return raised(p, height, {
    kind: "switch",
    subject,
    cases,
    id: newId(p),
    start,
    end: lastEnd(p),
  });
}

function parseCases(p: Parser, cases: SwitchCase[]): void {
  const wasBroken = p.isBroken;
  let height = 0;
  advance(p);
  while (kindAt(p) !== Token.dedent && kindAt(p) !== Token.end) {
    if (accept(p, Token.newline)) continue;
    p.isBroken = false;
    const before = p.at;
    cases.push(parseCase(p));
    height = Math.max(height, p.height);
    if (p.at === before) advance(p);
  }
  accept(p, Token.dedent);
  p.isBroken = wasBroken;
  p.height = height;
}

function parseCase(p: Parser): SwitchCase {
  const start = startAt(p);
  const test = kindAt(p) === Token.arrow ? null : parseExpression(p);
  let { height } = p;
  if (!accept(p, Token.arrow)) {
    complain(
      p,
      "E110",
      missingPlace(p),
      `A case is written \`value => result\`, but here is ${hereIs(p)}.`,
    );
    skipLine(p);
    if (kindAt(p) === Token.indent) skipBlock(p);
    const block = { statements: [], start: lastEnd(p), end: lastEnd(p) };
    return { test: test ?? missing(p), block, id: newId(p), start, end: lastEnd(p) };
  }
  if (test === null) height = 0;
  const block = parseBody(p, "=>");
  p.height = Math.max(height, p.height);
  return { test, block, id: newId(p), start, end: block.end };
}

/** What follows `=>`: statements on the same line, or an indented block. */
export function parseBody(p: Parser, owner: string): Block {
  if (kindAt(p) === Token.newline || isLineOver(p)) return parseBlock(p, owner);
  const start = startAt(p);
  const statements: Statement[] = [];
  let height = 0;
  do {
    statements.push(parseSimpleStatement(p));
    height = Math.max(height, p.height);
  } while (accept(p, Token.comma) && !isLineOver(p));
  const end = lastEnd(p);
  endOfLine(p);
  p.height = height;
  return { statements, start, end };
}

/** Moves past the end of a statement's line, complaining about what is left of it. */
export function endOfLine(p: Parser): void {
  if (kindAt(p) === Token.newline) advance(p);
  if (isLineOver(p) || endsWithBlock(p)) return;
  reportRest(p);
}

function endsWithBlock(p: Parser): boolean {
  return p.at > 0 && (kindAt(p, -1) === Token.dedent || kindAt(p, -1) === Token.newline);
}

function reportRest(p: Parser): void {
  const isDeeper = (p.tokens.lineStarts[p.at] ?? -1) >= 0;
  if (isDeeper) {
    const lineStart = p.tokens.lineStarts[p.at] ?? 0;
    complain(
      p,
      "E108",
      textRange(lineStart, startAt(p)),
      "This line is indented deeper than the statement above it, which opens no block: indent both alike.",
    );
    return;
  }
  const isCloser = kindAt(p) === Token.rightParen || kindAt(p) === Token.rightBracket;
  if (isCloser) {
    complain(
      p,
      "E112",
      textRange(startAt(p), endAt(p)),
      `Nothing is open that ${hereIs(p)} could close: remove it.`,
    );
  } else {
    complain(
      p,
      "E114",
      missingPlace(p),
      `The statement ends before ${hereIs(p)}: put what follows on a line of its own, or an operator between.`,
    );
  }
  skipLine(p);
  accept(p, Token.newline);
}

function parseLoop(p: Parser): Expression {
  const start = startAt(p);
  const word = kindAt(p) === Token.for ? "for" : "while";
  advance(p);
  // Loops are refused as a whole, so that their heads need no tree.
  skipLine(p);
  const block = parseBlock(p, word);
  return raised(p, p.height, { kind: "loop", word, block, id: newId(p), start, end: lastEnd(p) });
}
