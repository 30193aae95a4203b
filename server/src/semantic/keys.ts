// The keys of `strategy`, `data` and `account`: one table with documentation, also of later ones.

export interface KeySpec {
  readonly doc: string;
  readonly example: string;
  /** Why this version refuses the key, for those of later versions. */
  readonly later?: string;
}

export const STRATEGY_KEYS = {
  edition: {
    doc: "The edition of the language that the text is written in.",
    example: "edition = 1",
  },
} as const satisfies Readonly<Record<string, KeySpec>>;

export const DATA_KEYS = {
  source: {
    doc: "Where the data comes from: the store, a dataset of it by name, or a file of bars.",
    example: 'source = file("bars.csv")',
  },
  symbol: { doc: "The instrument's name.", example: 'symbol = "EURUSD"' },
  chart: {
    doc: "The bars on which the program decides: a timeframe, or on quotes `ticks(n)`.",
    example: "chart = 15m",
  },
  period: {
    doc: "First and last day of decisions, both included.",
    example: "period = 2014-05-05 .. 2014-05-15",
  },
  warmup: {
    doc: "How many bars before the period may be used; all when left out.",
    example: "warmup = 200 bars",
  },
  zone: {
    doc: "Time zone of dates and of times without an offset.",
    example: 'zone = "America/New_York"',
  },
  stamp: {
    doc: "Whether a row's time is that of the bar's open or of its close.",
    example: "stamp = open",
  },
  tick: { doc: "The smallest price step.", example: "tick = 0.25" },
  point_value: { doc: "Money per whole price point and contract.", example: "point_value = 50" },
  lot: { doc: "Quantities are multiples of it.", example: "lot = 1" },
  currency: { doc: "The currency of prices.", example: 'currency = "USD"' },
  price: {
    doc: "Which prices of the store make the bars: bid, ask, mid or last.",
    example: "price = bid",
  },
  session: {
    doc: "Trading hours.",
    example: 'session = "09:30-16:00"',
    later: "this version has no sessions",
  },
  universe: {
    doc: "Several instruments.",
    example: 'universe = ["A", "B"]',
    later: "this version trades one instrument",
  },
  history: {
    doc: "How far `[n]` may look back.",
    example: "history = 5_000",
    later: "this version always allows 100,000 bars",
  },
} as const satisfies Readonly<Record<string, KeySpec>>;

export const ACCOUNT_KEYS = {
  capital: { doc: "Money at the start.", example: "capital = 100_000 USD" },
  currency: { doc: "The account's currency.", example: 'currency = "USD"' },
  size: { doc: "What an order trades that names no quantity.", example: "size = 10 % of equity" },
  commission: {
    doc: "Fees, of value, per order or per contract; several add up.",
    example: "commission = 0.02 %, 1 USD per order",
  },
  slippage: { doc: "Ticks that market and stop fills lose.", example: "slippage = 1 ticks" },
  pyramiding: {
    doc: "Entries in one direction that may be open at once.",
    example: "pyramiding = 3",
  },
  close_rule: {
    doc: "Which open trade an order closes first: fifo or any.",
    example: "close_rule = fifo",
  },
  fills: {
    doc: "Whether an order can fill at the next open or at this close.",
    example: "fills = next_open",
  },
  intrabar: {
    doc: "Prices inside a bar: a path through its four prices, or the quotes themselves (ticks); ticks where there are quotes when left out.",
    example: "intrabar = ohlc_path",
  },
  close_at_end: {
    doc: "Whether the last position is closed at the end.",
    example: "close_at_end = true",
  },
  risk_free: { doc: "Yearly rate for Sharpe and Sortino.", example: "risk_free = 2 %" },
  profile: {
    doc: "A set of fill and account rules: native or backtesting_py.",
    example: "profile = native",
  },
  numerics: { doc: "How numbers are compared and summed.", example: "numerics = exact" },
  margin: {
    doc: "Margin of long and short positions.",
    example: "margin = 5 % long, 5 % short",
    later: "this version has no margin rule",
  },
  limit_through: {
    doc: "Ticks by which the price must pass a limit.",
    example: "limit_through = 1 ticks",
    later: "this version fills a limit that is touched",
  },
  rounding: {
    doc: "Rounding to the venue's steps.",
    example: "rounding = venue",
    later: "this version rounds nothing",
  },
  allow: {
    doc: "Allows unconfirmed values in orders.",
    example: "allow = unconfirmed",
    later: "this version never allows them",
  },
  financing: {
    doc: "Interest on open positions.",
    example: "financing = 3 %",
    later: "this version has no financing",
  },
} as const satisfies Readonly<Record<string, KeySpec>>;

/** Words of a key that later versions know. */
export const LATER_WORDS: Readonly<Record<string, string>> = {
  "intrabar = bars": "this version knows the chart's bars only",
  "chart = volume": "this version has bars of a timeframe and of ticks",
  "chart = range": "this version has bars of a timeframe and of ticks",
  "numerics = v6": "this version computes exactly",
  "profile = v6": "this version has native and backtesting_py",
};
