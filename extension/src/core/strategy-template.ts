// The text that a new strategy begins with: whole, free of errors, on data that is there.
import type { DatasetInfo } from "@backtestr/hub";

/** Where a new strategy gets its data from. */
export type TemplateData =
  | { readonly kind: "dataset"; readonly dataset: DatasetInfo }
  /** A file of bars beside the strategy. */
  | { readonly kind: "bars"; readonly file: string };

const CHART_OF_TICKS = "15m";
const CAPITAL = { JPY: "1_000_000", other: "10_000" } as const;

export function strategyTemplate(title: string, data: TemplateData): string {
  const currency = data.kind === "dataset" ? (data.dataset.instrument?.currency ?? "USD") : "USD";
  const capital = currency === "JPY" ? CAPITAL.JPY : CAPITAL.other;
  return `/// What it does, in a sentence.
strategy ${quoted(title)}
    edition = 1

data
${dataLines(data)}

account
    capital    = ${capital} ${currency}
    size       = 95 % of equity      // when an order names no quantity
    commission = 0.02 %
    fills      = next_open           // a decision on a bar's close trades at the next open

param fast = 20  in 5 .. 60 step 5    "Fast length"
param slow = 100 in 40 .. 240 step 20 "Slow length"
require fast < slow

fastAverage = ta.sma(close, fast)
slowAverage = ta.sma(close, slow)

if ta.crossover(fastAverage, slowAverage)
    strategy.entry("L", strategy.long)
if ta.crossunder(fastAverage, slowAverage)
    strategy.close("L")

plot(fastAverage, "fast")
plot(slowAverage, "slow")
`;
}

function dataLines(data: TemplateData): string {
  if (data.kind === "bars") return `    source = file(${quoted(data.file)})`;
  const { name, symbol, series, timeframe } = data.dataset;
  const chart = series === "quotes" ? CHART_OF_TICKS : (timeframe ?? "1d");
  const price = series === "quotes" ? ["    price  = bid"] : [];
  return [
    `    symbol = ${quoted(symbol)}`,
    `    source = store(${quoted(name)})`,
    `    chart  = ${chart}`,
    ...price,
  ].join("\n");
}

/** Line ends and quotes have no place in the texts of a header. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "'").replace(/\s+/g, " ").trim()}"`;
}

/** `my-first_strategy` is `My first strategy`. */
export function titleOf(fileName: string): string {
  const words = fileName
    .replace(/\.strat$/i, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return words === "" ? "Strategy" : words.charAt(0).toUpperCase() + words.slice(1);
}
