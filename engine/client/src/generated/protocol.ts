// The wire types as zod schemas. Generated from engine/crates/protocol by `npm run codegen`: do not edit.
import { z } from "zod";

/** Names the protocol: host and engine with different hashes do not talk. */
export const SCHEMA_HASH = "76ed4709b8ba5501717acf9016be474cf0a683f4c0950a4a8e314e33cb3b4d5f";

/** Longest frame either side sends or accepts, the length prefix not counted. */
export const FRAME_BYTES_MAX = 1114112;

/** Bytes of a bulk payload inside one frame; the rest is for the envelope. */
export const CHUNK_BYTES_MAX = 1048576;

/** Requests a connection may have in flight; one more is answered `busy`. */
export const REQUESTS_IN_FLIGHT_MAX = 64;

/** Chunk frames the engine sends before it waits for the host's credit. */
export const CHUNK_CREDIT = 8;

/** Deepest nesting of a message. */
export const DEPTH_MAX = 64;

/** What the engine may use. */
export const Configuration = z.strictObject({
  /** Absolute path of the data home; `null` for an engine without a store. */
  dataHome: z.string().nullable(),
  /** Threads for work; `null` takes the cores there are. */
  threads: z.uint32().nullable(),
  /** Most memory for kept runs and loaded data, in bytes; `null` takes the engine's own limit. */
  memoryBytes: z.int().nullable(),
});
export type Configuration = z.infer<typeof Configuration>;

/** Which prices make bars. */
export const PriceSide = z.enum([
  "bid",
  "ask",
  /** Halfway between bid and ask. */
  "mid",
  /** Traded prices. */
  "last",
]);
export type PriceSide = z.infer<typeof PriceSide>;

/** Whether a bar's time is that of its open or of its close. */
export const Stamp = z.enum([
  "open",
  "close",
]);
export type Stamp = z.infer<typeof Stamp>;

/** What an import reads and how. */
export const ImportOptions = z.strictObject({
  /** Absolute paths of files and folders. */
  paths: z.array(z.string()),
  symbol: z.string().nullable(),
  /** Name of the dataset, where one results. */
  dataset: z.string().nullable(),
  /** IANA name of the zone of times without an offset. */
  zone: z.string().nullable(),
  /** Price of one integer step in the file, as decimal text: `0.00001`. */
  point: z.string().nullable(),
  /** Smallest price step of the instrument, as decimal text. */
  tick: z.string().nullable(),
  stamp: Stamp.nullable(),
  side: PriceSide.nullable(),
  currency: z.string().nullable(),
  /** Whether rows that the dataset has in the dates touched are left out of the new version. */
  replace: z.boolean(),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** What a node or cell holds. */
export const ValueType = z.enum([
  /** A float, or an integer kept exactly up to 2^53. May be `na`. */
  "number",
  /** True or false, never `na`. */
  "bool",
]);
export type ValueType = z.infer<typeof ValueType>;

/** A memory of one value. */
export const Cell = z.strictObject({
  context: z.uint32(),
  valueType: ValueType,
  /** The node whose value at the end of the bar the cell keeps. It may come after its readers. */
  next: z.uint32(),
});
export type Cell = z.infer<typeof Cell>;

/** A timeframe on whose bars nodes are evaluated. */
export const Context = z.strictObject({
  /** `null` for the chart (index 0), else the timeframe as written: `15m`, `4h`, `1d`, `1w`, `1mo`. */
  timeframe: z.string().nullable(),
});
export type Context = z.infer<typeof Context>;

/** A figure of the account or position, fixed while a bar's program runs. */
export const AccountField = z.enum([
  "initialCapital",
  "equity",
  "netProfit",
  "openProfit",
  "grossProfit",
  "grossLoss",
  "positionSize",
  "positionAveragePrice",
  "openTrades",
  "closedTrades",
  "winTrades",
  "lossTrades",
  "evenTrades",
]);
export type AccountField = z.infer<typeof AccountField>;

/** An operator of two values. */
export const BinaryFunction = z.enum([
  "add",
  "subtract",
  "multiply",
  "divide",
  "remainder",
  "power",
  "minimum",
  "maximum",
  "less",
  "lessOrEqual",
  "greater",
  "greaterOrEqual",
  "equal",
  "notEqual",
  "and",
  "or",
]);
export type BinaryFunction = z.infer<typeof BinaryFunction>;

/** A state machine over bars. Inputs and settings by position: docs/semantics/operators.md. */
export const IndicatorFunction = z.enum([
  "sma",
  "ema",
  "rma",
  "wma",
  "stdev",
  "rsi",
  "highest",
  "lowest",
  "cumulate",
  "trueRange",
  "crossOver",
  "crossUnder",
  "barsSince",
  "valueWhen",
  "fixNa",
]);
export type IndicatorFunction = z.infer<typeof IndicatorFunction>;

/** A fact about the instrument, the same on every bar. */
export const InstrumentField = z.enum([
  /** Smallest price step. */
  "tickSize",
  /** Money per whole price point and contract. */
  "pointValue",
]);
export type InstrumentField = z.infer<typeof InstrumentField>;

/** A column of the context's bars. */
export const Series = z.enum([
  "open",
  "high",
  "low",
  "close",
  "volume",
  "ask",
  "bidSize",
  "askSize",
  /** Open time of the bar, milliseconds since 1970 UTC. */
  "time",
  /** Close time of the bar, milliseconds since 1970 UTC. */
  "timeClose",
  /** On the chart: 0 on the first bar of the period, `na` before it. Elsewhere: 0 on the first bar. */
  "barIndex",
  /** Bid of the bar's last quote; `na` without quotes, as the next three. */
  "bid",
]);
export type Series = z.infer<typeof Series>;

/** An operator of one value. */
export const UnaryFunction = z.enum([
  "negate",
  "not",
  "isNa",
  "abs",
  "sign",
  "floor",
  "ceil",
  "round",
  "truncate",
  "sqrt",
  "exp",
  "log",
  "log10",
]);
export type UnaryFunction = z.infer<typeof UnaryFunction>;

/** How a node gets its value. Meanings: docs/semantics/operators.md. */
export const Operation = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("number"),
    value: z.number(),
  }),
  z.strictObject({
    op: z.literal("na"),
  }),
  z.strictObject({
    op: z.literal("bool"),
    value: z.boolean(),
  }),
  z.strictObject({
    op: z.literal("parameter"),
    parameter: z.uint32(),
  }),
  z.strictObject({
    op: z.literal("series"),
    series: Series,
  }),
  z.strictObject({
    op: z.literal("instrument"),
    field: InstrumentField,
  }),
  z.strictObject({
    op: z.literal("account"),
    field: AccountField,
  }),
  z.strictObject({
    op: z.literal("unary"),
    function: UnaryFunction,
    value: z.uint32(),
  }),
  z.strictObject({
    op: z.literal("binary"),
    function: BinaryFunction,
    left: z.uint32(),
    right: z.uint32(),
  }),
  /** `test ? yes : no`; both arms are evaluated, which no operator can observe. */
  z.strictObject({
    op: z.literal("select"),
    test: z.uint32(),
    yes: z.uint32(),
    no: z.uint32(),
  }),
  /** The value `offset` bars ago. */
  z.strictObject({
    op: z.literal("history"),
    value: z.uint32(),
    offset: z.uint32(),
  }),
  /** A state machine over the context's bars. Settings are fixed for the whole run. */
  z.strictObject({
    op: z.literal("indicator"),
    function: IndicatorFunction,
    inputs: z.array(z.uint32()),
    settings: z.array(z.uint32()),
  }),
  /** The cell's value at the end of the previous bar: `na` or false on the first. */
  z.strictObject({
    op: z.literal("cell"),
    cell: z.uint32(),
  }),
  /** The value that `value`, a node of another context, had on that context's last completed bar. */
  z.strictObject({
    op: z.literal("confirmed"),
    value: z.uint32(),
  }),
]);
export type Operation = z.infer<typeof Operation>;

