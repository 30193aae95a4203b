// Completion: words of the language and whole declarations to fill in.
import type { Analysis } from "./analysis.ts";
import { type Candidate, Group } from "./completion-item.ts";

const WORDS = {
  operators: ["and", "or"],
  values: ["true", "false", "not", "if", "switch"],
  statements: ["if", "else", "var", "switch", "true", "false", "not"],
} as const;

export function keywordCandidates(place: keyof typeof WORDS): readonly Candidate[] {
  return WORDS[place].map((label) => ({ label, kind: "keyword", group: Group.keyword }));
}

interface Snippet {
  readonly label: string;
  readonly doc: string;
  readonly insert: string;
  /** Offered only while the text has no declaration of this word. */
  readonly once: string | null;
}

export const NEW_STRATEGY = [
  'strategy "${1:My strategy}"',
  "    edition = 1",
  "",
  "data",
  '    symbol = "${2:EURUSD}"',
  '    source = file("${3:bars.csv}")',
  "    chart  = ${4:1h}",
  "",
  "account",
  "    capital    = ${5:100_000} USD",
  "    commission = ${6:0.02} %",
  "    slippage   = ${7:1} ticks",
  "",
  'param fast = ${8:10 in 5 .. 50 step 5 "Fast length"}',
  'param slow = ${9:30 in 20 .. 200 step 10 "Slow length"}',
  "require fast < slow",
  "",
  "fastAverage = ta.ema(close, fast)",
  "slowAverage = ta.ema(close, slow)",
  "",
  "if ta.crossover(fastAverage, slowAverage)",
  '    strategy.entry("L", strategy.long)',
  "if ta.crossunder(fastAverage, slowAverage)",
  '    strategy.close("L")',
  "",
  'plot(fastAverage, "fast")',
  'plot(slowAverage, "slow")',
  "$0",
].join("\n");

export const SNIPPETS: readonly Snippet[] = [
  {
    label: "strategy",
    doc: "A whole new strategy: header, data, account, parameters, orders.",
    insert: NEW_STRATEGY,
    once: "strategy",
  },
  {
    label: "data",
    doc: "Which bars the program decides on.",
    insert: 'data\n    source = file("${1:bars.csv}")\n    chart  = ${2:1h}\n$0',
    once: "data",
  },
  {
    label: "account",
    doc: "Capital, sizes and costs.",
    insert: "account\n    capital    = ${1:100_000} USD\n    commission = ${2:0.02} %\n$0",
    once: "account",
  },
  {
    label: "param",
    doc: "A value that can be varied without changing the text.",
    insert: 'param ${1:length} = ${2:20} in ${3:5} .. ${4:100} step ${5:5} "${6:Length}"\n$0',
    once: null,
  },
  {
    label: "require",
    doc: "A condition on parameters, checked before any run.",
    insert: "require $0",
    once: null,
  },
];

/** Declarations that can begin at the margin. */
export function declarationCandidates({ syntax }: Analysis): readonly Candidate[] {
  const given = new Set<string>(
    syntax.statements.map((one) => (one.kind === "header" ? one.word : "")),
  );
  const isNew = !given.has("strategy");
  return SNIPPETS.filter(({ once }) => once === null || !given.has(once)).map(
    ({ label, doc, insert, once }) => ({
      ...{ label, insert, isSnippet: true as const, kind: "snippet" as const },
      group: isNew && once === "strategy" ? Group.wanted : Group.snippet,
      detail: "declaration",
      documentation: { of: "words" as const, markdown: doc },
    }),
  );
}
