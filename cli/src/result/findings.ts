// What a run noticed, as warnings at their places in the strategy.
import { findingSentence, type RunSummary } from "@backtestr/hub";
import type { Compiled } from "../strategy/compiled.ts";
import { problem, type Problem } from "../terminal/problem.ts";

const HELP = {
  naArgument:
    "Guard the call with `not na(…)`, or give the value more bars before the first decision (`warmup`).",
  noQuantity: "A quantity has to be above zero after it was rounded to the instrument's lot.",
} as const;

export function findingProblems(summary: RunSummary, compiled: Compiled): readonly Problem[] {
  return summary.findings.map((finding) =>
    problem({
      severity: "warning",
      code: finding.what === "naArgument" ? "na_argument" : "no_quantity",
      message: findingSentence(finding),
      help: HELP[finding.what],
      place: compiled.placeOfStatement(finding.statement),
    }),
  );
}
