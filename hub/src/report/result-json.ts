// What `run --json` prints: one object, described by a schema that is part of the command's contract
// (docs/guide/json.md). A field is never renamed or removed under one schema number.
import { z } from "zod";
import type { DataReport, RunSummary } from "@backtestr/client";
import { isoTime } from "./trades-csv.ts";

export const RESULT_SCHEMA = "backtestr.run/1";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.string().regex(/^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

const file = z.strictObject({
  path: z.string(),
  content_hash: hash,
  timeframe: z.string(),
  rows_in: z.int(),
  rows_kept: z.int(),
  rows_rejected: z.int(),
  rows_duplicate: z.int(),
  rejected: z.array(z.strictObject({ line: z.int(), rule: z.string(), reason: z.string() })),
});

const stored = z.strictObject({
  dataset: z.string(),
  version: z.int(),
  series: z.enum(["quotes", "bars"]),
  /** Of stored bars. */
  timeframe: z.string().nullable(),
  price: z.enum(["bid", "ask", "mid", "last"]),
  zone: z.string(),
  rows: z.int(),
  first_time: time.nullable(),
  last_time: time.nullable(),
  content_hash: hash,
});

const provenance = z.strictObject({
  git_sha: z.string().nullable(),
  is_clean: z.boolean().nullable(),
  version: z.string(),
  lock_hash: hash.nullable(),
  environment_hash: hash,
  engine_version: z.string(),
  settings_hash: z.string(),
  parameters: z.record(z.string(), z.number()),
  /** A run draws nothing by chance yet. */
  seed: z.int().nullable(),
});

export const ResultJson = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  strategy: z.string(),
  file: z.string(),
  digest: hash,
  plan_hash: hash,
  profile: z.string(),
  seconds: z.number(),
  load_seconds: z.number(),
  bars: z.int(),
  data: z.strictObject({
    symbol: z.string(),
    timeframe: z.string(),
    first_time: time.nullable(),
    last_time: time.nullable(),
    /** What prices do inside a bar: `ohlc_path` or `ticks`. */
    intrabar: z.enum(["ohlc_path", "ticks"]),
    datasets: z.array(z.union([file, stored])),
  }),
  summary: z.record(z.string(), z.number().nullable()),
  /** Why a figure is absent, by its name. */
  notes: z.record(z.string(), z.string()),
  intervals: z.record(z.string(), z.strictObject({ low: z.number(), high: z.number() })),
  findings: z.array(
    z.strictObject({
      what: z.string(),
      message: z.string(),
      line: z.int().nullable(),
      count: z.int(),
      first_time: time,
    }),
  ),
  hints: z.array(
    z.strictObject({
      what: z.string(),
      message: z.string(),
      line: z.int().nullable(),
      /** Of a warm-up that is too short; null when no number of bars is known. */
      bars_lacking: z.int().nullable(),
    }),
  ),
  /** The name under which the store has the run; null when it was not saved. */
  saved: z.string().nullable(),
  provenance,
});

export type ResultJson = z.infer<typeof ResultJson>;
export type ProvenanceJson = z.infer<typeof provenance>;

const place = z.strictObject({
  file: z.string(),
  line: z.int().nullable(),
  column: z.int().nullable(),
});

/** What stands in place of a result when there is none. */
export const ErrorJson = z.strictObject({
  schema: z.literal("backtestr.error/1"),
  exit_code: z.int(),
  errors: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
      help: z.string().nullable(),
      place: place.nullable(),
      causes: z.array(z.string()),
    }),
  ),
});

export type ErrorJson = z.infer<typeof ErrorJson>;

export interface ResultParts {
  readonly strategy: string;
  readonly file: string;
  readonly symbol: string;
  readonly profile: string;
  readonly summary: RunSummary;
  readonly findings: ResultJson["findings"];
  readonly hints: ResultJson["hints"];
  readonly saved: string | null;
  readonly provenance: ProvenanceJson;
}

export function resultJson(parts: ResultParts): ResultJson {
  const { summary } = parts;
  const { data, figures } = summary;
  return {
    schema: RESULT_SCHEMA,
    strategy: parts.strategy,
    file: parts.file,
    digest: summary.digest,
    plan_hash: summary.planHash,
    profile: parts.profile,
    seconds: summary.seconds,
    load_seconds: summary.loadSeconds,
    bars: summary.bars,
    data: {
      symbol: parts.symbol,
      timeframe: summary.chart,
      first_time: timeJson(summary.firstTimeUs),
      last_time: timeJson(summary.lastTimeUs),
      intrabar: summary.intrabar === "ticks" ? "ticks" : "ohlc_path",
      datasets: [datasetJson(data)],
    },
    summary: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    notes: notesOf(summary),
    intervals: intervalsOf(summary),
    findings: parts.findings,
    hints: parts.hints,
    saved: parts.saved,
    provenance: parts.provenance,
  };
}

function timeJson(timeUs: number | null): string | null {
  return timeUs === null ? null : isoTime(timeUs);
}

function datasetJson(data: DataReport): ResultJson["data"]["datasets"][number] {
  if (data.from === "file") {
    const { path, contentHash, timeframe, rejected, ...counts } = data.file;
    return {
      ...{ path, content_hash: contentHash, timeframe },
      rows_in: counts.rowsIn,
      rows_kept: counts.rowsKept,
      rows_rejected: counts.rowsRejected,
      rows_duplicate: counts.rowsDuplicate,
      rejected,
    };
  }
  const { dataset, version, series, timeframe, price, zone, rows, ...rest } = data.store;
  return {
    ...{ dataset, version, series, timeframe, price, zone, rows },
    first_time: timeJson(rest.firstTimeUs),
    last_time: timeJson(rest.lastTimeUs),
    content_hash: rest.contentHash,
  };
}

function notesOf({ figures }: RunSummary): Record<string, string> {
  const absent = figures.filter(({ value }) => value === null);
  return Object.fromEntries(absent.map(({ name, note }) => [name, note ?? "it was not computed"]));
}

function intervalsOf({ figures }: RunSummary): ResultJson["intervals"] {
  return Object.fromEntries(
    figures.flatMap(({ name, low, high }) =>
      low === null || high === null ? [] : [[name, { low, high }] as const],
    ),
  );
}
