// What a run tells of its text as a whole, in sentences at their places. Nothing in them is wrong.
import type { Hint } from "@backtestr/client";
import type { SourcePlace } from "./findings.ts";
import { count } from "./numbers.ts";

/** Where the parts of a plan stand in the strategy's text. */
export interface PlanPlaces {
  readonly statementCount: number;
  readonly ofStatement: (statement: number) => SourcePlace | null;
  readonly ofNode: (node: number) => SourcePlace | null;
}

/** The run of which they are told. */
export interface HintScene {
  /** Bars of the period. */
  readonly bars: number;
  /** Bars before it that the strategy allows; null for all there are. */
  readonly warmupBars: number | null;
  readonly places: PlanPlaces;
}

export interface PlacedHint {
  readonly hint: Hint;
  readonly sentence: string;
  /** What can be done about it. */
  readonly help: string;
  readonly place: SourcePlace | null;
}

type NeverReached = Extract<Hint, { readonly what: "neverReached" }>;
type WarmupTooShort = Extract<Hint, { readonly what: "warmupTooShort" }>;

const EXPRESSION_MAX = 60;

/** One a place: a line in a function stands for a statement and a node in each call of the function. */
export function placedHints(hints: readonly Hint[], scene: HintScene): readonly PlacedHint[] {
  const never = hints.filter((hint) => hint.what === "neverReached");
  const short = hints.filter((hint) => hint.what === "warmupTooShort");
  return [...unreachedLines(never, scene), ...lateValues(short, scene)];
}

/** A line is never reached when none of its statements is. */
function unreachedLines(hints: readonly NeverReached[], scene: HintScene): readonly PlacedHint[] {
  const { ofStatement, statementCount } = scene.places;
  const unreached = new Set(hints.map(({ statement }) => statement));
  const reached = new Set(
    Array.from({ length: statementCount }, (_, statement) => statement)
      .filter((statement) => !unreached.has(statement))
      .map((statement) => keyOf(ofStatement(statement), statement)),
  );
  const lines = new Map<string, PlacedHint>();
  for (const hint of hints) {
    const place = ofStatement(hint.statement);
    const key = keyOf(place, hint.statement);
    if (!reached.has(key) && !lines.has(key))
      lines.set(key, { hint, place, ...neverReached(scene) });
  }
  return [...lines.values()];
}

/** Of the nodes of one expression the one that comes last. */
function lateValues(hints: readonly WarmupTooShort[], scene: HintScene): readonly PlacedHint[] {
  const { ofNode, ofStatement } = scene.places;
  const values = new Map<string, WarmupTooShort>();
  for (const hint of hints) {
    const key = keyOf(ofNode(hint.node), hint.node);
    const before = values.get(key);
    if (before === undefined || lacking(hint) > lacking(before)) values.set(key, hint);
  }
  return [...values.values()].map((hint) => {
    const own = ofNode(hint.node);
    const place = own ?? ofStatement(hint.statement);
    return { hint, place, ...warmupTooShort(hint, own, scene) };
  });
}

function keyOf(place: SourcePlace | null, index: number): string {
  return place === null ? String(index) : `${place.line}:${place.column}:${place.length}`;
}

function lacking({ barsLacking }: WarmupTooShort): number {
  return barsLacking ?? Infinity;
}

type Words = Pick<PlacedHint, "sentence" | "help">;

function neverReached({ bars }: HintScene): Words {
  return {
    sentence: `Never reached: the condition of this line was true on none of the ${barsText(bars)}.`,
    help: "Look at the values of its condition, or run over a longer period.",
  };
}

function warmupTooShort(
  { barsLacking }: WarmupTooShort,
  place: SourcePlace | null,
  { bars, warmupBars }: HintScene,
): Words {
  const value = place === null ? "A value that this order needs" : `\`${expressionAt(place)}\``;
  const sentence =
    barsLacking === null
      ? `${value} is na on all of the ${barsText(bars)} of the period: its warm-up is too short.`
      : `${value} is na for the first ${barsText(barsLacking)} of the period: its warm-up is that much too short.`;
  const help =
    warmupBars === null
      ? "Let the period start later, or use data that begins earlier."
      : "Allow more bars with `warmup`, or let the period start later.";
  return { sentence, help };
}

function barsText(bars: number): string {
  return bars === 1 ? "1 bar" : `${count(bars)} bars`;
}

function expressionAt({ text, column, length }: SourcePlace): string {
  const whole = text.slice(column - 1, column - 1 + length);
  return whole.length > EXPRESSION_MAX ? `${whole.slice(0, EXPRESSION_MAX)}…` : whole;
}
