// One proposal of completion as plain data, and how proposals are ordered.
import type { TextRange } from "../base/text-range.ts";

export type CompletionKind =
  | "variable"
  | "parameter"
  | "function"
  | "method"
  | "value"
  | "namespace"
  | "key"
  | "keyword"
  | "argument"
  | "text"
  | "unit"
  | "type"
  | "snippet";

/** Where the documentation of a proposal comes from, so that it is made only when it is shown. */
export type DocumentationOf =
  | { readonly of: "library"; readonly name: string }
  | { readonly of: "key"; readonly word: string; readonly key: string }
  /** Declared in the text, at this offset. */
  | { readonly of: "name"; readonly declared: number }
  | { readonly of: "argument"; readonly call: string; readonly name: string }
  | { readonly of: "words"; readonly markdown: string };

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail: string;
  readonly insert: string;
  /** Whether `insert` has places to fill in, in the notation of LSP. */
  readonly isSnippet: boolean;
  readonly range: TextRange;
  /** What is compared with the written word; the label when null. */
  readonly filter: string | null;
  readonly documentation: DocumentationOf | null;
}

/** A proposal before it knows its place: group first, then the order within it. */
export interface Candidate {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly group: number;
  readonly detail?: string;
  readonly insert?: string;
  readonly isSnippet?: true;
  readonly filter?: string;
  readonly range?: TextRange;
  readonly documentation?: DocumentationOf;
}

/** The order of groups: what only this place wants, what the text declares, what the library has. */
export const Group = {
  wanted: 0,
  local: 1,
  argumentName: 2,
  parameter: 3,
  library: 4,
  keyword: 5,
  snippet: 6,
  far: 7,
} as const;

/** How well a written word fits a name: smaller is better, null not at all. */
export function fitOf(written: string, name: string): number | null {
  if (written === "") return 0;
  if (name.startsWith(written)) return 0;
  const [short, long] = [written.toLowerCase(), name.toLowerCase()];
  if (long.startsWith(short)) return 1;
  const part = long.lastIndexOf(".");
  if (part >= 0 && long.slice(part + 1).startsWith(short)) return 2;
  return isSubsequence(short, long) ? 3 : null;
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const char of long) if (char === short[at]) at++;
  return at === short.length;
}

/** The candidates that fit the written word, the best first. */
export function ordered(
  candidates: readonly Candidate[],
  written: string,
  range: TextRange,
): readonly CompletionItem[] {
  const fitting: { readonly candidate: Candidate; readonly fit: number; readonly at: number }[] =
    [];
  for (const [at, candidate] of candidates.entries()) {
    const fit = fitOf(written, candidate.filter ?? candidate.label);
    if (fit !== null || candidate.range !== undefined)
      fitting.push({ candidate, fit: fit ?? 0, at });
  }
  fitting.sort(
    (a, b) =>
      Math.floor(a.fit / 2) - Math.floor(b.fit / 2) ||
      a.candidate.group - b.candidate.group ||
      a.fit - b.fit ||
      a.at - b.at,
  );
  return fitting.map(({ candidate }) => itemOf(candidate, range));
}

function itemOf(candidate: Candidate, range: TextRange): CompletionItem {
  const { label, kind, detail = "", insert = label, isSnippet = false } = candidate;
  // One literal: a list has hundreds of items, and spreading costs many times as much.
  return {
    label,
    kind,
    detail,
    insert,
    isSnippet,
    range: candidate.range ?? range,
    filter: candidate.filter ?? null,
    documentation: candidate.documentation ?? null,
  };
}
