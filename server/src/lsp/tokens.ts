// LSP: semantic tokens as numbers, whole, of a range, and as the difference to the last answer.
import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensLegend,
} from "vscode-languageserver/node";
import type { TextRange } from "../base/text-range.ts";
import type { Analysis } from "../ide/analysis.ts";
import { TOKEN_MODIFIERS, TOKEN_TYPES } from "../ide/semantic-tokens.ts";
import type { TokenPart } from "../ide/token-parts.ts";
import type { OpenDocument } from "./documents.ts";

export const LEGEND: SemanticTokensLegend = {
  tokenTypes: [...TOKEN_TYPES],
  tokenModifiers: [...TOKEN_MODIFIERS],
};

const TYPE_INDEX: ReadonlyMap<string, number> = new Map(
  TOKEN_TYPES.map((type, index) => [type, index]),
);

interface Answered {
  readonly id: string;
  readonly data: readonly number[];
}

/** Remembers the last answer of each document, which the next one is compared with. */
export class TokenMemory {
  readonly #last = new Map<string, Answered>();
  #next = 0;

  whole({ uri, analysis }: OpenDocument): SemanticTokens {
    const data = dataOf(analysis, null);
    return { resultId: this.#keep(uri, data), data };
  }

  delta({ uri, analysis }: OpenDocument, previousId: string): SemanticTokens | SemanticTokensDelta {
    const before = this.#last.get(uri);
    const data = dataOf(analysis, null);
    const resultId = this.#keep(uri, data);
    if (before?.id !== previousId) return { resultId, data };
    return { resultId, edits: difference(before.data, data) };
  }

  forget(uri: string): void {
    this.#last.delete(uri);
  }

  #keep(uri: string, data: readonly number[]): string {
    const id = String(this.#next++);
    this.#last.set(uri, { id, data });
    return id;
  }
}

export function tokensIn({ analysis }: OpenDocument, range: TextRange): SemanticTokens {
  return { data: dataOf(analysis, range) };
}

/** Five numbers a token, lines and columns counted from the token before. */
function dataOf({ lines, syntax, tokenParts }: Analysis, range: TextRange | null): number[] {
  const writer: Writer = { starts: lines.starts, range, data: [], line: 0, column: 0 };
  write(writer, tokenParts.head, 0);
  for (const [index, part] of tokenParts.parts.entries())
    write(writer, part, syntax.statements[index]?.start ?? 0);
  return writer.data;
}

interface Writer {
  readonly starts: readonly number[];
  readonly range: TextRange | null;
  readonly data: number[];
  /** Of the last token. */
  line: number;
  column: number;
}

function write(writer: Writer, part: TokenPart, by: number): void {
  const { starts, data, range } = writer;
  for (const { start, end, type, modifiers } of part) {
    const place = start + by;
    if (!touches(range, place, end + by)) continue;
    let { line } = writer;
    while ((starts[line + 1] ?? Infinity) <= place) line++;
    const column = place - (starts[line] ?? 0);
    const step = line === writer.line ? column - writer.column : column;
    data.push(line - writer.line, step, end - start, TYPE_INDEX.get(type) ?? 0, modifiers);
    writer.line = line;
    writer.column = column;
  }
}

function touches(range: TextRange | null, start: number, end: number): boolean {
  return range === null || (end > range.start && start < range.end);
}

type Edits = SemanticTokensDelta["edits"];

/** One edit: what both begin and end with stays. */
export function difference(before: readonly number[], after: readonly number[]): Edits {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  if (start === before.length && start === after.length) return [];
  let tail = 0;
  while (
    tail < shorter - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const data = after.slice(start, after.length - tail);
  return [{ start, deleteCount: before.length - start - tail, data: [...data] }];
}
