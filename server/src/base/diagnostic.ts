// What the compiler says about a text: coded, located, with related places and fixes as data.
import { type Code, CODES } from "./codes.ts";
import { LIMITS } from "./limits.ts";
import type { TextRange } from "./text-range.ts";

export type Severity = "error" | "warning" | "hint";

export interface RelatedPlace {
  readonly range: TextRange;
  readonly message: string;
}

export interface TextEdit {
  readonly range: TextRange;
  readonly newText: string;
}

export interface QuickFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly range: TextRange;
  /** One sentence: what happened to what, and what to do. */
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly QuickFix[];
}

/** What may accompany a diagnostic. */
export interface Extras {
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly QuickFix[];
}

/** Collects what is found. Invariant: no code stands twice at one range. */
export interface Reporter {
  readonly found: Diagnostic[];
  readonly seen: Set<string>;
}

export function newReporter(): Reporter {
  return { found: [], seen: new Set() };
}

/** Whether further problems are dropped, so that nothing dear need be computed for them. */
export function isFull(reporter: Reporter): boolean {
  return reporter.found.length > LIMITS.diagnostics;
}

export function report(
  reporter: Reporter,
  code: Code,
  range: TextRange,
  message: string,
  extras: Extras = {},
): void {
  const { related = [], fixes = [] } = extras;
  if (isFull(reporter)) return;
  const key = `${code}:${range.start}:${range.end}`;
  if (reporter.seen.has(key)) return;
  reporter.seen.add(key);
  if (reporter.found.length === LIMITS.diagnostics) {
    reporter.found.push(tooMany(range));
    return;
  }
  const { severity } = CODES[code];
  reporter.found.push({
    ...{ code, severity, range: plain(range), message },
    related: related.map((one) => ({ range: plain(one.range), message: one.message })),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ range: plain(edit.range), newText: edit.newText })),
    })),
  });
}

/** Callers give nodes as ranges; a diagnostic must neither hold their tree nor move with it. */
function plain({ start, end }: TextRange): TextRange {
  return { start, end };
}

function tooMany(range: TextRange): Diagnostic {
  const message = `There are more than ${LIMITS.diagnostics} problems; the rest is not shown. Correct the first ones.`;
  return { code: "E005", severity: "error", range, message, related: [], fixes: [] };
}

/** By place in the text, errors before hints at the same place. */
export function sortedDiagnostics(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...found].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

export function replaceFix(title: string, range: TextRange, newText: string): QuickFix {
  return { title, edits: [{ range, newText }] };
}
