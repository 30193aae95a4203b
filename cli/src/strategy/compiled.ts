// A strategy as the commands see it: the compiler's results with places that can be printed.
import type { Strategy } from "@backtestr/hub";
import type { ParameterInfo } from "@backtestr/server/compiler";
import type { Place, Problem } from "../terminal/problem.ts";

/** A text without errors. */
export interface Compiled {
  readonly title: string;
  readonly plan: Strategy["plan"];
  readonly data: Strategy["data"];
  readonly account: Strategy["account"];
  readonly parameters: readonly ParameterInfo[];
  /** Requirements that given values break, each at its line. */
  readonly broken: (values: ReadonlyMap<string, number>) => readonly Problem[];
  readonly placeOfStatement: (statement: number) => Place | null;
  readonly placeOfNode: (node: number) => Place | null;
  /** Where `source = file(…)` stands. */
  readonly placeOfSource: Place | null;
}

export interface CompileResult {
  /** null when an error stands in the way. */
  readonly compiled: Compiled | null;
  /** Everything the compiler said, by place. */
  readonly problems: readonly Problem[];
}
