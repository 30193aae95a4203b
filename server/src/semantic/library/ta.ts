// Library: indicators. Their exact arithmetic is written in docs/semantics/operators.md.
import { Qualifier } from "../types.ts";
import { LENGTH, SOURCE, lengthNamed, number, signature, stateful } from "./rows.ts";
import type { FunctionSpec, ParameterSpec } from "./spec.ts";

const SHIFT: ParameterSpec = {
  name: "length",
  type: "int",
  unit: "bars",
  isOptional: true,
  least: 0,
  doc: "How many bars back; 1 when left out.",
};

const CONDITION: ParameterSpec = { name: "condition", type: "bool", doc: "The event to look for." };

const BOTH = [
  number("source1", "The first series."),
  number("source2", "The second series."),
] as const;

export const TA = {
  "ta.sma": stateful(
    {
      doc: "Simple moving average: the mean of the last values.",
      example: "slow = ta.sma(close, 50)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH),
  ),
  "ta.ema": stateful(
    {
      doc: "Exponential moving average with weight 2 / (length + 1), started by the mean of the first values.",
      example: "fast = ta.ema(close, 20)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH),
  ),
  "ta.rma": stateful(
    {
      doc: "Moving average with weight 1 / length, as RSI and ATR use it, started by the mean of the first values.",
      example: "smooth = ta.rma(close, 14)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH),
  ),
  "ta.wma": stateful(
    {
      doc: "Weighted moving average: the newest value counts length times, the oldest once.",
      example: "trend = ta.wma(close, 20)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH),
  ),
  "ta.rsi": stateful(
    {
      doc: "Relative strength index, 0 to 100, from the smoothed rises and falls.",
      example: "oversold = ta.rsi(close, 14) < 30",
      warmup: "length",
    },
    signature("float", SOURCE, LENGTH),
  ),
  "ta.atr": stateful(
    {
      doc: "Average true range: the smoothed range of a bar including the gap to the close before.",
      example: "stop = 2 * ta.atr(14)",
      warmup: "length - 1",
    },
    signature("float", LENGTH),
  ),
  "ta.tr": stateful(
    {
      doc: "True range: the largest of high - low and the distances of both to the close before.",
      example: "range = ta.tr(true)",
      warmup: "handle_na ? 0 : 1",
    },
    signature("float", {
      name: "handle_na",
      type: "bool",
      known: Qualifier.simple,
      isOptional: true,
      doc: "Whether the first bar, which has no close before it, gives high - low instead of na.",
    }),
  ),
  "ta.macd": stateful(
    {
      doc: "Difference of two exponential averages, its own average, and the difference of both.",
      example: "[line, signal, hist] = ta.macd(close, 12, 26, 9)",
      warmup: "slowlen - 1; signal and difference slowlen + siglen - 2",
    },
    signature(
      "threeFloats",
      SOURCE,
      lengthNamed("fastlen", "Length of the fast average."),
      lengthNamed("slowlen", "Length of the slow average."),
      lengthNamed("siglen", "Length of the average of the difference."),
    ),
  ),
  "ta.bb": stateful(
    {
      doc: "Bollinger bands: middle, upper and lower, in this order. The deviation is that of the population.",
      example: "[middle, upper, lower] = ta.bb(close, 20, 2)",
      warmup: "length - 1",
    },
    signature(
      "threeFloats",
      SOURCE,
      LENGTH,
      number("mult", "Deviations between middle and bands."),
    ),
  ),
  "ta.stdev": stateful(
    {
      doc: "Standard deviation of the last values, of the population unless `biased` is false.",
      example: "spread = ta.stdev(close, 20)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH, {
      name: "biased",
      type: "bool",
      known: Qualifier.simple,
      isOptional: true,
      doc: "Divide by length (true) or by length - 1 (false).",
    }),
  ),
  "ta.highest": stateful(
    {
      doc: "Largest of the last values; of the highs when no series is given.",
      example: "top = ta.highest(20)",
      warmup: "length - 1",
    },
    signature("float", LENGTH),
    signature("float", SOURCE, LENGTH),
  ),
  "ta.lowest": stateful(
    {
      doc: "Smallest of the last values; of the lows when no series is given.",
      example: "bottom = ta.lowest(20)",
      warmup: "length - 1",
    },
    signature("float", LENGTH),
    signature("float", SOURCE, LENGTH),
  ),
  "ta.crossover": stateful(
    {
      doc: "True on the bar on which the first series rises above the second.",
      example: "buy = ta.crossover(fast, slow)",
      warmup: "1",
    },
    signature("bool", ...BOTH),
  ),
  "ta.crossunder": stateful(
    {
      doc: "True on the bar on which the first series falls below the second.",
      example: "sell = ta.crossunder(fast, slow)",
      warmup: "1",
    },
    signature("bool", ...BOTH),
  ),
  "ta.change": stateful(
    {
      doc: "The value minus that of some bars ago; for a bool whether both differ.",
      example: "moved = ta.change(close)",
      warmup: "length",
    },
    signature("source", { ...SOURCE, type: "plain" }, SHIFT),
  ),
  "ta.mom": stateful(
    {
      doc: "Momentum: the value minus that of some bars ago.",
      example: "push = ta.mom(close, 10)",
      warmup: "length",
    },
    signature("float", SOURCE, SHIFT),
  ),
  "ta.roc": stateful(
    {
      doc: "Rate of change: 100 times the change over some bars, divided by the value of then.",
      example: "pace = ta.roc(close, 10)",
      warmup: "length",
    },
    signature("float", SOURCE, SHIFT),
  ),
  "ta.barssince": stateful(
    {
      doc: "Bars since the condition was last true, 0 on such a bar; na before the first.",
      example: "rested = ta.barssince(ta.crossover(fast, slow)) > 5",
      warmup: "first true",
    },
    signature("int", CONDITION),
  ),
  "ta.valuewhen": stateful(
    {
      doc: "The value that a series had when a condition was true for the last time, or some times before that.",
      example: "entryClose = ta.valuewhen(buy, close, 0)",
      warmup: "first true",
    },
    signature("source", CONDITION, SOURCE, {
      name: "occurrence",
      type: "int",
      known: Qualifier.simple,
      least: 0,
      doc: "0 for the last time, 1 for the one before.",
    }),
  ),
  "ta.cum": stateful(
    { doc: "Running total from the first bar on.", example: "total = ta.cum(volume)", warmup: "0" },
    signature("float", SOURCE),
  ),
  "math.sum": stateful(
    {
      doc: "Sum of the last values: their mean by ta.sma, times their number.",
      example: "week = math.sum(volume, 5)",
      warmup: "length - 1",
    },
    signature("float", SOURCE, LENGTH),
  ),
  fixnan: stateful(
    {
      doc: "The value, or where that is na the last one that was not.",
      example: "held = fixnan(level)",
      warmup: "first value",
    },
    signature("source", SOURCE),
  ),
} satisfies Readonly<Record<string, FunctionSpec>>;
