// Brings a text into its usual form: indentation, spaces, alignment. Changes no meaning: a text whose
// tokens would read differently afterwards is left as it is.
import { parseFile } from "../syntax/parse.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import { alignedLines } from "./format-align.ts";
import { type CodeLine, type FormatLine, linesOf } from "./format-lines.ts";

const INDENT = 4;

/** The formatted text, or null when the text cannot be formatted without changing what it means. */
export function formatted(text: string): string | null {
  const syntax = parseFile(text);
  if (syntax.isRefused) return null;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = alignedLines(linesOf(syntax)).map(writtenLine);
  const result =
    mark +
    withSingleGaps(lines)
      .map((line) => line + lineEnd)
      .join("");
  if (result === text) return text;
  return readsTheSame(syntax, parseFile(result)) ? result : null;
}

function writtenLine(line: FormatLine): string {
  switch (line.kind) {
    case "blank":
      return "";
    case "comment":
      return " ".repeat(line.depth * INDENT) + line.text;
    case "code":
      return " ".repeat(line.depth * INDENT) + codeText(line);
  }
}

function codeText({ cells, comment }: CodeLine): string {
  const code = cells.join("");
  return comment === null ? code : code + comment;
}

/** No blank line at both ends, and no two in a row. */
function withSingleGaps(lines: readonly string[]): readonly string[] {
  const kept = lines.filter((line, index) => line !== "" || (lines[index - 1] ?? "") !== "");
  while (kept[0] === "") kept.shift();
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

/** Same tokens with the same texts, same blocks, same comments. */
function readsTheSame(before: SyntaxFile, after: SyntaxFile): boolean {
  return sameTokens(before, after) && sameComments(before, after);
}

function sameTokens(before: SyntaxFile, after: SyntaxFile): boolean {
  const { kinds } = before.tokens;
  if (kinds.length !== after.tokens.kinds.length) return false;
  return kinds.every(
    (kind, index) =>
      kind === after.tokens.kinds[index] && tokenText(before, index) === tokenText(after, index),
  );
}

function tokenText({ text, tokens }: SyntaxFile, index: number): string {
  return text.slice(tokens.starts[index], tokens.ends[index]);
}

function sameComments(before: SyntaxFile, after: SyntaxFile): boolean {
  const texts = ({ comments, text }: SyntaxFile): readonly string[] =>
    comments.map(({ start, end }) => text.slice(start, end).trimEnd());
  const [left, right] = [texts(before), texts(after)];
  return left.length === right.length && left.every((one, index) => one === right[index]);
}
