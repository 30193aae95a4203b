// The measures of a run as a reader meets them: label, unit, group, formula. The formulas are those of
// the engine's own table, which a test compares.
import type { FigureUnit, ReportFigure } from "@backtestr/webviews/messages/report";

export interface MeasureInfo {
  readonly label: string;
  readonly unit: FigureUnit;
  readonly group: ReportFigure["group"];
  readonly formula: string;
}

/** The figures that stand first, in this order. */
export const HEADLINE: readonly string[] = [
  "net_profit",
  "return_pct",
  "max_drawdown_pct",
  "sharpe",
  "profit_factor",
  "trade_count",
  "win_rate_pct",
  "expectancy",
];

type Row = readonly [
  name: string,
  label: string,
  unit: FigureUnit,
  group: ReportFigure["group"],
  formula: string,
];

const ROWS: readonly Row[] = [
  ["final_equity", "Final equity", "money", "result", "cash and open positions at the last close"],
  ["net_profit", "Net profit", "money", "result", "final equity less the capital at the start"],
  ["return_pct", "Return", "percent", "result", "net profit over the capital at the start"],
  [
    "trade_count",
    "Trades",
    "count",
    "trades",
    "closed trades; a trade that is closed in parts counts each part",
  ],
  [
    "win_rate_pct",
    "Win rate",
    "percent",
    "trades",
    "closed trades with a profit above 0 over all closed trades",
  ],
  [
    "profit_factor",
    "Profit factor",
    "ratio",
    "result",
    "sum of winning profits over sum of losing ones, in money, after fees",
  ],
  [
    "expectancy",
    "Expectancy a trade",
    "money",
    "result",
    "mean profit of a closed trade, after fees",
  ],
  [
    "max_drawdown_pct",
    "Maximum drawdown",
    "percent",
    "risk",
    "deepest fall of equity at a close below its highest close so far, over that high; 0 or negative",
  ],
  [
    "max_drawdown",
    "Maximum drawdown in money",
    "money",
    "risk",
    "deepest fall of equity at a close below its highest close so far; 0 or negative",
  ],
  [
    "sharpe",
    "Sharpe ratio",
    "ratio",
    "risk",
    "mean excess return from bar to bar over its sample deviation, times the root of the bars in a year (backtesting_py: annual return less the risk-free rate, over volatility)",
  ],
  [
    "sortino",
    "Sortino ratio",
    "ratio",
    "risk",
    "as Sharpe with the root mean square of returns below the risk-free rate (backtesting_py: annual return over the root mean square of negative daily returns times the root of 252)",
  ],
  ["calmar", "Calmar ratio", "ratio", "risk", "annual return over the deepest fall"],
  [
    "cagr_pct",
    "Growth a year (CAGR)",
    "percent",
    "result",
    "(final equity over capital) to the power of 1 / years, less 1; a year has 365.25 days",
  ],
  [
    "annual_return_pct",
    "Annual return",
    "percent",
    "result",
    "the growth rate above (backtesting_py: geometric mean of daily returns over 252 days)",
  ],
  [
    "volatility_pct",
    "Volatility a year",
    "percent",
    "risk",
    "sample deviation of returns from bar to bar times the root of the bars in a year (backtesting_py: root of (variance + (1 + g)^2)^252 − (1 + g)^504, g the geometric mean daily return)",
  ],
  [
    "exposure_pct",
    "Exposure",
    "percent",
    "risk",
    "bars from an entry's to its exit's, both included, over all bars",
  ],
  ["fees", "Fees", "money", "costs", "all fees paid"],
  ["gross_profit", "Gross profit", "money", "result", "sum of winning profits, after fees"],
  [
    "gross_loss",
    "Gross loss",
    "money",
    "result",
    "sum of losing profits with the sign turned, after fees",
  ],
  ["win_count", "Winning trades", "count", "trades", "closed trades with a profit above 0"],
  ["loss_count", "Losing trades", "count", "trades", "closed trades with a profit below 0"],
  ["even_count", "Even trades", "count", "trades", "closed trades with a profit of exactly 0"],
  ["open_trade_count", "Trades still open", "count", "trades", "trades still open at the end"],
  ["average_win", "Average win", "money", "trades", "mean of winning profits"],
  ["average_loss", "Average loss", "money", "trades", "mean of losing profits; negative"],
  [
    "profit_factor_returns",
    "Profit factor of returns",
    "ratio",
    "trades",
    "as the profit factor, on each trade's profit over the cost of its entry",
  ],
  [
    "expectancy_pct",
    "Expectancy",
    "percent",
    "trades",
    "mean of each trade's profit over the cost of its entry",
  ],
  ["average_trade_pct", "Average trade", "percent", "trades", "geometric mean of the same"],
  ["best_trade_pct", "Best trade", "percent", "trades", "largest of the same"],
  ["worst_trade_pct", "Worst trade", "percent", "trades", "smallest of the same"],
  [
    "average_drawdown_pct",
    "Average drawdown",
    "percent",
    "risk",
    "mean depth of all falls below a high; 0 or negative",
  ],
  [
    "max_drawdown_days",
    "Longest drawdown",
    "days",
    "risk",
    "longest time from a high until it was reached again, or to the end (backtesting_py: rounded up)",
  ],
  [
    "average_drawdown_days",
    "Average length of a drawdown",
    "days",
    "risk",
    "mean of the same (backtesting_py: rounded up)",
  ],
  [
    "equity_peak",
    "Highest equity",
    "money",
    "result",
    "highest equity at a close, at least the capital",
  ],
  [
    "sqn",
    "System quality (SQN)",
    "ratio",
    "risk",
    "root of the number of trades times mean over sample deviation of profits",
  ],
  [
    "kelly",
    "Kelly fraction",
    "ratio",
    "risk",
    "win rate less loss rate over (mean win over mean loss), in money",
  ],
  [
    "max_consecutive_wins",
    "Most wins in a row",
    "count",
    "trades",
    "longest run of winning trades; an even trade ends it",
  ],
  [
    "max_consecutive_losses",
    "Most losses in a row",
    "count",
    "trades",
    "longest run of losing trades; an even trade ends it",
  ],
  [
    "max_trade_days",
    "Longest trade",
    "days",
    "trades",
    "longest time from entry to exit (backtesting_py: rounded up)",
  ],
  [
    "average_trade_days",
    "Average length of a trade",
    "days",
    "trades",
    "mean of the same (backtesting_py: rounded up)",
  ],
  ["average_bars_held", "Average bars held", "bars", "trades", "mean of exit bar less entry bar"],
  [
    "average_mae",
    "Average worst loss while open",
    "money",
    "trades",
    "mean of each trade's largest loss while open, before fees",
  ],
  [
    "average_mfe",
    "Average best gain while open",
    "money",
    "trades",
    "mean of each trade's largest gain while open, before fees",
  ],
  ["long_trade_count", "Long trades", "count", "trades", "closed long trades"],
  ["short_trade_count", "Short trades", "count", "trades", "closed short trades"],
  [
    "long_profit",
    "Profit of long trades",
    "money",
    "result",
    "sum of profits of closed long trades",
  ],
  [
    "short_profit",
    "Profit of short trades",
    "money",
    "result",
    "sum of profits of closed short trades",
  ],
  [
    "buy_and_hold_return_pct",
    "Buy and hold",
    "percent",
    "result",
    "last close over the first of the period (backtesting_py: over that of the bar on which every indicator is first there), less 1",
  ],
  ["alpha_pct", "Alpha", "percent", "risk", "return less beta times buy and hold"],
  [
    "beta",
    "Beta",
    "ratio",
    "risk",
    "covariance of the returns of equity and of close from bar to bar, over the variance of the latter (backtesting_py: of log returns)",
  ],
  [
    "sharpe_monthly",
    "Sharpe ratio, monthly",
    "ratio",
    "risk",
    "mean excess monthly return of realised equity over its population deviation, UTC months, not annualised",
  ],
  [
    "sortino_monthly",
    "Sortino ratio, monthly",
    "ratio",
    "risk",
    "as the monthly Sharpe with the root mean square of months below the risk-free rate",
  ],
  ["order_count", "Orders placed", "count", "costs", "orders placed, exit legs included"],
  ["fill_count", "Fills", "count", "costs", "fills"],
  ["entry_count", "Entries", "count", "costs", "fills that opened a trade"],
  [
    "ambiguous_bar_count",
    "Ambiguous bars",
    "count",
    "costs",
    "bars on which a target and a stop of one trade were both inside the range and one of them filled",
  ],
  [
    "path_fill_share_pct",
    "Fills decided by the assumed path",
    "percent",
    "costs",
    "fills decided by the assumed path inside a bar over all fills",
  ],
];

export const MEASURES: ReadonlyMap<string, MeasureInfo> = new Map(
  ROWS.map(([name, label, unit, group, formula]) => [name, { label, unit, group, formula }]),
);

/** What is known about a measure; one that is not in the table is shown under its own name. */
export function measureInfo(name: string): MeasureInfo {
  return (
    MEASURES.get(name) ?? {
      label: name.replaceAll("_", " "),
      unit: "ratio",
      group: "result",
      formula: "",
    }
  );
}
