// Texts with a caret: `<|>` marks where it stands. A header goes before texts that have none.
import { analysisOf, type Analysis } from "../../src/ide/analysis.ts";
import { withHeader } from "../support/fixture.ts";

export interface AtCaret {
  readonly analysis: Analysis;
  readonly text: string;
  readonly offset: number;
}

const CARET = "<|>";

/** A whole text with its caret. */
export function wholeAtCaret(marked: string): AtCaret {
  const offset = marked.indexOf(CARET);
  if (offset < 0) throw new Error(`There is no caret in ${marked}`);
  const text = marked.slice(0, offset) + marked.slice(offset + CARET.length);
  return { analysis: analysisOf(text), text, offset };
}

/** A piece of bar logic under a plain header. */
export function atCaret(marked: string): AtCaret {
  return wholeAtCaret(withHeader(marked));
}
