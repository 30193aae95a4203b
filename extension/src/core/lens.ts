// The sentence above a strategy's header: the last result in four figures, against the kept run.
import { tradesText } from "@backtestr/hub";
import type { LiveState } from "./live-runs.ts";
import { givenText } from "./given-values.ts";
import { difference, oneDecimal, span, wholeMoney } from "./numbers.ts";
import type { Figures, FileResults, RunResult, Staleness } from "./results.ts";

const PAUSED_HELP = "Run once more, or give live runs a larger budget.";
const GONE_HELP =
  "The engine that held this run has ended. Run the strategy again to see its bars and trades.";

/** null without a result. Icons are the editor's: `$(name)`. */
export function resultText(results: FileResults, live: LiveState): string | null {
  const { shown } = results;
  if (shown === null) return withoutResult(results.staleness, live);
  const parts = [
    figuresText(shown, baseOf(results)),
    tradesText(shown.summary),
    span(shown.summary.seconds),
  ];
  const note = noteOf(results.staleness, live) ?? givenNote(shown);
  return `${note === null ? "" : `${note}: `}${parts.join(" · ")}`;
}

/** What stands at the header's end at once; the lens follows when the editor draws it. */
export function headerText(results: FileResults, live: LiveState): string | null {
  const { shown, staleness } = results;
  const isOfText = staleness.kind === "fresh" || staleness.kind === "gone";
  if (shown === null || !isOfText || isLongRunning(live)) return null;
  return figuresText(shown, baseOf(results));
}

/** Of the last kept run, which the brackets compare with; null when it is the one that is shown. */
function baseOf({ shown, kept, earlier }: FileResults): Figures | null {
  if (kept === null) return earlier;
  return kept === shown ? null : kept.summary.figures;
}

function withoutResult(staleness: Staleness, live: LiveState): string | null {
  if (staleness.kind === "failed") return `$(error) ${staleness.message}`;
  if (live.kind === "paused") return pausedText(live);
  return live.kind === "running" ? "$(sync~spin) running" : null;
}

function figuresText({ summary }: RunResult, base: Figures | null): string {
  const net = figureIn(summary.figures, "net_profit");
  const drawdown = figureIn(summary.figures, "max_drawdown_pct");
  const before = {
    net: figureIn(base ?? [], "net_profit"),
    drawdown: figureIn(base ?? [], "max_drawdown_pct"),
  };
  return [
    `net ${net === null ? "–" : wholeMoney(net)}${bracket(net, before.net, wholeMoney)}`,
    `drawdown ${drawdown === null ? "–" : oneDecimal(Math.abs(drawdown))} %${bracket(
      drawdown === null ? null : Math.abs(drawdown),
      before.drawdown === null ? null : Math.abs(before.drawdown),
      oneDecimal,
    )}`,
  ].join(" · ");
}

function bracket(
  now: number | null,
  before: number | null,
  write: (value: number) => string,
): string {
  if (now === null || before === null) return "";
  return ` (${difference(now - before, write)})`;
}

/** Whether a newer result has been under way for a while. */
function isLongRunning(live: LiveState): boolean {
  return live.kind === "running" && live.isLong;
}

function noteOf(staleness: Staleness, live: LiveState): string | null {
  if (isLongRunning(live)) return "$(sync~spin) running; before it";
  switch (staleness.kind) {
    case "errors":
      return "$(warning) before the errors";
    case "edited":
      return live.kind === "paused" ? pausedText(live) : "$(history) before the last edit";
    case "gone":
      return live.kind === "paused" ? pausedText(live) : "$(debug-disconnect) its engine ended";
    case "olderData":
      return live.kind === "paused" ? pausedText(live) : "$(history) before the data changed";
    case "failed":
      return `$(error) the last run failed (${staleness.message}) – before that`;
    case "fresh":
      return live.kind === "paused" ? pausedText(live) : null;
  }
}

/** Values that were given for this run alone. */
function givenNote(shown: RunResult): string | null {
  const given = givenText(shown);
  return given === null ? null : `$(settings) with ${given}`;
}

function pausedText(live: Extract<LiveState, { kind: "paused" }>): string {
  const why = live.seconds === null ? "over its budget" : `${span(live.seconds)} a run`;
  return `$(debug-pause) live paused: ${why}`;
}

/** What the pointer reads over the lens. */
export function resultTooltip(results: FileResults, live: LiveState): string {
  const { shown, staleness } = results;
  if (staleness.kind === "failed") {
    return [staleness.message, staleness.help].filter((part) => part !== null).join(" ");
  }
  if (live.kind === "paused") return PAUSED_HELP;
  if (staleness.kind === "gone") return GONE_HELP;
  if (shown === null) return "";
  const what = shown.isLive ? "A live run, kept nowhere." : "The kept run.";
  const against = baseOf(results) === null ? "" : " Brackets: against the last kept run.";
  const given = givenText(shown);
  const values = given === null ? "" : ` With ${given}, until the text is edited.`;
  return `${what}${values}${against}`;
}

/** A figure of a run, null where the engine gives none. */
function figureIn(figures: Figures, name: string): number | null {
  return figures.find((one) => one.name === name)?.value ?? null;
}
