// Everything that is found about a text, by place, with its fixes.
import { type Diagnostic, type QuickFix, sortedDiagnostics } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { Analysis } from "./analysis.ts";
import { fixesFor } from "./quick-fixes.ts";

export function diagnosticsOf({ lowered }: Analysis): readonly Diagnostic[] {
  return sortedDiagnostics(lowered.diagnostics);
}

export interface Action {
  readonly fix: QuickFix;
  /** What it is a fix for; null for a change that is merely possible. */
  readonly diagnostic: Diagnostic | null;
}

/** What can be done about the problems that a range touches. */
export function actionsIn(analysis: Analysis, range: TextRange): readonly Action[] {
  const here = diagnosticsOf(analysis).filter(
    (one) => one.range.start <= range.end && one.range.end >= range.start,
  );
  const actions = here.flatMap((diagnostic) =>
    fixesFor(analysis, diagnostic).map((fix): Action => ({ fix, diagnostic })),
  );
  return [...actions, ...editionAction(analysis, range)];
}

/** A header without its edition is read as the first one; writing it keeps that so. */
function editionAction({ syntax }: Analysis, range: TextRange): readonly Action[] {
  const header = syntax.statements.find((one) => one.kind === "header" && one.word === "strategy");
  if (header?.kind !== "header") return [];
  const isHere = header.start <= range.end && header.end >= range.start;
  const isGiven = header.entries.some(({ key }) => key.text === "edition");
  if (!isHere || isGiven || header.title === null) return [];
  const at = { start: header.title.end, end: header.title.end };
  const edits = [{ range: at, newText: "\n    edition = 1" }];
  return [{ fix: { title: "Add `edition = 1`", edits }, diagnostic: null }];
}
