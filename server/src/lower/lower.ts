// Lowers a checked file to a plan and the places of its nodes. Files with errors are lowered as far
// as they go, so that a broken line hides no look-ahead elsewhere; they give no plan.
import type { Plan } from "@backtestr/client";
import { type Diagnostic, type Reporter, newReporter, report } from "../base/diagnostic.ts";
import { LIMITS } from "../base/limits.ts";
import { type TextRange, textRange } from "../base/text-range.ts";
import type { CheckedFile } from "../semantic/checked.ts";
import { newIr } from "./ir.ts";
import { fillCells, lowerStatements } from "./lower-statement.ts";
import { type Lowerer, newFrame } from "./lowerer.ts";
import { planOf } from "./plan.ts";
import { type Places, placesOf } from "./places.ts";
import { marksOf, reportUnconfirmed } from "./unconfirmed.ts";

export interface LoweredFile {
  /** null when the file has errors. */
  readonly plan: Plan | null;
  readonly places: Places | null;
  /** What the check found, and what only the expanded program shows. */
  readonly diagnostics: readonly Diagnostic[];
}

export function lowerFile(checked: CheckedFile): LoweredFile {
  const reporter = newReporter();
  const ir = newIr();
  const globals = newFrame(checked.main, 0, null);
  const l: Lowerer = {
    ...{
      checked,
      reporter,
      ir,
      globals,
      frame: globals,
      home: { cells: [], isConditional: false },
    },
    ...{ context: 0, origin: textRange(0, 0), guard: null, request: null, hintRange: null },
    ...{
      lazyDepth: 0,
      callRange: null,
      call: null,
      callDepth: 0,
      depth: 0,
      lost: [],
      isCopy: false,
    },
  };
  lowerStatements(l, checked.syntax.statements, false);
  fillCells(l, l.home);
  const marks = marksOf(ir);
  if (marks !== null) reportUnconfirmed(ir, marks, reporter);
  if (ir.isFull) reportSize(checked, reporter);
  if (ir.manyTexts !== null) reportTexts(ir.manyTexts, reporter);
  const isRefused = hasErrors(checked.diagnostics) || hasErrors(reporter.found);
  if (!isRefused) for (const range of l.lost) reportLost(range, reporter);
  const diagnostics = [...checked.diagnostics, ...reporter.found];
  if (isRefused || l.lost.length > 0) return { plan: null, places: null, diagnostics };
  const { plan, indexes } = planOf(ir, checked.parameters, marks);
  return { plan, places: placesOf(ir, indexes), diagnostics };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Nothing is ever left out silently, whatever the reason. */
function reportLost(range: TextRange, reporter: Reporter): void {
  const message =
    "The compiler found no way to carry this out, and no error in it: please report it with the text.";
  report(reporter, "E006", range, message);
}

function reportTexts({ start, end }: TextRange, reporter: Reporter): void {
  const message = `A text here can be more than ${LIMITS.textAlternatives} different ones, depending on conditions: use numbers, and choose the text last.`;
  report(reporter, "E004", textRange(start, end), message);
}

function reportSize(checked: CheckedFile, reporter: Reporter): void {
  const [first] = checked.syntax.statements;
  const range = textRange(first?.start ?? 0, first?.end ?? 0);
  const message = `With its functions expanded the strategy has more than ${LIMITS.planNodes} values or calls: call functions less often.`;
  report(reporter, "E004", range, message);
}
