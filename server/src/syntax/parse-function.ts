// Parses declarations of functions: `name(parameters) => body`.
import { parseBody } from "./parse-block.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseBareQualifier, parseTypeName, qualifierAt, typedNameLength } from "./parse-type.ts";
import {
  type Parser,
  accept,
  advance,
  complain,
  hereIs,
  isLineOver,
  kindAt,
  lastEnd,
  missingPlace,
  nameNode,
  newId,
  startAt,
} from "./parser.ts";
import { Token } from "./token.ts";
import type { FunctionParameter, Statement, TypeName } from "./tree.ts";

/** Whether `name( … ) =>` begins here; looks no further than the line. */
export function isFunctionHead(p: Parser): boolean {
  if (kindAt(p, 1) !== Token.leftParen) return false;
  let open = 0;
  for (let ahead = 1; ; ahead++) {
    const kind = kindAt(p, ahead);
    if (kind === Token.leftParen) open++;
    else if (kind === Token.rightParen) open--;
    else if (kind === Token.newline || kind === Token.end) return false;
    if (open === 0) return kindAt(p, ahead + 1) === Token.arrow;
  }
}

export function parseFunction(p: Parser): Statement {
  const start = startAt(p);
  const firstId = p.nextId;
  const name = nameNode(p);
  advance(p);
  const parameters: FunctionParameter[] = [];
  while (kindAt(p) !== Token.rightParen && !isLineOver(p)) {
    const before = p.at;
    if (kindAt(p) === Token.name) parameters.push(parseParameter(p));
    else
      complain(
        p,
        "E110",
        missingPlace(p),
        `The name of a parameter is expected, but here is ${hereIs(p)}.`,
      );
    const isMore = accept(p, Token.comma);
    if (!isMore && kindAt(p) !== Token.rightParen) skipParameter(p, before);
  }
  accept(p, Token.rightParen);
  accept(p, Token.arrow);
  const body = parseBody(p, "=>");
  return {
    kind: "function",
    name,
    parameters,
    body,
    firstId,
    id: newId(p),
    start,
    end: lastEnd(p),
  };
}

function skipParameter(p: Parser, before: number): void {
  complain(
    p,
    "E110",
    missingPlace(p),
    `A \`,\` or \`)\` must follow the parameter, but here is ${hereIs(p)}.`,
  );
  if (p.at === before) advance(p);
  let open = 0;
  while (
    !isLineOver(p) &&
    (open > 0 || (kindAt(p) !== Token.comma && kindAt(p) !== Token.rightParen))
  ) {
    if (kindAt(p) === Token.leftParen) open++;
    else if (kindAt(p) === Token.rightParen) open--;
    advance(p);
  }
  accept(p, Token.comma);
}

function parseParameter(p: Parser): FunctionParameter {
  const start = startAt(p);
  const type = parameterType(p);
  const name = nameNode(p);
  const preset = accept(p, Token.assign) ? parseExpression(p) : null;
  return { type, name, preset, id: newId(p), start, end: lastEnd(p) };
}

function parameterType(p: Parser): TypeName | null {
  const length = typedNameLength(p);
  if (length === 0) return null;
  return length === 2 && qualifierAt(p) !== null ? parseBareQualifier(p) : parseTypeName(p);
}
