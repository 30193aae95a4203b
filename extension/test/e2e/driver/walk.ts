// 370,000 one-minute bars of a seeded random walk in the store, a strategy on them of the usual size, and
// one that runs for seconds.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const BARS = 370_000;
const START_MS = Date.UTC(2023, 0, 2);
const MINUTE_MS = 60_000;
const SYMBOL = "WALK";

/** What stands before the three digits that are edited. */
export const EDITED = "fastAverage = ta.ema(close, ";

const STRATEGY = `/// What the bench edits while it runs live.
strategy "Crossing on a walk"
    edition = 1

data
    symbol = "${SYMBOL}"
    source = store
    chart  = 1m
    tick   = 0.00001

account
    capital    = 10_000_000 USD
    size       = 1_000_000 contracts
    commission = 0.5 USD per order

param slow = 800 in 200 .. 1_600 step 50 "Slow length"

${EDITED}190)
slowAverage = ta.ema(close, slow)
strength    = ta.rsi(close, 14)
hourIsUp    = confirmed(1h, close > ta.sma(close, 20))

if hourIsUp and strength > 50 and ta.crossover(fastAverage, slowAverage)
    strategy.entry("L", strategy.long)
if ta.crossunder(fastAverage, slowAverage)
    strategy.close("L")

plot(fastAverage, "fast")
plot(slowAverage, "slow")
`;

/** The averages of the long strategy, each with work of its own. */
const AVERAGES = 5_000;

/** The same with thousands of averages besides. */
function longText(): string {
  const lines = Array.from(
    { length: AVERAGES },
    (_, at) => `more${at + 1} = more${at} + ta.ema(close, ${at + 5})`,
  );
  return `${STRATEGY}\nmore0 = 0.0\n${lines.join("\n")}\nif more${AVERAGES} < 0\n    strategy.close("L")\n`;
}

export interface WalkScene {
  readonly usual: string;
  readonly long: string;
}

/** Writes the strategies, and imports the bars as a user would. Returns the files of the strategies. */
export function walkScene(folder: string, dataHome: string): WalkScene {
  const [usual, long] = [path.join(folder, "walk.strat"), path.join(folder, "long-walk.strat")];
  fs.writeFileSync(usual, STRATEGY);
  fs.writeFileSync(long, longText());
  const bars = path.join(folder, `${SYMBOL}.csv`);
  fs.writeFileSync(bars, barsText());
  const words = ["import", bars, "--symbol", SYMBOL, "--data-home", dataHome];
  execFileSync(process.execPath, ["cli/bin/backtestr.mjs", ...words], { stdio: "pipe" });
  fs.rmSync(bars);
  return { usual, long };
}

function barsText(): string {
  const lines = ["time,open,high,low,close,volume"];
  const random = randomOf(20_230_102);
  let price = 110_000;
  for (let bar = 0; bar < BARS; bar += 1) {
    const open = price;
    const moves = [0, 1, 2].map(() => Math.round((random() - 0.5) * 24));
    const path = moves.map((move) => (price = Math.max(50_000, price + move)));
    const [high, low] = [Math.max(open, ...path), Math.min(open, ...path)];
    const time = new Date(START_MS + bar * MINUTE_MS).toISOString().slice(0, 19).replace("T", " ");
    const prices = [open, high, low, price].map((points) => (points / 1e5).toFixed(5));
    lines.push(`${time},${prices.join(",")},${100 + Math.floor(random() * 900)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Park and Miller's generator, in [0, 1). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
