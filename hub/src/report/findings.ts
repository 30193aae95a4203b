// What a run noticed, in sentences that say where and when.
import type { Finding } from "@backtestr/client";

/** Where a statement of the plan stands in the strategy's text. */
export interface SourcePlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
}

export type PlaceOfStatement = (statement: number) => SourcePlace | null;

export function findingSentence(finding: Finding): string {
  const times = finding.count === 1 ? "once" : `${finding.count.toLocaleString("en-US")} times`;
  const first = new Date(finding.firstTimeUs / 1_000).toISOString().replace(".000Z", "Z");
  const when = finding.count === 1 ? `on ${first}` : `first on ${first}`;
  switch (finding.what) {
    case "naArgument":
      return `A price or quantity of this order came to na ${times}, ${when}; those calls had no effect.`;
    case "noQuantity":
      return `The quantity of this order came to nothing ${times}, ${when}; those calls had no effect.`;
  }
}
