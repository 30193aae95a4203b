// Parses a whole file. Any text gives a tree and a list of problems; nothing throws.
import { type Diagnostic, newReporter, report } from "../base/diagnostic.ts";
import { LIMITS, isTooLarge } from "../base/limits.ts";
import { lineIndexOf } from "../base/line-index.ts";
import { textRange } from "../base/text-range.ts";
import { layOut } from "./layout.ts";
import { type TokenColumns, scan } from "./lexer.ts";
import { parseStatements } from "./parse-statement.ts";
import { type Parser, advance, kindAt } from "./parser.ts";
import { Token } from "./token.ts";
import type { BrokenName, Statement, SyntaxFile } from "./tree.ts";

export function parseFile(text: string): SyntaxFile {
  const refusal = sizeProblem(text);
  if (refusal !== null) return emptyFile(text, refusal);
  const reporter = newReporter();
  const lexed = scan(text, reporter);
  const tokens = layOut(text, lexed, reporter);
  const firstIds: number[] = [];
  const p: Parser = {
    ...{ text, tokens, reporter, broken: [], firstIds },
    ...{ at: 0, nextId: 0, depth: 0, height: 0, isBroken: false },
  };
  const statements = parseAll(p);
  const { comments } = lexed;
  const { broken: brokenPlaces, nextId: nodeCount } = p;
  return {
    text,
    statements,
    tokens,
    comments,
    diagnostics: byPlace(reporter.found),
    nodeCount,
    brokenNames: namesOf(brokenPlaces),
    brokenPlaces,
    firstIds,
    isRefused: false,
  };
}

export function namesOf(places: readonly BrokenName[]): ReadonlySet<string> {
  return new Set(places.map(({ name }) => name));
}

/** In an order that does not tell which step found what. */
export function byPlace(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...found].sort(
    (a, b) =>
      a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : 1),
  );
}

/** Layout balances indents and dedents, so that the loop goes round once; it must end in any case. */
function parseAll(p: Parser): readonly Statement[] {
  let statements = parseStatements(p);
  while (kindAt(p) !== Token.end) {
    advance(p);
    statements = statements.concat(parseStatements(p));
  }
  return statements;
}

interface SizeProblem {
  readonly code: "E001" | "E002";
  readonly message: string;
}

export function sizeProblem(text: string): SizeProblem | null {
  if (isTooLarge(text)) {
    const megabytes = LIMITS.fileBytes / 1_000_000;
    return {
      code: "E001",
      message: `The file is larger than ${megabytes} MB: move parts of it to other files.`,
    };
  }
  if (mayHaveTooManyLines(text) && lineIndexOf(text).starts.length > LIMITS.fileLines + 1) {
    return {
      code: "E002",
      message: `The file has more than ${LIMITS.fileLines} lines: move parts of it to other files.`,
    };
  }
  return null;
}

/** Counts both characters of line ends, which is fast; pairs of them count twice. */
function mayHaveTooManyLines(text: string): boolean {
  if (text.length < LIMITS.fileLines) return false;
  return occurrences(text, "\n") + occurrences(text, "\r") > LIMITS.fileLines;
}

function occurrences(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count++;
  return count;
}

function emptyFile(text: string, { code, message }: SizeProblem): SyntaxFile {
  const reporter = newReporter();
  report(reporter, code, textRange(0, 0), message);
  const diagnostics: readonly Diagnostic[] = reporter.found;
  const tokens: TokenColumns = { kinds: [Token.end], starts: [0], ends: [0], lineStarts: [-1] };
  return {
    text,
    statements: [],
    tokens,
    comments: [],
    diagnostics,
    nodeCount: 0,
    brokenNames: new Set(),
    brokenPlaces: [],
    firstIds: [],
    isRefused: true,
  };
}