/** One value, evaluated on every bar of its context. */
export const Node = z.strictObject({
  context: z.uint32(),
  operation: Operation,
});
export type Node = z.infer<typeof Node>;

/** A declared input. */
export const Parameter = z.strictObject({
  name: z.string(),
  valueType: ValueType,
});
export type Parameter = z.infer<typeof Parameter>;

/**
 * A price or quantity of an order. With `given` false on a bar the argument counts as left out;
 * a given value that is `na` makes the whole call have no effect, and is reported.
 */
export const Argument = z.strictObject({
  value: z.uint32(),
  given: z.uint32().nullable(),
});
export type Argument = z.infer<typeof Argument>;

/** Which way an order trades. */
export const Direction = z.enum([
  "long",
  "short",
]);
export type Direction = z.infer<typeof Direction>;

/**
 * What the program does on a bar. `guard` is a bool node; `null` means on every bar.
 * Nodes named by statements belong to the chart's context.
 */
export const Statement = z.discriminatedUnion("does", [
  /** `strategy.entry`: obeys pyramiding, reverses an opposite position. */
  z.strictObject({
    does: z.literal("entry"),
    guard: z.uint32().nullable(),
    id: z.uint32(),
    direction: Direction,
    quantity: Argument.nullable(),
    limit: Argument.nullable(),
    stop: Argument.nullable(),
    comment: z.uint32().nullable(),
  }),
  /** `strategy.order`: a plain order on the net position. */
  z.strictObject({
    does: z.literal("order"),
    guard: z.uint32().nullable(),
    id: z.uint32(),
    direction: Direction,
    quantity: Argument.nullable(),
    limit: Argument.nullable(),
    stop: Argument.nullable(),
    comment: z.uint32().nullable(),
  }),
  /** `strategy.exit`: up to one limit and one stop that reduce each other. */
  z.strictObject({
    does: z.literal("exit"),
    guard: z.uint32().nullable(),
    id: z.uint32(),
    /** The entry it belongs to; `null` for all. */
    fromEntry: z.uint32().nullable(),
    quantity: Argument.nullable(),
    quantityPercent: Argument.nullable(),
    /** Prices. */
    limit: Argument.nullable(),
    stop: Argument.nullable(),
    /** Distances from the entry's fill, in price. */
    targetDistance: Argument.nullable(),
    stopDistance: Argument.nullable(),
    /** Distances from the entry's fill, in ticks. */
    profitTicks: Argument.nullable(),
    lossTicks: Argument.nullable(),
    comment: z.uint32().nullable(),
  }),
  /** `strategy.close`: a market order against the open quantity of one entry id. */
  z.strictObject({
    does: z.literal("close"),
    guard: z.uint32().nullable(),
    entry: z.uint32(),
    quantity: Argument.nullable(),
    quantityPercent: Argument.nullable(),
    comment: z.uint32().nullable(),
  }),
  z.strictObject({
    does: z.literal("closeAll"),
    guard: z.uint32().nullable(),
    comment: z.uint32().nullable(),
  }),
  z.strictObject({
    does: z.literal("cancel"),
    guard: z.uint32().nullable(),
    id: z.uint32(),
  }),
  z.strictObject({
    does: z.literal("cancelAll"),
    guard: z.uint32().nullable(),
  }),
  /** A value shown on the chart; it never reaches an order. */
  z.strictObject({
    does: z.literal("plot"),
    value: z.uint32(),
    title: z.uint32(),
  }),
]);
export type Statement = z.infer<typeof Statement>;

/** A slice of a plan; `plan.put` sends as many as it takes, and the engine joins them in order. */
export const PlanPart = z.strictObject({
  contexts: z.array(Context),
  parameters: z.array(Parameter),
  texts: z.array(z.string()),
  nodes: z.array(Node),
  cells: z.array(Cell),
  statements: z.array(Statement),
});
export type PlanPart = z.infer<typeof PlanPart>;

export const Fact = z.strictObject({
  name: z.string(),
  value: z.string(),
});
export type Fact = z.infer<typeof Fact>;

/** What is to be saved with a run besides its results. */
export const RunLabel = z.strictObject({
  /** Name for people; may be empty. */
  name: z.string(),
  /** The strategy's file or title. */
  strategy: z.string(),
  /** Parameters, settings, the text's hash and whatever else the host wants back. */
  facts: z.array(Fact),
});
export type RunLabel = z.infer<typeof RunLabel>;

