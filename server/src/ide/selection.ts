// The ranges that a selection grows through: from the word to the statement to the whole text.
import type { TextRange } from "../base/text-range.ts";
import type { Analysis } from "./analysis.ts";
import { nodePath } from "./node-path.ts";

/** Innermost first, each one larger than the one before. */
export function selectionRanges({ syntax, text }: Analysis, offset: number): readonly TextRange[] {
  const whole: TextRange = { start: 0, end: text.length };
  const grown: TextRange[] = [];
  let inner: TextRange = { start: offset, end: offset };
  for (const { start, end } of [...nodePath(syntax, offset)].reverse().concat([])) {
    const isLarger =
      start <= inner.start && end >= inner.end && end - start > inner.end - inner.start;
    if (!isLarger) continue;
    inner = { start, end };
    grown.push(inner);
  }
  return inner.end - inner.start < text.length ? [...grown, whole] : grown;
}
