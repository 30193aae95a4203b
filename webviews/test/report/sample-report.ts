// A made-up report for tests of the page. Its figures agree with its trades and with nothing else.
import type {
  EquityBucket,
  ReportData,
  ReportFigure,
  ReportMonth,
  ReportTrade,
} from "../../messages/report.ts";

const DAY_US = 86_400_000_000;
const BEGIN_US = Date.UTC(2021, 0, 4) * 1_000;
const CAPITAL = 10_000;

/** Profits in a fixed pattern: no chance, so that a picture can be compared with an earlier one. */
function profitOf(number: number): number {
  return Math.round((Math.sin(number * 1.7) * 120 + Math.cos(number * 0.31) * 90 + 12) * 100) / 100;
}

function trade(number: number): ReportTrade {
  const profit = profitOf(number);
  const entryTimeUs = BEGIN_US + number * 6 * DAY_US;
  const entryPrice = 100 + (number % 40);
  return {
    number,
    side: number % 3 === 0 ? "short" : "long",
    quantity: 50,
    entryTimeUs,
    entryPrice,
    entryId: number % 3 === 0 ? "short side" : "long side",
    entryLine: 12,
    exitTimeUs: entryTimeUs + 4 * DAY_US,
    exitPrice: Math.round((entryPrice + profit / 50) * 100) / 100,
    exitId: "X",
    exitLine: 14,
    profit,
    profitPct: (100 * profit) / (entryPrice * 50),
    fees: 1.5,
    barsHeld: 4,
    mae: Math.min(profit, 0) - 20,
    mfe: Math.max(profit, 0) + 25,
  };
}

function equityOf(trades: readonly ReportTrade[]): readonly EquityBucket[] {
  let equity = CAPITAL;
  return trades.map((one) => {
    equity += one.profit;
    return {
      timeUs: one.exitTimeUs ?? one.entryTimeUs,
      low: equity - 30,
      high: equity + 40,
      last: equity,
    };
  });
}

function monthsOf(equity: readonly EquityBucket[]): ReportMonth[] {
  const months = new Map<string, ReportMonth>();
  let before = CAPITAL;
  for (const bucket of equity) {
    const date = new Date(bucket.timeUs / 1_000);
    const key = date.toISOString().slice(0, 7);
    if (!months.has(key)) before = [...months.values()].at(-1)?.lastEquity ?? CAPITAL;
    months.set(key, {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      lastEquity: bucket.last,
      returnPct: (bucket.last / before - 1) * 100,
      maxDrawdownPct: -4,
    });
  }
  return [...months.values()];
}

export function sampleFigure(
  more: Partial<ReportFigure> & { readonly name: string },
): ReportFigure {
  return {
    label: more.name,
    unit: "money",
    group: "result",
    isHeadline: true,
    formula: null,
    value: 1,
    note: null,
    low: null,
    high: null,
    ...more,
  };
}

function figuresOf(trades: readonly ReportTrade[]): ReportFigure[] {
  const net = trades.reduce((sum, one) => sum + one.profit, 0);
  const won = trades.filter((one) => one.profit > 0).length;
  const winRate = trades.length === 0 ? null : (100 * won) / trades.length;
  const none = trades.length === 0 ? "No trade was closed." : null;
  return [
    sampleFigure({
      name: "net_profit",
      label: "Net profit",
      value: net,
      formula: "Final equity less initial capital.",
    }),
    sampleFigure({ name: "final_equity", label: "Final equity", value: CAPITAL + net }),
    sampleFigure({
      name: "max_drawdown_pct",
      label: "Maximum drawdown",
      unit: "percent",
      group: "risk",
      value: trades.length === 0 ? 0 : -9.31,
      formula: "Deepest fall of equity below its highest value so far.",
    }),
    sampleFigure({
      name: "sharpe",
      label: "Sharpe ratio",
      unit: "ratio",
      group: "risk",
      value: trades.length === 0 ? null : 0.84,
      note: none,
      low: trades.length === 0 ? null : 0.2,
      high: trades.length === 0 ? null : 1.41,
      formula: "Mean of daily returns over their sample deviation, times the root of 252.",
    }),
    sampleFigure({
      name: "trade_count",
      label: "Trades",
      unit: "count",
      group: "trades",
      value: trades.length,
    }),
    sampleFigure({
      name: "win_rate_pct",
      label: "Win rate",
      unit: "percent",
      group: "trades",
      value: winRate,
      note: none,
    }),
    sampleFigure({
      name: "average_bars_held",
      label: "Average bars held",
      unit: "bars",
      group: "trades",
      value: 4,
      isHeadline: false,
    }),
    sampleFigure({
      name: "max_drawdown_days",
      label: "Longest drawdown",
      unit: "days",
      group: "risk",
      value: 61.5,
      isHeadline: false,
    }),
    sampleFigure({
      name: "fees",
      label: "Fees",
      group: "costs",
      value: trades.length * 1.5,
      isHeadline: false,
    }),
  ];
}

export function sampleReport(tradeCount: number, more: Partial<ReportData> = {}): ReportData {
  const trades = Array.from({ length: tradeCount }, (_, at) => trade(at + 1));
  const equity = equityOf(trades.slice(0, 2_000));
  return {
    schema: "backtestr.report/1",
    strategy: "Crossing averages",
    file: "cross.strat",
    symbol: "SYNTH",
    timeframe: "1d",
    currency: "USD",
    profile: "native",
    bars: 1_250,
    seconds: 0.0004,
    firstTimeUs: BEGIN_US,
    lastTimeUs: BEGIN_US + 900 * DAY_US,
    timeZone: "UTC",
    initialEquity: CAPITAL,
    figures: figuresOf(trades),
    equity: [...equity],
    months: monthsOf(equity),
    tradeCount,
    trades,
    parameters: [
      { about: "fast", says: "20" },
      { about: "slow", says: "100" },
    ],
    assumptions: [
      { about: "Fills", says: "At the next bar's open." },
      { about: "Inside a bar", says: "Open, the nearer extreme, the other extreme, close." },
      { about: "Commission", says: "0.02 % of the traded value." },
    ],
    provenance: [
      { about: "Plan", says: "4f".repeat(32) },
      { about: "Engine", says: "0.1.0" },
    ],
    findings: [],
    data: {
      name: "synthetic-equity-1d.csv",
      understood: "Daily bars with volume.",
      contentHash: "ab".repeat(32),
      rowsIn: 1_252,
      rowsKept: 1_250,
      rowsRejected: 1,
      rowsDuplicate: 1,
      rejected: [{ line: 17, reason: "The high 99.5 is below the low 101.2." }],
    },
    ...more,
  };
}
