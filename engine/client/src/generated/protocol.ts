// The wire types as zod schemas. Generated from engine/crates/protocol by `npm run codegen`: do not edit.
import { z } from "zod";

/** Names the protocol: host and engine with different hashes do not talk. */
export const SCHEMA_HASH = "5f5212e3b34ffe79d1859e3d1e77517702c5c0cd9b00dfe51fed7ffe0c1d8774";

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
  /** Open time of the bar, milliseconds since 1970 UTC. */
  "time",
  /** Close time of the bar, milliseconds since 1970 UTC. */
  "timeClose",
  /** On the chart: 0 on the first bar of the period, `na` before it. Elsewhere: 0 on the first bar. */
  "barIndex",
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
  intrabar: Intrabar,
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

/** Whether a bar's time is that of its open or of its close. */
export const Stamp = z.enum([
  "open",
  "close",
]);
export type Stamp = z.infer<typeof Stamp>;

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

/** Where the bars come from. */
export const DataSource = z.discriminatedUnion("from", [
  /** A text file of bars, read as an import would. */
  z.strictObject({
    from: z.literal("file"),
    file: BarsFile,
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
  /** The chart's timeframe; `null` takes the data's own. */
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
  /** Names, states and verbs of the engine's services. */
  z.strictObject({
    kind: z.literal("services.list"),
    id: z.uint32(),
  }),
  /** State, load and memory of the engine and its services. */
  z.strictObject({
    kind: z.literal("health.all"),
    id: z.uint32(),
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
  /** Lets the engine forget a run. */
  z.strictObject({
    kind: z.literal("run.drop"),
    id: z.uint32(),
    run: z.uint32(),
  }),
]);
export type Request = z.infer<typeof Request>;

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
  /** Too many requests in flight. */
  "busy",
  /** The plan breaks a rule of plans. */
  "bad_plan",
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
  /** The timeframe of the chart's bars. */
  chart: z.string(),
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
  /** At most 2,000 slices of the equity curve. */
  equity: z.array(EquityBucket),
  tradeCount: z.uint32(),
  findings: z.array(Finding),
  data: BarsReport,
});
export type RunSummary = z.infer<typeof RunSummary>;

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
  latencyP50Us: z.number().nullable(),
  latencyP99Us: z.number().nullable(),
});
export type ServiceInfo = z.infer<typeof ServiceInfo>;

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
    uptimeUs: z.int(),
    /** Resident memory; `null` where the system does not tell. */
    memoryBytes: z.int().nullable(),
    requestsInFlight: z.uint32(),
    runsKept: z.uint32(),
    services: z.array(ServiceInfo),
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
    kind: z.literal("run.drop.done"),
    id: z.uint32(),
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
