// Lowers a checked file to a plan and the places of its nodes. Files with errors are lowered as far
// as they go, so that a broken line hides no look-ahead elsewhere; they give no plan.
import type { Plan } from "@backtestr/client";
import { type Diagnostic, type Reporter, newReporter, report } from "../base/diagnostic.ts";
import { LIMITS } from "../base/limits.ts";
import { type TextRange, textRange } from "../base/text-range.ts";
import type { CheckedFile } from "../semantic/checked.ts";
import type { ParameterInfo } from "../semantic/parameters.ts";
import { type Program, lowerParts } from "./lower-parts.ts";
import { type WrittenPlan, planOf } from "./plan.ts";
import { type Places, placesOf } from "./places.ts";
import { type Marks, marksOf, reportUnconfirmed } from "./unconfirmed.ts";

export interface LoweredFile {
  /** null when the file has errors. */
  readonly plan: Plan | null;
  readonly places: Places | null;
  /** What the check found, and what only the expanded program shows. */
  readonly diagnostics: readonly Diagnostic[];
  /** For the lowering of the next text. */
  readonly program: Program;
}

/** With the program of the text before, which is used up, only what comes to something else is lowered. */
export function lowerFile(checked: CheckedFile, before: Program | null = null): LoweredFile {
  const reporter = newReporter();
  const program = lowerParts(checked, reporter, before);
  const { parts } = program;
  const marks = marksOf(program);
  if (marks !== null) reportUnconfirmed(program, marks, reporter);
  reportLimits(checked, program, reporter);
  const lost = parts.flatMap((part) => part.lost);
  const isRefused = hasErrors(checked.diagnostics) || hasErrors(reporter.found);
  if (!isRefused) for (const range of lost) reportLost(range, reporter);
  const diagnostics = [...checked.diagnostics, ...reporter.found];
  if (isRefused || lost.length > 0) return { plan: null, places: null, diagnostics, program };
  return new Writing(program, checked.parameters, marks, diagnostics);
}

function reportLimits(checked: CheckedFile, { ir }: Program, reporter: Reporter): void {
  if (ir.isFull) reportSize(checked, reporter);
  if (ir.manyTexts !== null) reportTexts(ir.manyTexts, reporter);
}

/** Writes the plan when it is asked for: most texts on the way are only looked through for problems. */
class Writing implements LoweredFile {
  readonly diagnostics: readonly Diagnostic[];
  readonly program: Program;
  readonly #write: () => WrittenPlan;
  #written: WrittenPlan | null = null;
  #places: Places | null = null;

  constructor(
    program: Program,
    parameters: readonly ParameterInfo[],
    marks: Marks | null,
    diagnostics: readonly Diagnostic[],
  ) {
    this.program = program;
    this.#write = () => planOf(program, parameters, marks);
    this.diagnostics = diagnostics;
  }

  get plan(): Plan {
    this.#written ??= this.#write();
    return this.#written.plan;
  }

  get places(): Places {
    this.#written ??= this.#write();
    this.#places ??= placesOf(this.program, this.#written.indexes);
    return this.#places;
  }
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
