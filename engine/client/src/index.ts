// What neighbours may import: the client, columns, and the wire types. A schema and its type share a
// name.
export { Client, HELLO_MS } from "./client.ts";
export type { Requester } from "./client.ts";
export type { Pipes } from "./connection.ts";
export { numbersIn, timesIn } from "./columns.ts";
export { failure } from "./failure.ts";
export type { Failure, FailureCode, Outcome } from "./failure.ts";
export type { AnsweredKind, Chunk, Done, Fields, Progress } from "./kinds.ts";
export type { RequestOptions } from "./pending.ts";
export {
  SCHEMA_HASH,
  Account,
  AccountField,
  Argument,
  BarsFile,
  BarsReport,
  BinaryFunction,
  Cell,
  CloseRule,
  Commission,
  Context,
  DataSource,
  Direction,
  EquityBucket,
  ErrorCode,
  Figure,
  FillTiming,
  Finding,
  FindingKind,
  IndicatorFunction,
  Instrument,
  InstrumentField,
  Intrabar,
  Node,
  Operation,
  Parameter,
  ParameterValue,
  Period,
  Plan,
  PlanPart,
  Profile,
  RejectedRow,
  Reply,
  Request,
  RunSettings,
  RunSummary,
  Series,
  SeriesName,
  ServiceInfo,
  ServiceState,
  Side,
  Sizing,
  Stamp,
  Statement,
  TradeRow,
  UnaryFunction,
  ValueType,
} from "./generated/protocol.ts";
