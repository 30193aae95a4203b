// What a run found in its text, as marks of the editor: an order that came to nothing is a warning, the
// rest are hints.
import { findingSentence, type PlacedHint } from "@backtestr/hub";
import type { RunResult } from "./results.ts";
import type { Range } from "./strategy.ts";

/** `idle` text is shown as code that does nothing. */
export type RunMark = "warning" | "hint" | "idle";

export interface RunProblem extends Range {
  readonly mark: RunMark;
  readonly message: string;
}

export function runProblems(
  { compiled, summary }: RunResult,
  hints: readonly PlacedHint[],
): readonly RunProblem[] {
  const { places } = compiled;
  const head = (statement: number): Range => {
    const place = places.statements[statement] ?? { start: 0, headEnd: 1 };
    return { start: place.start, end: place.headEnd };
  };
  const findings = summary.findings.map((finding) => ({
    ...head(finding.statement),
    mark: "warning" as const,
    message: findingSentence(finding),
  }));
  const told = hints.map(({ hint, sentence, help }) => {
    const message = `${sentence} ${help}`;
    if (hint.what === "warmupTooShort") {
      const { start, end } = places.nodes[hint.node] ?? head(hint.statement);
      return { start, end, mark: "hint" as const, message };
    }
    const { start, end } = places.statements[hint.statement] ?? head(hint.statement);
    return { start, end, mark: "idle" as const, message };
  });
  return [...findings, ...told];
}