/** Which open trade a reducing order closes first. */
export const CloseRule = z.enum([
  /** The oldest, whatever entry id the order names. */
  "fifo",
  /** The trades of the entry id that the order names. */
  "any",
]);
export type CloseRule = z.infer<typeof CloseRule>;

/** A fee; several add up. */
export const Commission = z.discriminatedUnion("per", [
  /** A fraction of the traded value: 0.0002 is 0.02 %. */
  z.strictObject({
    per: z.literal("value"),
    fraction: z.number(),
  }),
  z.strictObject({
    per: z.literal("order"),
    amount: z.number(),
  }),
  z.strictObject({
    per: z.literal("contract"),
    amount: z.number(),
  }),
]);
export type Commission = z.infer<typeof Commission>;

/** When an order that is placed on a bar's close can fill first. */
export const FillTiming = z.enum([
  "nextOpen",
  "thisClose",
]);
export type FillTiming = z.infer<typeof FillTiming>;

/** What is assumed about prices inside a bar. */
export const Intrabar = z.enum([
  /** Open, nearer extreme, other extreme, close. */
  "ohlcPath",
  /** The quotes themselves: buys at the ask, sells at the bid. */
  "ticks",
]);
export type Intrabar = z.infer<typeof Intrabar>;

/** A bundle of fill, sizing and statistics rules. */
export const Profile = z.enum([
  /** Ours: causal, nothing rounded unless asked. */
  "native",
  /** The rules of backtesting.py. */
  "backtestingPy",
]);
export type Profile = z.infer<typeof Profile>;

/** How much an order trades that names no quantity. */
export const Sizing = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("contracts"),
    quantity: z.number(),
  }),
  /** A fraction of equity: 0.1 is 10 %. */
  z.strictObject({
    by: z.literal("equity"),
    fraction: z.number(),
  }),
  z.strictObject({
    by: z.literal("cash"),
    amount: z.number(),
  }),
]);
export type Sizing = z.infer<typeof Sizing>;

/** Money and rules of a run. Meanings: docs/semantics/execution.md. */
export const Account = z.strictObject({
  capital: z.number(),
  /** ISO 4217 code or a crypto currency's usual letters. */
  currency: z.string(),
  /** How much an order trades that names no quantity. */
  size: Sizing,
  commission: z.array(Commission),
  /** Against market and stop fills. */
  slippageTicks: z.number(),
  /** Entries in one direction that may be open at once, at least 1. */
  pyramiding: z.uint32(),
  closeRule: CloseRule,
  fills: FillTiming,
  /** `null` takes what the data allows: `ticks` with quotes, else `ohlcPath`. */
  intrabar: Intrabar.nullable(),
  /** Whether the last position is closed at the end of the data. */
  closeAtEnd: z.boolean(),
  /** Yearly rate as a fraction, for Sharpe and Sortino. */
  riskFree: z.number(),
  profile: Profile,
});
export type Account = z.infer<typeof Account>;

/** What is traded. A value that the run needs and that is `null` is an error, never a guess. */
export const Instrument = z.strictObject({
  symbol: z.string(),
  /** Smallest price step. */
  tick: z.number().nullable(),
  /** Money per whole price point and contract. */
  pointValue: z.number(),
  /** Quantities are multiples of it; `null` leaves them as they are. */
  lot: z.number().nullable(),
  currency: z.string().nullable(),
});
export type Instrument = z.infer<typeof Instrument>;

/** A file of bars and what is known about it. */
export const BarsFile = z.strictObject({
  /** Absolute path. */
  path: z.string(),
  /** IANA name of the zone in which times without an offset are written. */
  zone: z.string(),
  /** What a row's time means. */
  stamp: Stamp,
  instrument: Instrument,
});
export type BarsFile = z.infer<typeof BarsFile>;

/** A series of the store, by what a strategy says of it. What is `null` comes from the store's records. */
export const StoredData = z.strictObject({
  symbol: z.string(),
  /**
   * Name of a dataset; `null` takes the symbol's quotes, else its bars of the longest timeframe
   * that makes the chart.
   */
  dataset: z.string().nullable(),
  /** `null` takes the latest. */
  version: z.uint32().nullable(),
  /** `null` takes the bid of quotes, and whatever side bars have. */
  price: PriceSide.nullable(),
  /** IANA name of the zone in which days start. */
  zone: z.string().nullable(),
  tick: z.number().nullable(),
  pointValue: z.number().nullable(),
  lot: z.number().nullable(),
  currency: z.string().nullable(),
});
export type StoredData = z.infer<typeof StoredData>;

/** Where the bars come from. */
export const DataSource = z.discriminatedUnion("from", [
  /** A text file of bars, read as an import would. */
  z.strictObject({
    from: z.literal("file"),
    file: BarsFile,
  }),
  /** A dataset of the store. */
  z.strictObject({
    from: z.literal("store"),
    store: StoredData,
  }),
]);
export type DataSource = z.infer<typeof DataSource>;

/** A parameter's value. Bools are 0 and 1. */
export const ParameterValue = z.strictObject({
  name: z.string(),
  value: z.number(),
});
export type ParameterValue = z.infer<typeof ParameterValue>;

/** The decisions of a run: bars that open at or after `from` and before `to`. */
export const Period = z.strictObject({
  fromUs: z.int().nullable(),
  /** Exclusive. */
  toUs: z.int().nullable(),
});
export type Period = z.infer<typeof Period>;

/** Everything of a run that is not the plan. */
export const RunSettings = z.strictObject({
  /** One value for each parameter of the plan, by name. */
  parameters: z.array(ParameterValue),
  account: Account,
  data: DataSource,
  /** The chart's timeframe, or `ticks(n)` on quotes; `null` takes the data's own. */
  chart: z.string().nullable(),
  /** `null` decides on every bar there is. */
  period: Period.nullable(),
  /** Bars of data used before the first decision; `null` uses all there are. */
  warmupBars: z.uint32().nullable(),
});
export type RunSettings = z.infer<typeof RunSettings>;

/** A column of a run that can be pulled by window. */
export const SeriesName = z.enum([
  "equity",
  "positionSize",
  /** Close time of each chart bar, nanoseconds. */
  "timeClose",
  /** Equity below its highest so far, as a fraction. */
  "drawdown",
]);
export type SeriesName = z.infer<typeof SeriesName>;

