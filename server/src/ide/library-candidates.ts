// Completion: what the library offers, made once; the order is that of need.
import {
  LIBRARY_NAMES,
  type ValueName,
  functionSpec,
  isFunctionName,
  isValueName,
  valueSpec,
} from "../semantic/library/library.ts";
import type { FunctionSpec } from "../semantic/library/spec.ts";
import { type Candidate, Group } from "./completion-item.ts";
import { libraryDetail } from "./documentation.ts";

/** What strategies use most, first; everything else follows in the order of the table. */
const FIRST: readonly string[] = (
  "close open high low ta strategy volume math na nz confirmed plot size hl2 hlc3 ohlc4 bar_index time " +
  "ta.sma ta.ema ta.atr ta.rsi ta.crossover ta.crossunder ta.highest ta.lowest ta.macd ta.bb ta.stdev " +
  "strategy.entry strategy.exit strategy.close strategy.position_size strategy.equity strategy.long " +
  "strategy.short strategy.position_avg_price strategy.close_all strategy.cancel strategy.order " +
  "math.abs math.max math.min math.round"
).split(" ");

const RANK: ReadonlyMap<string, number> = new Map(FIRST.map((name, index) => [name, index]));

function byNeed(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => RANK.get(name) ?? FIRST.length;
  return [...names].sort((a, b) => rank(a) - rank(b));
}

/** Whether the call is complete with empty brackets. */
function takesNothing({ signatures }: FunctionSpec): boolean {
  return signatures.every(({ parameters }) =>
    parameters.every(({ isOptional }) => isOptional === true),
  );
}

function functionCandidate(name: string, label: string): Candidate {
  const spec = isFunctionName(name) ? functionSpec(name) : null;
  const isVoid = spec?.signatures[0].result === "void" && takesNothing(spec);
  return {
    label,
    kind: label === name ? "function" : "method",
    group: Group.library,
    detail: libraryDetail(name),
    insert: isVoid ? `${label}()` : `${label}($0)`,
    ...(isVoid ? {} : { isSnippet: true as const }),
    documentation: { of: "library", name },
  };
}

function valueCandidate(name: ValueName, label: string): Candidate {
  return {
    label,
    kind: "value",
    group: Group.library,
    detail: valueSpec(name).type,
    documentation: { of: "library", name },
  };
}

/** A name that is both value and function is offered as the value; its bracket is typed. */
function candidateOf(name: string, label: string): Candidate {
  return isValueName(name) ? valueCandidate(name, label) : functionCandidate(name, label);
}

const NAMESPACE_DOCS: Readonly<Record<string, string>> = {
  ta: "Indicators.",
  math: "Arithmetic.",
  strategy: "Orders, and what is held and earned.",
  size: "Quantities for orders.",
  request: "Values of other timeframes.",
  syminfo: "The instrument.",
  timeframe: "The chart's timeframe.",
  barstate: "Which bar this is.",
  barmerge: "Settings of request.security.",
  color: "Colours of plots.",
  plot: "Styles of plots.",
  display: "Where plots are shown.",
};

function namespaceCandidate(label: string): Candidate {
  const markdown = NAMESPACE_DOCS[label] ?? `Names that begin with \`${label}.\`.`;
  return {
    label,
    kind: "namespace",
    group: Group.library,
    documentation: { of: "words", markdown },
  };
}

function topLevel(): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  const names = new Set(LIBRARY_NAMES.map((name) => name.split(".")[0] ?? name));
  for (const name of byNeed([...names])) {
    if (seen.has(name)) continue;
    seen.add(name);
    const isOwn = isValueName(name) || isFunctionName(name);
    candidates.push(isOwn ? candidateOf(name, name) : namespaceCandidate(name));
    // `plot` is a function and the begin of its styles' names.
  }
  return candidates;
}

/** Names without a dot, and namespaces. */
export const TOP_LEVEL: readonly Candidate[] = topLevel();

/** Full dotted names, found by their last part. */
export const DOTTED: readonly Candidate[] = byNeed(
  LIBRARY_NAMES.filter((name) => name.includes(".") && !name.startsWith("color.")),
).map((name) => ({ ...candidateOf(name, name), group: Group.far }));

const MEMBERS = new Map<string, readonly Candidate[]>();

/** What can follow `path.`. */
export function memberCandidates(path: string): readonly Candidate[] {
  const known = MEMBERS.get(path);
  if (known !== undefined) return known;
  const prefix = `${path}.`;
  const names = byNeed([...new Set(LIBRARY_NAMES.filter((name) => name.startsWith(prefix)))]);
  const made = names.map((name) => candidateOf(name, name.slice(prefix.length)));
  // Only namespaces of the library are kept: the text may ask for anything.
  if (made.length > 0) MEMBERS.set(path, made);
  return made;
}

/** Values of the library whose names begin so: the settings of one kind. */
export function settingCandidates(prefix: string): readonly Candidate[] {
  const names = LIBRARY_NAMES.filter((name) => name.startsWith(prefix));
  return byNeed(names).map((name) => ({ ...candidateOf(name, name), group: Group.wanted }));
}

/** Indicators that take a series first, for `close.ema`. */
export const ON_SERIES: readonly string[] = byNeed(
  LIBRARY_NAMES.filter(
    (name) =>
      isFunctionName(name) &&
      name.startsWith("ta.") &&
      functionSpec(name).signatures.some(({ parameters }) => parameters[0]?.name === "source"),
  ),
);
