// One version of a text with everything that features ask about it, each part computed when first asked.
import { type LineIndex, lineIndexAfter, lineIndexOf } from "../base/line-index.ts";
import { type LoweredFile, lowerFile } from "../lower/lower.ts";
import type { Program } from "../lower/lower-parts.ts";
import { checkFile } from "../semantic/check.ts";
import type { CheckedFile } from "../semantic/checked.ts";
import type { CheckMemory } from "../semantic/memory.ts";
import { parseFile } from "../syntax/parse.ts";
import { type Edit, reparsed } from "../syntax/reparse.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import { type TokenParts, tokenPartsOf } from "./token-parts.ts";
import { type NameTable, emptyNameTable, nameTableOf } from "./name-table.ts";

export interface Analysis {
  readonly text: string;
  readonly lines: LineIndex;
  readonly syntax: SyntaxFile;
  /** What each name of the text stands for, by scope alone. */
  readonly names: NameTable;
  readonly checked: CheckedFile;
  readonly lowered: LoweredFile;
  readonly tokenParts: TokenParts;
  /** What this text or one before leaves to the next; not for features. */
  readonly past: Past;
}

interface Past {
  readonly check: CheckMemory | null;
  readonly lower: Program | null;
  readonly names: NameTable;
  readonly tokens: TokenParts | null;
}

export function analysisOf(text: string): Analysis {
  return analysisWith(
    text,
    () => lineIndexOf(text),
    () => parseFile(text),
    {
      check: null,
      lower: null,
      names: emptyNameTable(),
      tokens: null,
    },
  );
}

/**
 * The analysis of the text after an edit. It takes parts of the old one over, which must not be asked
 * any more.
 */
export function analysisAfter(before: Analysis, edit: Edit): Analysis {
  const { start, end } = edit.range;
  const text = before.text.slice(0, start) + edit.newText + before.text.slice(end);
  // Parsed at once, because the old tree is good for one successor only.
  const syntax = reparsed(before.syntax, edit, text);
  const lines = lineIndexAfter(before.lines, edit.range, edit.newText.length, text);
  return analysisWith(
    text,
    () => lines,
    () => syntax,
    before.past,
  );
}

function analysisWith(
  text: string,
  index: () => LineIndex,
  parse: () => SyntaxFile,
  before: Past,
): Analysis {
  const lines = once(index);
  const syntax = once(parse);
  let past = before;
  const names = once(() => {
    const table = nameTableOf(syntax(), past.names);
    past = { ...past, names: table };
    return table;
  });
  const checked = once(() => {
    const file = checkFile(syntax(), past.check);
    past = { ...past, check: file.memory };
    return file;
  });
  const lowered = once(() => {
    const file = lowerFile(checked(), past.lower);
    past = { ...past, lower: file.program };
    return file;
  });
  const tokenParts = once(() => {
    const tokens = tokenPartsOf(analysis, past.tokens);
    past = { ...past, tokens };
    return tokens;
  });
  const analysis: Analysis = {
    text,
    get past() {
      return past;
    },
    get lines() {
      return lines();
    },
    get syntax() {
      return syntax();
    },
    get names() {
      return names();
    },
    get checked() {
      return checked();
    },
    get lowered() {
      return lowered();
    },
    get tokenParts() {
      return tokenParts();
    },
  };
  return analysis;
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