/** What can be done to a service. */
export const ServiceAction = z.enum([
  "start",
  "stop",
  "restart",
]);
export type ServiceAction = z.infer<typeof ServiceAction>;

/** Something of the store that can be renamed, pinned, removed. */
export const StoredItem = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("dataset"),
    name: z.string(),
  }),
  z.strictObject({
    what: z.literal("run"),
    saved: z.string(),
  }),
]);
export type StoredItem = z.infer<typeof StoredItem>;

/** A frame from the host. */
export const Request = z.discriminatedUnion("kind", [
  /** The first frame of a connection. Its shape never changes. */
  z.strictObject({
    kind: z.literal("engine.hello"),
    id: z.uint32(),
    schemaHash: z.string(),
    hostVersion: z.string(),
  }),
  /** Answered at once with the same payload. */
  z.strictObject({
    kind: z.literal("engine.ping"),
    id: z.uint32(),
    payload: z.string(),
  }),
  /** Stops the request of that id; one that has ended is no error. Has no reply of its own. */
  z.strictObject({
    kind: z.literal("engine.cancel"),
    id: z.uint32(),
    request: z.uint32(),
  }),
  /** Allows that many more chunks of the request of that id. Has no reply. */
  z.strictObject({
    kind: z.literal("engine.credit"),
    id: z.uint32(),
    request: z.uint32(),
    chunks: z.uint32(),
  }),
  /** Ends the engine after an acknowledgement. */
  z.strictObject({
    kind: z.literal("engine.shutdown"),
    id: z.uint32(),
  }),
  /** What the engine may use. Sent once after the greeting; services that need it start with it. */
  z.strictObject({
    kind: z.literal("engine.configure"),
    id: z.uint32(),
    configuration: Configuration,
  }),
  /** Names, states and verbs of the engine's services. */
  z.strictObject({
    kind: z.literal("services.list"),
    id: z.uint32(),
  }),
  /** Starts, stops or restarts a service; those that depend on it stop and start with it. */
  z.strictObject({
    kind: z.literal("services.control"),
    id: z.uint32(),
    service: z.string(),
    action: ServiceAction,
  }),
  /** State, load and memory of the engine and its services. */
  z.strictObject({
    kind: z.literal("health.all"),
    id: z.uint32(),
  }),
  /** The same again and again, until cancelled. */
  z.strictObject({
    kind: z.literal("health.watch"),
    id: z.uint32(),
    everyMs: z.uint32(),
  }),
  /** Gives the engine a plan, in one or more parts under one id. */
  z.strictObject({
    kind: z.literal("plan.put"),
    id: z.uint32(),
    part: PlanPart,
    isLast: z.boolean(),
  }),
  /** Runs a plan that the engine has. */
  z.strictObject({
    kind: z.literal("run.start"),
    id: z.uint32(),
    planHash: z.string(),
    settings: RunSettings,
    /** A live run goes before all other work. */
    isLive: z.boolean(),
    /** Stops the run after so many milliseconds with `deadline_exceeded`. */
    deadlineMs: z.uint32().nullable(),
  }),
  /** Trades of a run, from the first-th (0-based) on, in chunks. */
  z.strictObject({
    kind: z.literal("run.trades"),
    id: z.uint32(),
    run: z.uint32(),
    first: z.uint32(),
    count: z.uint32(),
  }),
  /** A column of a run, in chunks. */
  z.strictObject({
    kind: z.literal("run.series"),
    id: z.uint32(),
    run: z.uint32(),
    series: SeriesName,
    first: z.uint32(),
    count: z.uint32(),
  }),
  /**
   * Bars of a run for a chart: those that open from `from_us` to before `to_us`, joined into at
   * most `candles_max` candles (at most 10,000) of equal numbers of bars.
   */
  z.strictObject({
    kind: z.literal("run.window"),
    id: z.uint32(),
    run: z.uint32(),
    /** `null` for the chart's own bars. */
    timeframe: z.string().nullable(),
    fromUs: z.int().nullable(),
    toUs: z.int().nullable(),
    candlesMax: z.uint32(),
  }),
  /** What the strategy plots on the candles of the same window of the chart, in chunks. */
  z.strictObject({
    kind: z.literal("run.plots"),
    id: z.uint32(),
    run: z.uint32(),
    fromUs: z.int().nullable(),
    toUs: z.int().nullable(),
    candlesMax: z.uint32(),
  }),
  /** Values of at most 100 nodes on the last chart bar that opens at or before an instant. */
  z.strictObject({
    kind: z.literal("run.values"),
    id: z.uint32(),
    run: z.uint32(),
    timeUs: z.int(),
    nodes: z.array(z.uint32()),
  }),
  /**
   * What only the whole period tells of the text: a pass of its own over the bars, that does not
   * go before other work.
   */
  z.strictObject({
    kind: z.literal("run.hints"),
    id: z.uint32(),
    run: z.uint32(),
  }),
  /** Lets the engine forget a run. */
  z.strictObject({
    kind: z.literal("run.drop"),
    id: z.uint32(),
    run: z.uint32(),
  }),
  /** Finds the series that a run would use. */
  z.strictObject({
    kind: z.literal("market.resolve"),
    id: z.uint32(),
    store: StoredData,
    chart: z.string().nullable(),
  }),
  /** Says what an import would do, without doing it. */
  z.strictObject({
    kind: z.literal("import.look"),
    id: z.uint32(),
    options: ImportOptions,
  }),
  /** Imports. Cancelled or interrupted, it goes on where it was when it is asked again. */
  z.strictObject({
    kind: z.literal("import.start"),
    id: z.uint32(),
    options: ImportOptions,
  }),
  /** All datasets. */
  z.strictObject({
    kind: z.literal("store.datasets"),
    id: z.uint32(),
  }),
  /** Reads all files of a dataset, or of all, and compares their hashes. */
  z.strictObject({
    kind: z.literal("store.verify"),
    id: z.uint32(),
    dataset: z.string().nullable(),
  }),
  /** Removes; `store.undo` takes it back until `store.purge`. */
  z.strictObject({
    kind: z.literal("store.remove"),
    id: z.uint32(),
    item: StoredItem,
  }),
  /** Takes back the change that has that number. */
  z.strictObject({
    kind: z.literal("store.undo"),
    id: z.uint32(),
    change: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.rename"),
    id: z.uint32(),
    item: StoredItem,
    name: z.string(),
  }),
  /** A pinned item cannot be removed. */
  z.strictObject({
    kind: z.literal("store.pin"),
    id: z.uint32(),
    item: StoredItem,
    isPinned: z.boolean(),
  }),
  /** Deletes the files of what was removed and nothing needs. */
  z.strictObject({
    kind: z.literal("store.purge"),
    id: z.uint32(),
  }),
  /** Saved runs, latest first; of one strategy when given. */
  z.strictObject({
    kind: z.literal("store.runs"),
    id: z.uint32(),
    strategy: z.string().nullable(),
  }),
  /** Saves a kept run. Acknowledged when it is durable. */
  z.strictObject({
    kind: z.literal("store.saveRun"),
    id: z.uint32(),
    run: z.uint32(),
    label: RunLabel,
  }),
  /** Loads a saved run, so that its rows can be pulled. */
  z.strictObject({
    kind: z.literal("store.loadRun"),
    id: z.uint32(),
    saved: z.string(),
  }),
  /** Checks everything; with `is_setting_aside` moves what is damaged or unknown to quarantine. */
  z.strictObject({
    kind: z.literal("store.fsck"),
    id: z.uint32(),
    isSettingAside: z.boolean(),
  }),
  /** Asks the store in SQL. Rows come in chunks. */
  z.strictObject({
    kind: z.literal("query.sql"),
    id: z.uint32(),
    text: z.string(),
    rowsMax: z.uint32(),
    secondsMax: z.number(),
  }),
  /**
   * Copies all tables that SQL sees into a new DuckDB database file. A file that is there is refused,
   * and there is none when it fails or is cancelled.
   */
  z.strictObject({
    kind: z.literal("query.export"),
    id: z.uint32(),
    /** Absolute path of the file. */
    file: z.string(),
  }),
]);
export type Request = z.infer<typeof Request>;

