// Where a name is declared and where it is used: definition, references, highlights.
import type { TextRange } from "../base/text-range.ts";
import type { Analysis } from "./analysis.ts";
import { bindingAt, mentionsIn } from "./name-table.ts";
import type { Binding } from "./name-unit.ts";
import { wordAt } from "./tokens.ts";

export interface Occurrence {
  readonly range: TextRange;
  readonly is: "declaration" | "read" | "write";
}

/** What the text's own name at a place stands for; null for all other places. */
export function bindingUnder({ names, text }: Analysis, offset: number): Binding | null {
  return bindingAt(names, wordAt(text, offset).start);
}

/** The name in its declaration. */
export function definitionAt(analysis: Analysis, offset: number): TextRange | null {
  const binding = bindingUnder(analysis, offset);
  return binding === null ? null : rangeOf(binding.node);
}

function rangeOf({ start, end }: TextRange): TextRange {
  return { start, end };
}

/** In the order of the text, the declaration included. */
export function occurrencesAt(analysis: Analysis, offset: number): readonly Occurrence[] {
  const binding = bindingUnder(analysis, offset);
  return binding === null ? [] : occurrencesOf(analysis, binding);
}

export function occurrencesOf({ names }: Analysis, wanted: Binding): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const { mention, binding } of mentionsIn(names)) {
    if (binding !== wanted) continue;
    const is = mention.isWrite ? "write" : "read";
    found.push({
      range: rangeOf(mention.node),
      is: mention.node === wanted.node ? "declaration" : is,
    });
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}
