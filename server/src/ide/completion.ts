// What can be written at the caret, the likeliest first. Works while the text is broken.
import type { Analysis } from "./analysis.ts";
import type { CallPlace } from "./call-place.ts";
import { type CaretContext, caretContext } from "./caret-context.ts";
import { argumentCandidates, textCandidates, wantedCandidates } from "./completion-arguments.ts";
import { type Candidate, type CompletionItem, Group, ordered } from "./completion-item.ts";
import { declarationCandidates, keywordCandidates } from "./completion-words.ts";
import type { ParameterSpec, ParameterUnit } from "../semantic/library/spec.ts";
import { keyTable } from "./documentation.ts";
import { keyValueCandidates } from "./key-values.ts";
import { DOTTED, ON_SERIES, TOP_LEVEL, memberCandidates } from "./library-candidates.ts";
import { nameCandidates } from "./name-candidates.ts";
import { activeParameter } from "./signature-help.ts";
import { visibleName } from "./visible-names.ts";

export function completionAt(analysis: Analysis, offset: number): readonly CompletionItem[] {
  const context = caretContext(analysis, offset);
  if (context.kind === "nothing") return [];
  const written = analysis.text.slice(context.range.start, offset);
  const candidates = candidatesFor(analysis, context, written);
  return ordered(candidates, written, context.range);
}

function candidatesFor(
  analysis: Analysis,
  context: Exclude<CaretContext, { readonly kind: "nothing" }>,
  written: string,
): readonly Candidate[] {
  switch (context.kind) {
    case "key":
      return keyCandidates(context);
    case "keyValue":
      return keyValueCandidates(context.header.word, context.key, context.before);
    case "text":
      return textCandidates(analysis, context);
    case "type":
      return ["float", "int", "bool", "string", "color"].map((label) => ({
        ...{ label, kind: "type" as const, group: Group.wanted },
        insert: `${label} `,
      }));
    case "parameterTail":
      return [
        context.hasRange
          ? { label: "step", kind: "keyword", group: Group.wanted, insert: "step " }
          : {
              label: "in",
              kind: "keyword",
              group: Group.wanted,
              insert: "in ${1:10} .. ${2:60}",
              isSnippet: true,
            },
      ];
    case "member":
      return memberOrPostfix(analysis, context);
    case "expression":
      return expressionCandidates(analysis, context, written);
  }
}

type KeyContext = CaretContext & { readonly kind: "key" };

/** Keys that are not there yet, required ones first; those of later versions are left out. */
function keyCandidates({ header, range }: KeyContext): readonly Candidate[] {
  const { word } = header;
  const given = new Set(
    header.entries.filter(({ key }) => key.start !== range.start).map(({ key }) => key.text),
  );
  const table = keyTable(word);
  return Object.keys(table)
    .filter((key) => !given.has(key) && table[key]?.later === undefined)
    .map((key) => ({
      ...{ label: key, kind: "key" as const, group: Group.wanted, insert: `${key} = ` },
      detail: table[key]?.example ?? "",
      documentation: { of: "key" as const, word, key },
    }));
}

type MemberContext = CaretContext & { readonly kind: "member" };

function memberOrPostfix(analysis: Analysis, context: MemberContext): readonly Candidate[] {
  const { path, pathStart, isStatement, call } = context;
  const root = path.split(".")[0] ?? path;
  const isOwn = visibleName(analysis, pathStart, root) !== null;
  const members = isOwn ? [] : memberCandidates(path);
  if (members.length === 0) return postfixCandidates(context);
  const wanted = call === null ? [] : wantedCandidates(analysis, call, activeParameter(call));
  const labels = new Set(wanted.map(({ label }) => label));
  return members
    .map((one) => ({ one, rank: memberRank(one, labels.has(`${path}.${one.label}`), isStatement) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one, rank }) => (rank === 0 ? { ...one, group: Group.wanted } : one));
}

/** A statement calls something; anywhere else what gives nothing comes last. */
function memberRank(candidate: Candidate, isWanted: boolean, isStatement: boolean): number {
  if (isWanted) return 0;
  const isCommand = candidate.kind === "method" && candidate.detail?.includes("→") === false;
  if (candidate.detail === "side") return 3;
  return isCommand === isStatement ? 1 : 2;
}

/** `close.ema` becomes `ta.ema(close, …)`. */
function postfixCandidates({ path, pathStart, range }: MemberContext): readonly Candidate[] {
  return ON_SERIES.map((name) => ({
    label: name.slice(3),
    kind: "snippet",
    group: Group.snippet,
    detail: `${name}(${path}, …)`,
    insert: `${name}(${path}, $0)`,
    isSnippet: true,
    filter: `${path}.${name.slice(3)}`,
    range: { start: pathStart, end: range.end },
    documentation: { of: "library", name },
  }));
}

/** A statement in a block most often places an order. */
const COMMANDS: readonly Candidate[] = TOP_LEVEL.filter(({ label }) => label === "strategy").map(
  (one) => ({ ...one, group: Group.wanted }),
);

const OTHERS: readonly Candidate[] = TOP_LEVEL.filter(({ label }) => label !== "strategy");

type ExpressionContext = CaretContext & { readonly kind: "expression" };

function expressionCandidates(
  analysis: Analysis,
  context: ExpressionContext,
  written: string,
): readonly Candidate[] {
  if (context.after !== "other") return candidatesAfter(context);
  const { call, isStatement, isAtMargin, range } = context;
  const isCommand = isStatement && !isAtMargin;
  return [
    ...(call === null ? [] : callCandidates(analysis, call)),
    ...(isAtMargin ? declarationCandidates(analysis) : []),
    ...(isCommand ? COMMANDS : []),
    ...nameCandidates(analysis, range.start, written),
    ...(isCommand ? OTHERS : TOP_LEVEL),
    ...keywordCandidates(isStatement ? "statements" : "values"),
    ...(range.end > range.start ? DOTTED : []),
  ];
}

function callCandidates(analysis: Analysis, call: CallPlace): readonly Candidate[] {
  const spec = activeParameter(call);
  return [...wantedCandidates(analysis, call, spec), ...argumentCandidates(analysis, call, spec)];
}

/** What goes on with a value: a unit that the argument is counted in, a share, an operator. */
function candidatesAfter({ after, call }: ExpressionContext): readonly Candidate[] {
  const operators = keywordCandidates("operators");
  switch (after) {
    case "number":
      return [...unitCandidates(call === null ? null : activeParameter(call)), ...operators];
    case "percent":
      return [{ label: "of", kind: "keyword", group: Group.wanted, insert: "of " }, ...operators];
    case "of":
      return EQUITY.concat(TOP_LEVEL);
    default:
      return operators;
  }
}

const EQUITY: readonly Candidate[] = TOP_LEVEL.filter(({ label }) => label === "equity").map(
  (one) => ({ ...one, group: Group.wanted }),
);

const UNIT_WORDS: Readonly<Partial<Record<ParameterUnit, readonly string[]>>> = {
  ticks: ["ticks"],
  bars: ["bars"],
  quantity: ["contracts"],
  money: ["USD", "% of equity"],
  percent: ["%"],
  percentPoints: ["%"],
};

function unitCandidates(spec: ParameterSpec | null): readonly Candidate[] {
  const words = spec?.unit === undefined ? [] : (UNIT_WORDS[spec.unit] ?? []);
  return words.map((label) => ({ label, kind: "unit", group: Group.wanted }));
}