/** What the rows of a dataset are. */
export const SeriesKind = z.enum([
  "quotes",
  "bars",
]);
export type SeriesKind = z.infer<typeof SeriesKind>;

/** How often a rule spoke. */
export const RuleCount = z.strictObject({
  rule: z.string(),
  rows: z.int(),
  /** The first ones, each with file, line and byte, in words. */
  examples: z.array(z.string()),
});
export type RuleCount = z.infer<typeof RuleCount>;

/** A version of a dataset, oldest first. */
export const VersionInfo = z.strictObject({
  version: z.uint32(),
  rows: z.int(),
  bytes: z.int(),
  csvBytes: z.int().nullable(),
  segments: z.uint32(),
  firstTimeUs: z.int().nullable(),
  lastTimeUs: z.int().nullable(),
  /** Names of the first 100 files that were imported. */
  sources: z.array(z.string()),
  /** How many there were. */
  sourceCount: z.int(),
  rowsIn: z.int(),
  rowsKept: z.int(),
  rowsDuplicate: z.int(),
  rejected: z.array(RuleCount),
  flagged: z.array(RuleCount),
});
export type VersionInfo = z.infer<typeof VersionInfo>;

/** A dataset as it is now. */
export const DatasetInfo = z.strictObject({
  name: z.string(),
  symbol: z.string(),
  series: SeriesKind,
  timeframe: z.string().nullable(),
  price: PriceSide.nullable(),
  zone: z.string(),
  versions: z.array(VersionInfo),
  instrument: Instrument.nullable(),
  isPinned: z.boolean(),
});
export type DatasetInfo = z.infer<typeof DatasetInfo>;

