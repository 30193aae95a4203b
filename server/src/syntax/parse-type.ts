// Parses the names of types: `float`, `simple int`, `array<float>`, `float[]`.
import {
  type Parser,
  accept,
  advance,
  endAt,
  kindAt,
  lastEnd,
  newId,
  startAt,
  textAt,
} from "./parser.ts";
import { Token } from "./token.ts";
import type { QualifierWord, TypeName } from "./tree.ts";

const COLLECTIONS: ReadonlySet<string> = new Set(["array", "matrix", "map"]);

export function qualifierAt(p: Parser, ahead = 0): QualifierWord | null {
  if (kindAt(p, ahead) !== Token.name) return null;
  const word = textAt(p, ahead);
  switch (word) {
    case "const":
    case "input":
    case "simple":
    case "series":
      return word;
    default:
      return null;
  }
}

/** How many tokens a type and the declared name after it take, or 0 when none begins here. */
export function typedNameLength(p: Parser, ahead = 0): number {
  const qualifier = qualifierAt(p, ahead) === null ? 0 : 1;
  const bare = typeLength(p, ahead + qualifier);
  if (bare > 0 && kindAt(p, ahead + qualifier + bare) === Token.name) return qualifier + bare + 1;
  // `series x = …`: the word alone before a name is a qualifier without a type.
  return qualifier === 1 && kindAt(p, ahead + 1) === Token.name ? 2 : 0;
}

function typeLength(p: Parser, ahead: number): number {
  if (kindAt(p, ahead) !== Token.name) return 0;
  let length = 1;
  while (kindAt(p, ahead + length) === Token.dot && kindAt(p, ahead + length + 1) === Token.name)
    length += 2;
  if (kindAt(p, ahead + length) === Token.less && COLLECTIONS.has(textAt(p, ahead))) {
    length += templateLength(p, ahead + length);
  }
  const isList =
    kindAt(p, ahead + length) === Token.leftBracket &&
    kindAt(p, ahead + length + 1) === Token.rightBracket;
  return isList ? length + 2 : length;
}

function templateLength(p: Parser, ahead: number): number {
  let length = 1;
  while (kindAt(p, ahead + length) === Token.name || kindAt(p, ahead + length) === Token.comma)
    length++;
  return kindAt(p, ahead + length) === Token.greater ? length + 1 : 0;
}

export function parseTypeName(p: Parser): TypeName {
  const start = startAt(p);
  const qualifier = qualifierAt(p);
  if (qualifier !== null) advance(p);
  const length = Math.max(1, typeLength(p, 0));
  const name = p.text.slice(startAt(p), endAt(p, length - 1));
  const isCollection = length > 1;
  for (let i = 0; i < length; i++) advance(p);
  return { name, qualifier, isCollection, id: newId(p), start, end: lastEnd(p) };
}

/** A qualifier without a type before a name: `series x`. */
export function parseBareQualifier(p: Parser): TypeName {
  const [start, end] = [startAt(p), endAt(p)];
  const qualifier = qualifierAt(p);
  accept(p, Token.name);
  return { name: "", qualifier, isCollection: false, id: newId(p), start, end };
}
