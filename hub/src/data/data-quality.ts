// How good a version of a dataset is, from the accounting of its import.
import type { RuleCount, VersionInfo } from "@backtestr/client";
import { count } from "../report/numbers.ts";

export interface DataQuality {
  /** Rows that were left out weigh more than rows that are there but look odd. */
  readonly mark: "sound" | "flagged" | "rejected";
  readonly sentences: readonly string[];
}

export function qualityOf({ rowsIn, rejected, flagged }: VersionInfo): DataQuality {
  const sentences = [
    ...rejected.map((rule) => `${rowsText(rule)} rejected: ${rule.rule}`),
    ...flagged.map((rule) => `${rowsText(rule)} kept, but: ${rule.rule}`),
  ];
  if (sumOf(rejected) > 0) return { mark: "rejected", sentences };
  if (sumOf(flagged) > 0) return { mark: "flagged", sentences };
  return { mark: "sound", sentences: [`Nothing is amiss in the ${count(rowsIn)} rows read.`] };
}

function rowsText({ rows }: RuleCount): string {
  return `${count(rows)} ${rows === 1 ? "row" : "rows"}`;
}

function sumOf(rules: readonly RuleCount[]): number {
  return rules.reduce((sum, { rows }) => sum + rows, 0);
}