/** What went wrong, to branch on. The text to read is beside it. */
export const ErrorCode = z.enum([
  "bad_request",
  "cancelled",
  "deadline_exceeded",
  "unknown_plan",
  "unknown_run",
  "file_not_found",
  "file_unreadable",
  "limit_exceeded",
  /** The frame or message does not follow the protocol. */
  "bad_frame",
  /** Host and engine are of different builds. */
  "schema_mismatch",
  /** Too many requests in flight, or somebody else holds what the request needs. */
  "busy",
  /** The service that the request needs is not ready. */
  "unavailable",
  /** The plan breaks a rule of plans. */
  "bad_plan",
  /** The store has no such dataset, version, saved run or change. */
  "unknown_item",
  /** A file of the store is missing or not what it was. */
  "store_damaged",
  /**
   * The change is refused: a pinned item, a name that is taken, a file that is there, a read-only
   * store.
   */
  "refused",
  /** The question is no SQL, or more than reading. */
  "bad_query",
  /** A setting of the run is missing or makes no sense. */
  "bad_settings",
  /** A file without a usable row, or with a header nobody understands. */
  "bad_data",
  /** A fill would have used a price from before its decision. */
  "causality",
  /** Our fault: the request failed, the engine goes on. */
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** A table of a database file. */
export const ExportedTable = z.strictObject({
  name: z.string(),
  rows: z.int(),
});
export type ExportedTable = z.infer<typeof ExportedTable>;

/** Where a service stands in its life. */
export const ServiceState = z.enum([
  "starting",
  "ready",
  "failed",
  "stopped",
]);
export type ServiceState = z.infer<typeof ServiceState>;

/** A part of the engine. */
export const ServiceInfo = z.strictObject({
  name: z.string(),
  verbs: z.array(z.string()),
  state: ServiceState,
  sinceUs: z.int(),
  lastError: z.string().nullable(),
  queueDepth: z.uint32(),
  requests: z.uint32(),
  /** What it holds in memory, by its own count; `null` where it holds nothing of note. */
  memoryBytes: z.int().nullable(),
  latencyP50Us: z.number().nullable(),
  latencyP99Us: z.number().nullable(),
});
export type ServiceInfo = z.infer<typeof ServiceInfo>;

/** State, load and memory of the engine and its services. */
export const Health = z.strictObject({
  uptimeUs: z.int(),
  /** Resident memory; `null` where the system does not tell. */
  memoryBytes: z.int().nullable(),
  requestsInFlight: z.uint32(),
  runsKept: z.uint32(),
  services: z.array(ServiceInfo),
});
export type Health = z.infer<typeof Health>;

/** Something that only the whole period tells of the text. Nothing here is wrong. */
export const Hint = z.discriminatedUnion("what", [
  /** The condition of an order statement was true on no bar. */
  z.strictObject({
    what: z.literal("neverReached"),
    /** Index of the plan's statement. */
    statement: z.uint32(),
  }),
  /** A value on which an order rests was still `na` when the period began, for want of bars. */
  z.strictObject({
    what: z.literal("warmupTooShort"),
    /** Index of the plan's statement, the first that rests on it. */
    statement: z.uint32(),
    /** The node that comes last of those on which the statement rests. */
    node: z.uint32(),
    /** Bars of the period on which it was `na` at first; `null` when it was on all of them. */
    barsLacking: z.uint32().nullable(),
  }),
]);
export type Hint = z.infer<typeof Hint>;

/** A dataset that an import would make or add to. */
export const ImportFound = z.strictObject({
  dataset: z.string(),
  symbol: z.string(),
  series: SeriesKind,
  timeframe: z.string().nullable(),
  price: PriceSide.nullable(),
  /** Name of the format: `dukascopy-csv`, `dukascopy-bi5`, … */
  format: z.string(),
  /** Columns, time format, zone and decimals, in words. */
  understood: z.string(),
  files: z.uint32(),
  bytes: z.int(),
  /** The first files. */
  paths: z.array(z.string()),
  /** Names of the sample's columns, and the first rows as they were understood. */
  columns: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  /** What a careful reader should look at, in words. */
  warnings: z.array(z.string()),
});
export type ImportFound = z.infer<typeof ImportFound>;

/** What an import did. Rows in = kept + rejected + duplicates. */
export const ImportResult = z.strictObject({
  dataset: z.string(),
  version: z.uint32(),
  /** False when everything was there before. */
  isNew: z.boolean(),
  series: SeriesKind,
  timeframe: z.string().nullable(),
  price: PriceSide.nullable(),
  format: z.string(),
  rowsIn: z.int(),
  rowsKept: z.int(),
  rowsDuplicate: z.int(),
  rejected: z.array(RuleCount),
  /** Kept, but worth a look. */
  flagged: z.array(RuleCount),
  firstTimeUs: z.int().nullable(),
  lastTimeUs: z.int().nullable(),
  bytesIn: z.int(),
  bytesStored: z.int(),
  /** The same rows written as text. */
  csvBytes: z.int(),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What a `plot` drew, one value a candle of the window: that of its last bar. */
export const PlotColumn = z.strictObject({
  /** Index of the plan's statement. */
  statement: z.uint32(),
  title: z.string(),
  values: z.instanceof(Uint8Array),
});
export type PlotColumn = z.infer<typeof PlotColumn>;

/** A column of a query's answer. */
export const QueryColumn = z.strictObject({
  name: z.string(),
  /** The query language's name of the type: `BIGINT`, `DECIMAL(18,5)`, … */
  typeName: z.string(),
});
export type QueryColumn = z.infer<typeof QueryColumn>;

/** A row that was not used. */
export const RejectedRow = z.strictObject({
  /** Line of the file, from 1. */
  line: z.uint32(),
  /** Name of the rule: `not_a_number`, `high_below_low`, … */
  rule: z.string(),
  /** What is wrong with it, in words. */
  reason: z.string(),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

/** How a file was read: rows in = kept + rejected + duplicates. */
export const BarsReport = z.strictObject({
  path: z.string(),
  /** BLAKE3 of the file's bytes, 64 hexadecimal digits. */
  contentHash: z.string(),
  /** What was understood: columns, time format, timeframe, in words. */
  understood: z.string(),
  timeframe: z.string(),
  rowsIn: z.uint32(),
  rowsKept: z.uint32(),
  rowsRejected: z.uint32(),
  rowsDuplicate: z.uint32(),
  /** The first rejected rows. */
  rejected: z.array(RejectedRow),
});
export type BarsReport = z.infer<typeof BarsReport>;

/** The series that was found, with every default filled in. */
export const StoredReport = z.strictObject({
  dataset: z.string(),
  version: z.uint32(),
  series: SeriesKind,
  /** Of stored bars; `null` for quotes. */
  timeframe: z.string().nullable(),
  price: PriceSide,
  zone: z.string(),
  instrument: Instrument,
  rows: z.int(),
  firstTimeUs: z.int().nullable(),
  lastTimeUs: z.int().nullable(),
  /** What enters the run digest, 64 hexadecimal digits. */
  contentHash: z.string(),
});
export type StoredReport = z.infer<typeof StoredReport>;

/** What the run was given. */
export const DataReport = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("file"),
    file: BarsReport,
  }),
  z.strictObject({
    from: z.literal("store"),
    store: StoredReport,
  }),
]);
export type DataReport = z.infer<typeof DataReport>;

/** The lowest, highest and last equity of a slice of bars. */
export const EquityBucket = z.strictObject({
  /** Close time of the slice's last bar. */
  timeUs: z.int(),
  low: z.number(),
  high: z.number(),
  last: z.number(),
});
export type EquityBucket = z.infer<typeof EquityBucket>;

/** One measure of a run. */
export const Figure = z.strictObject({
  /** Snake case, the unit last: `max_drawdown_pct`. */
  name: z.string(),
  value: z.number().nullable(),
  /** Why the value is absent, in words. */
  note: z.string().nullable(),
  /** The bootstrap interval of a headline figure. */
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Figure = z.infer<typeof Figure>;

/** What a run can notice. */
export const FindingKind = z.enum([
  /** A computed `na` as price or quantity: the call had no effect. */
  "naArgument",
  /** A quantity that is zero or less, or rounds to nothing: the call had no effect. */
  "noQuantity",
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** Something the run noticed about the text. */
export const Finding = z.strictObject({
  what: FindingKind,
  /** Index of the plan's statement. */
  statement: z.uint32(),
  /** How often, and when first. */
  count: z.uint32(),
  firstTimeUs: z.int(),
});
export type Finding = z.infer<typeof Finding>;

/** What a run answers when it is done. Rows and columns stay in the engine under `run`. */
export const RunSummary = z.strictObject({
  /** Names the run for `run.trades` and `run.series`. */
  run: z.uint32(),
  /** 64 hexadecimal digits; the same for the same plan, data and settings. */
  digest: z.string(),
  planHash: z.string(),
  /** Hash over account, parameters, period and instrument. */
  settingsHash: z.string(),
  engineVersion: z.string(),
  /** The timeframe of the chart's bars, or `ticks(n)`. */
  chart: z.string(),
  intrabar: Intrabar,
  /** Bars on which the program decided. */
  bars: z.uint32(),
  /** Bars before the first decision. */
  warmupBars: z.uint32(),
  firstTimeUs: z.int().nullable(),
  lastTimeUs: z.int().nullable(),
  /** Seconds in the engine, loading not included. */
  seconds: z.number(),
  loadSeconds: z.number(),
  figures: z.array(Figure),
  /** At most 2,000 slices of the equity curve, of a live run at most 500. */
  equity: z.array(EquityBucket),
  tradeCount: z.uint32(),
  findings: z.array(Finding),
  data: DataReport,
});
export type RunSummary = z.infer<typeof RunSummary>;

export const NamedNumber = z.strictObject({
  name: z.string(),
  value: z.number(),
});
export type NamedNumber = z.infer<typeof NamedNumber>;

/** A saved run without its rows. */
export const SavedRunInfo = z.strictObject({
  /** Names it for good. */
  saved: z.string(),
  label: RunLabel,
  savedAtUs: z.int(),
  dataset: z.string().nullable(),
  datasetVersion: z.uint32().nullable(),
  digest: z.string(),
  planHash: z.string(),
  figures: z.array(NamedNumber),
  tradeCount: z.int(),
  isPinned: z.boolean(),
});
export type SavedRunInfo = z.infer<typeof SavedRunInfo>;

/** Something that a check of the store found. */
export const StoreFinding = z.strictObject({
  /** Whether data is lost or wrong; the others are leftovers. */
  isDamage: z.boolean(),
  /** Below the data home. */
  path: z.string(),
  /** What is wrong, where in the file, and what was or can be done. */
  text: z.string(),
});
export type StoreFinding = z.infer<typeof StoreFinding>;

/** What the order was that closed a trade. */
export const ExitReason = z.enum([
  /** The target of an exit rule. */
  "target",
  /** The stop of an exit rule. */
  "stop",
  /** Such a stop after it was moved in favour of its trade. */
  "trailingStop",
  /** A close that the strategy called for. */
  "signal",
  /** An entry in the other direction. */
  "reversal",
  /** An order on the net position. */
  "order",
  /** The close after the last bar. */
  "endOfData",
]);
export type ExitReason = z.infer<typeof ExitReason>;

/** Side of a trade. */
export const Side = z.enum([
  "long",
  "short",
]);
export type Side = z.infer<typeof Side>;

/** A round trip, or one that is still open at the end. */
export const TradeRow = z.strictObject({
  /** From 1, in the order of exits; open trades last. */
  number: z.uint32(),
  side: Side,
  quantity: z.number(),
  entryTimeUs: z.int(),
  entryPrice: z.number(),
  entryId: z.string(),
  /** Index of the plan's statement. */
  entryStatement: z.uint32(),
  entryBar: z.uint32(),
  /** `null` while the trade is open; its price is then the last close. */
  exitTimeUs: z.int().nullable(),
  exitPrice: z.number(),
  exitId: z.string().nullable(),
  exitStatement: z.uint32().nullable(),
  exitBar: z.uint32().nullable(),
  /** `null` while the trade is open, and in a run that was saved before this was kept. */
  exitReason: ExitReason.nullable(),
  /**
   * Whether the assumed path inside the bar decided between a target and a stop; `null` for a closed
   * trade of a run that was saved before this was kept.
   */
  isAmbiguous: z.boolean().nullable(),
  /** After fees. */
  profit: z.number(),
  profitPct: z.number(),
  fees: z.number(),
  /** Bars from entry to exit, the entry bar not counted. */
  barsHeld: z.uint32(),
  /** Largest loss and largest gain while open, in money, before fees. */
  mae: z.number(),
  mfe: z.number(),
});
export type TradeRow = z.infer<typeof TradeRow>;

/** A frame from the engine. */
export const Reply = z.discriminatedUnion("kind", [
  /** Answer to the first frame. Its shape never changes. */
  z.strictObject({
    kind: z.literal("engine.hello.done"),
    id: z.uint32(),
    schemaHash: z.string(),
    engineVersion: z.string(),
    capabilities: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal("engine.ping.done"),
    id: z.uint32(),
    payload: z.string(),
  }),
  z.strictObject({
    kind: z.literal("engine.shutdown.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("services.list.done"),
    id: z.uint32(),
    services: z.array(ServiceInfo),
  }),
  z.strictObject({
    kind: z.literal("health.all.done"),
    id: z.uint32(),
    health: Health,
  }),
  z.strictObject({
    kind: z.literal("health.watch.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    health: Health,
  }),
  z.strictObject({
    kind: z.literal("health.watch.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("engine.configure.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("services.control.done"),
    id: z.uint32(),
    service: ServiceInfo,
  }),
  z.strictObject({
    kind: z.literal("plan.put.done"),
    id: z.uint32(),
    planHash: z.string(),
    nodeCount: z.uint32(),
    statementCount: z.uint32(),
  }),
  /** At most ten a second. */
  z.strictObject({
    kind: z.literal("run.start.progress"),
    id: z.uint32(),
    /** What is being done: `reading`, `running`. */
    phase: z.string(),
    done: z.number(),
    total: z.number().nullable(),
    perSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal("run.start.done"),
    id: z.uint32(),
    summary: RunSummary,
  }),
  z.strictObject({
    kind: z.literal("run.trades.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    trades: z.array(TradeRow),
  }),
  z.strictObject({
    kind: z.literal("run.trades.done"),
    id: z.uint32(),
    total: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("run.series.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    numbers: z.instanceof(Uint8Array).nullable(),
    times: z.instanceof(Uint8Array).nullable(),
  }),
  z.strictObject({
    kind: z.literal("run.series.done"),
    id: z.uint32(),
    total: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("run.window.done"),
    id: z.uint32(),
    timeframe: z.string(),
    /** Bars that make one candle; the last may have fewer. */
    barsPerCandle: z.uint32(),
    /** Row of the window's first bar, and bars there are in all. */
    firstBar: z.uint32(),
    totalBars: z.uint32(),
    /**
     * Whether the last candle ends with a bar that is not over when the chart's bars end: no
     * decision has seen it.
     */
    isLastForming: z.boolean(),
    /** Microseconds UTC. */
    openTime: z.instanceof(Uint8Array),
    closeTime: z.instanceof(Uint8Array),
    open: z.instanceof(Uint8Array),
    high: z.instanceof(Uint8Array),
    low: z.instanceof(Uint8Array),
    close: z.instanceof(Uint8Array),
    volume: z.instanceof(Uint8Array),
  }),
  z.strictObject({
    kind: z.literal("run.plots.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    plot: PlotColumn,
  }),
  z.strictObject({
    kind: z.literal("run.plots.done"),
    id: z.uint32(),
    total: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("run.values.done"),
    id: z.uint32(),
    /** Row of the bar among the bars that decide, from 0. */
    bar: z.uint32(),
    openTimeUs: z.int(),
    closeTimeUs: z.int(),
    values: z.instanceof(Uint8Array),
  }),
  /** At most 1,000, by statement. */
  z.strictObject({
    kind: z.literal("run.hints.done"),
    id: z.uint32(),
    hints: z.array(Hint),
  }),
  z.strictObject({
    kind: z.literal("run.drop.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("market.resolve.done"),
    id: z.uint32(),
    store: StoredReport,
  }),
  z.strictObject({
    kind: z.literal("import.look.done"),
    id: z.uint32(),
    found: z.array(ImportFound),
  }),
  /** At most ten a second. */
  z.strictObject({
    kind: z.literal("import.start.progress"),
    id: z.uint32(),
    /** What is being done: `looking`, `reading`, `writing`. */
    phase: z.string(),
    dataset: z.string().nullable(),
    bytesDone: z.number(),
    bytesTotal: z.number(),
    rows: z.number(),
    rowsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal("import.start.done"),
    id: z.uint32(),
    imported: z.array(ImportResult),
    seconds: z.number(),
  }),
  /** A dataset that comes again, in this chunk or the next, goes on with its versions. */
  z.strictObject({
    kind: z.literal("store.datasets.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    datasets: z.array(DatasetInfo),
  }),
  z.strictObject({
    kind: z.literal("store.datasets.done"),
    id: z.uint32(),
  }),
  /** At most ten a second. */
  z.strictObject({
    kind: z.literal("store.verify.progress"),
    id: z.uint32(),
    filesDone: z.number(),
    filesTotal: z.number(),
  }),
  z.strictObject({
    kind: z.literal("store.verify.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    findings: z.array(StoreFinding),
  }),
  z.strictObject({
    kind: z.literal("store.verify.done"),
    id: z.uint32(),
    files: z.int(),
    bytes: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.remove.done"),
    id: z.uint32(),
    change: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.undo.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("store.rename.done"),
    id: z.uint32(),
    change: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.pin.done"),
    id: z.uint32(),
    change: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.purge.done"),
    id: z.uint32(),
    files: z.int(),
    bytes: z.int(),
  }),
  z.strictObject({
    kind: z.literal("store.runs.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    runs: z.array(SavedRunInfo),
  }),
  z.strictObject({
    kind: z.literal("store.runs.done"),
    id: z.uint32(),
  }),
  z.strictObject({
    kind: z.literal("store.saveRun.done"),
    id: z.uint32(),
    saved: z.string(),
  }),
  z.strictObject({
    kind: z.literal("store.loadRun.done"),
    id: z.uint32(),
    /** Names the run for `run.trades` and `run.series`. */
    run: z.uint32(),
    info: SavedRunInfo,
  }),
  /** At most ten a second. */
  z.strictObject({
    kind: z.literal("store.fsck.progress"),
    id: z.uint32(),
    filesDone: z.number(),
    filesTotal: z.number(),
  }),
  z.strictObject({
    kind: z.literal("store.fsck.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    findings: z.array(StoreFinding),
  }),
  z.strictObject({
    kind: z.literal("store.fsck.done"),
    id: z.uint32(),
    files: z.int(),
    bytes: z.int(),
  }),
  z.strictObject({
    kind: z.literal("query.sql.chunk"),
    id: z.uint32(),
    chunk: z.uint32(),
    /** In the first chunk only. */
    columns: z.array(QueryColumn).nullable(),
    /** Cells as exact text; `null` is the missing value. */
    rows: z.array(z.array(z.string().nullable())),
  }),
  z.strictObject({
    kind: z.literal("query.sql.done"),
    id: z.uint32(),
    rows: z.int(),
    /** Whether there were more rows than asked for. */
    isCut: z.boolean(),
  }),
  /** At most ten a second. Rates and what is left are null until something is known. */
  z.strictObject({
    kind: z.literal("query.export.progress"),
    id: z.uint32(),
    rowsDone: z.number(),
    rowsTotal: z.number(),
    rowsPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  z.strictObject({
    kind: z.literal("query.export.done"),
    id: z.uint32(),
    tables: z.array(ExportedTable),
    /** Of the database file. */
    bytes: z.int(),
  }),
  /** The request of that id failed; id 0 speaks of the connection, which then closes. */
  z.strictObject({
    kind: z.literal("error"),
    id: z.uint32(),
    code: ErrorCode,
    /** What happened, on what. */
    message: z.string(),
    /** What to do about it. */
    help: z.string().nullable(),
    /** Index of the plan's statement or node that it is about. */
    statement: z.uint32().nullable(),
    node: z.uint32().nullable(),
    /** Causes, outermost first. */
    causes: z.array(z.string()),
  }),
]);
export type Reply = z.infer<typeof Reply>;

/** A strategy's logic. Every reference is an index into one of these tables. */
export const Plan = z.strictObject({
  /** Where expressions are evaluated. Index 0 is the chart. */
  contexts: z.array(Context),
  /** Declared inputs, in source order. Their values come with `run.start`. */
  parameters: z.array(Parameter),
  /** Order ids, comments and titles. */
  texts: z.array(z.string()),
  /** Values. A node refers only to nodes before it. */
  nodes: z.array(Node),
  /** Memory from one bar to the next (`var`, and names changed by `:=`). */
  cells: z.array(Cell),
  /** Orders and plots, in the order in which they are carried out. */
  statements: z.array(Statement),
});
export type Plan = z.infer<typeof Plan>;
