// Parses the declarations of the top level: header, data, account, param, require.
import { parseExpression } from "./parse-expression.ts";
import { parseText } from "./parse-literal.ts";
import {
  type Parser,
  accept,
  advance,
  complain,
  endAt,
  hereIs,
  isLineOver,
  isWord,
  kindAt,
  lastEnd,
  missing,
  missingPlace,
  nameNode,
  newId,
  rangeAt,
  raised,
  skipBlock,
  skipLine,
  textAt,
} from "./parser.ts";
import { DECLARATION_WORDS, type DeclarationWord } from "./declaration-words.ts";
import { Token } from "./token.ts";
import type { Entry, Expression, Statement } from "./tree.ts";

/** Parses the declaration whose word layout has found at the margin. */
export function parseDeclaration(p: Parser): Statement {
  const written = textAt(p);
  const word = DECLARATION_WORDS.find((known) => known === written) ?? "strategy";
  switch (word) {
    case "strategy":
    case "data":
    case "account":
      return parseHeader(p, word);
    case "param":
      return parseParameter(p);
    case "require":
      return parseRequire(p);
    default:
      return parseLater(p, word);
  }
}

function parseHeader(p: Parser, word: DeclarationWord): Statement {
  const { start, end: wordEnd } = rangeAt(p);
  advance(p);
  const title = kindAt(p) === Token.text ? parseText(p) : null;
  if (!isLineOver(p)) {
    complain(
      p,
      "E114",
      missingPlace(p),
      `The line of \`${word}\` must end here, but here is ${hereIs(p)}: its keys stand indented below it.`,
    );
    skipLine(p);
  }
  const entries: Entry[] = [];
  if (kindAt(p) === Token.newline && kindAt(p, 1) === Token.indent) {
    advance(p);
    advance(p);
    parseEntries(p, word, entries);
  }
  return { kind: "header", word, wordEnd, title, entries, id: newId(p), start, end: lastEnd(p) };
}

function parseEntries(p: Parser, word: string, entries: Entry[]): void {
  while (kindAt(p) !== Token.dedent && kindAt(p) !== Token.end) {
    p.isBroken = false;
    const before = p.at;
    if (kindAt(p) === Token.indent) skipBlock(p);
    else if (kindAt(p) === Token.name && kindAt(p, 1) === Token.assign) entries.push(parseEntry(p));
    else if (!accept(p, Token.newline)) refuseLine(p, word);
    if (p.at === before) advance(p);
  }
  accept(p, Token.dedent);
}

function refuseLine(p: Parser, word: string): void {
  complain(
    p,
    "E110",
    missingPlace(p),
    `A line of \`${word}\` is written \`key = value\`, but here is ${hereIs(p)}.`,
  );
  skipLine(p);
}

function parseEntry(p: Parser): Entry {
  const key = nameNode(p);
  advance(p);
  const value = parseEntryValue(p);
  if (!isLineOver(p)) {
    complain(
      p,
      "E114",
      missingPlace(p),
      `The value of \`${key.text}\` ends before ${hereIs(p)}: remove what follows.`,
    );
    skipLine(p);
  }
  return { key, value, id: newId(p), start: key.start, end: Math.max(value.end, lastEnd(p)) };
}

function parseEntryValue(p: Parser): Expression {
  const first = parseItem(p);
  if (kindAt(p) !== Token.comma) return first;
  const items = [first];
  let { height } = p;
  while (accept(p, Token.comma)) {
    items.push(parseItem(p));
    height = Math.max(height, p.height);
  }
  return raised(p, height, {
    kind: "list",
    items,
    id: newId(p),
    start: first.start,
    end: lastEnd(p),
  });
}

function parseItem(p: Parser): Expression {
  const value = parseExpression(p);
  if (accept(p, Token.range)) {
    const to = parseExpression(p);
    return { kind: "range", from: value, to, id: newId(p), start: value.start, end: to.end };
  }
  if (isWord(p, "per")) advance(p);
  else if (!isWord(p, "long") && !isWord(p, "short")) return value;
  if (kindAt(p) !== Token.name) {
    complain(
      p,
      "E110",
      missingPlace(p),
      `\`order\` or \`contract\` must follow \`per\`, but here is ${hereIs(p)}.`,
    );
    return value;
  }
  const word = nameNode(p);
  return { kind: "qualified", value, word, id: newId(p), start: value.start, end: word.end };
}

function parseParameter(p: Parser): Statement {
  const { start } = rangeAt(p);
  advance(p);
  const name = nameNode(p);
  advance(p);
  const value = parseExpression(p);
  const [from, to] = accept(p, Token.in) ? parseBounds(p) : [null, null];
  const step = isWord(p, "step") && accept(p, Token.name) ? parseExpression(p) : null;
  const title = kindAt(p) === Token.text ? parseText(p) : null;
  return {
    kind: "parameter",
    name,
    value,
    from,
    to,
    step,
    title,
    id: newId(p),
    start,
    end: lastEnd(p),
  };
}

function parseBounds(p: Parser): readonly [Expression, Expression] {
  const from = parseExpression(p);
  if (accept(p, Token.range)) return [from, parseExpression(p)];
  complain(
    p,
    "E110",
    missingPlace(p),
    `A range is written \`in 10 .. 60\`, but here is ${hereIs(p)}.`,
  );
  return [from, missing(p)];
}

function parseRequire(p: Parser): Statement {
  const { start } = rangeAt(p);
  advance(p);
  const condition = parseExpression(p);
  return {
    kind: "require",
    condition,
    id: newId(p),
    start,
    end: Math.max(condition.end, lastEnd(p)),
  };
}

/** A declaration of a later version: its lines are skipped as a whole. */
function parseLater(p: Parser, what: string): Statement {
  const head = rangeAt(p);
  advance(p);
  while (!isLineOver(p)) advance(p);
  if (kindAt(p) === Token.newline && kindAt(p, 1) === Token.indent) {
    advance(p);
    skipBlock(p);
  }
  return { kind: "unsupported", what, head, id: newId(p), start: head.start, end: endAt(p, -1) };
}
