// What a run noticed, at its places in the strategy: warnings, and hints that may only be a matter.
import { findingSentence, type PlacedHint, type RunSummary } from "@backtestr/hub";
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

const HINT_CODES = { neverReached: "never_reached", warmupTooShort: "warmup_too_short" } as const;

export function hintProblems(hints: readonly PlacedHint[], file: string): readonly Problem[] {
  return hints.map(({ hint, sentence, help, place }) =>
    problem({
      severity: "hint",
      code: HINT_CODES[hint.what],
      message: sentence,
      help,
      place: { file, at: place },
    }),
  );
}
