// The published result of backtesting.py's own test, through the real command; needs the real data.
import { strict as assert } from "node:assert";
import path from "node:path";
import { ResultJson } from "@backtestr/hub";
import { newBench, removeBench, SLOW_MS, type Bench } from "./program.ts";

const DATA = process.env["BACKTESTR_TEST_DATA"];

const STRATEGY = `strategy "SMA cross"
    edition = 1
data
    symbol = "GOOG"
    source = file("GOOG.csv")
account
    capital      = 10_000 USD
    size         = 100 % of equity
    close_at_end = true
    profile      = backtesting_py

fast = ta.sma(close, 10)
slow = ta.sma(close, 30)
if ta.crossover(fast, slow)
    strategy.entry("L", strategy.long)
if ta.crossover(slow, fast)
    strategy.entry("S", strategy.short)
`;

/** As published; compared to the digits that were. */
const PUBLISHED: Readonly<Record<string, number>> = {
  final_equity: 51_422.99,
  trade_count: 66,
  win_rate_pct: 46.96969697,
  max_drawdown_pct: -47.98012706,
  return_pct: 414.2299,
  annual_return_pct: 21.191099249,
  volatility_pct: 36.497160907,
  cagr_pct: 21.160245706,
  sharpe: 0.580623224,
  sortino: 1.085343435,
  calmar: 0.441664092,
  average_drawdown_pct: -5.925851582,
  max_drawdown_days: 584,
  average_drawdown_days: 41,
  best_trade_pct: 53.59595229,
  worst_trade_pct: -18.39887354,
  average_trade_pct: 2.531715975,
  max_trade_days: 183,
  average_trade_days: 46,
  profit_factor_returns: 2.167945974262,
  expectancy_pct: 3.274807806675,
  sqn: 1.07661873567,
  kelly: 0.151870513,
  exposure_pct: 96.741154562,
  buy_and_hold_return_pct: 522.060185,
  alpha_pct: 394.373911,
  beta: 0.038033907,
  equity_peak: 75_787.44,
};

describe("GOOG under backtesting_py", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;
  let words: readonly string[];

  before(async function () {
    if (DATA === undefined) this.skip();
    bench = await newBench();
    const bars = path.join(DATA, "ohlcv", "backtesting.py", "GOOG.csv");
    words = ["run", await bench.write("goog.strat", STRATEGY), "--data", bars];
  });
  after(() => (DATA === undefined ? undefined : removeBench(bench)));

  it("gives every published figure", async () => {
    const ended = await bench.run(...words, "--json");
    assert.equal(ended.code, 0, ended.err + ended.out);
    const { summary } = ResultJson.parse(JSON.parse(ended.out));
    for (const [name, published] of Object.entries(PUBLISHED)) {
      const value = summary[name] ?? Number.NaN;
      const error = Math.abs(value / published - 1);
      assert.ok(error < 2e-8, `${name}: ${value}, published ${published}`);
    }
  });

  it("stands beside the same strategy under native, with the rules that differ", async () => {
    const { out } = await bench.run(...words, "--compare", "native");
    assert.match(out, /Final equity +51,422\.99 USD +[\d,.]+ USD/);
    assert.match(out, /Rules that differ:\n +Quantity: .*\n +Last position: /);
  });
});
