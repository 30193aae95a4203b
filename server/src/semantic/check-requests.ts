// Checks requests for values of another timeframe: which timeframe, of which symbol.
import type { Argument, Call } from "../syntax/tree.ts";
import { type Checker, complain } from "./checker.ts";
import { isMultiple, isTickChart, timeframeFromText } from "./timeframes.ts";
import { type Facts, isTuple } from "./types.ts";

type Bound = readonly (Argument | undefined)[];

/** Marks the chart's own timeframe or symbol among constants. */
export const CHART_TIMEFRAME = "chart:timeframe";
export const CHART_SYMBOL = "chart:symbol";

export function checkRequest(
  c: Checker,
  node: Call,
  name: "confirmed" | "request.security",
  bound: Bound,
  facts: readonly (Facts | undefined)[],
): void {
  checkContent(c, node, facts[name === "confirmed" ? 1 : 2]);
  if (name === "confirmed") {
    checkTimeframe(c, bound[0], facts[0]);
    return;
  }
  checkSymbol(c, bound[0], facts[0]);
  checkTimeframe(c, bound[1], facts[1]);
  checkSettings(c, bound, facts);
  const gaps = bound[3];
  if (gaps !== undefined && facts[3]?.value === "barmerge.gaps_on") {
    complain(
      c,
      "E905",
      gaps,
      "Gaps are not supported yet: leave the argument out, and the last value stands on every bar.",
    );
  }
}

/** Settings that come out of a function are constant, but not written. */
function checkSettings(c: Checker, bound: Bound, facts: readonly (Facts | undefined)[]): void {
  for (const index of [3, 4]) {
    const [argument, setting] = [bound[index], facts[index]];
    if (argument === undefined || setting?.type !== "option" || setting.value !== undefined)
      continue;
    complain(c, "E319", argument, "This setting of a request must be written in the text.");
  }
}

/** Numbers and bools travel between timeframes. */
function checkContent(c: Checker, node: Call, content: Facts | undefined): void {
  if (content === undefined) return;
  const parts = isTuple(content.type) ? content.type.elements : [content];
  const isPlain = parts.every(
    ({ type }) =>
      type === "int" || type === "float" || type === "bool" || type === "na" || type === "unknown",
  );
  if (!isPlain)
    complain(c, "E907", node, "Only numbers and bools of another timeframe are supported yet.");
}

function checkSymbol(c: Checker, argument: Argument | undefined, facts: Facts | undefined): void {
  if (argument === undefined || facts === undefined || facts.type === "unknown") return;
  if (facts.value === CHART_SYMBOL || facts.value === "") return;
  complain(
    c,
    "E905",
    argument,
    "Values of another symbol are not supported yet: write `syminfo.tickerid`.",
  );
}

function checkTimeframe(
  c: Checker,
  argument: Argument | undefined,
  facts: Facts | undefined,
): void {
  if (argument === undefined || facts === undefined || facts.type === "unknown") return;
  if (typeof facts.value !== "string") {
    complain(c, "E319", argument, "The timeframe of a request must be written in the text.");
    return;
  }
  const timeframe = requestedTimeframe(facts.value);
  if (timeframe === null) {
    complain(
      c,
      "E310",
      argument,
      `\`${facts.value}\` is no timeframe: write minutes, as in \`"60"\`, or \`"1D"\`, \`"1W"\`, \`"1M"\`.`,
    );
    return;
  }
  const { chart } = c.settings.data;
  if (chart === null || isServed(c, timeframe, chart)) return;
  complain(
    c,
    "E408",
    argument,
    `${timeframe} is no whole multiple of the chart's ${chart}: only longer timeframes can be made of the chart's bars.`,
  );
}

/** Whether the data can make bars of the timeframe, as far as the text tells. */
function isServed(c: Checker, timeframe: string, chart: string): boolean {
  if (timeframe === CHART_TIMEFRAME) return true;
  // Quotes make bars of any timeframe, whatever the chart; only the run knows what the store has.
  const mayHaveQuotes = c.settings.data.source?.from === "store" || isTickChart(chart);
  return mayHaveQuotes || isMultiple(timeframe, chart);
}

/** The timeframe that a constant names, in our spelling; null when it names none. */
export function requestedTimeframe(value: string): string | null {
  if (value === CHART_TIMEFRAME || value === "") return CHART_TIMEFRAME;
  return timeframeFromText(value);
}
