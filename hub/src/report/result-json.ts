// What `run --json` prints: one object, described by a schema that is part of the command's contract
// (docs/guide/json.md). A field is never renamed or removed under one schema number.
import { z } from "zod";
import type { RunSummary } from "@backtestr/client";
import { isoTime } from "./trades-csv.ts";

export const RESULT_SCHEMA = "backtestr.run/1";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.string().regex(/^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

const dataset = z.strictObject({
  path: z.string(),
  content_hash: hash,
  timeframe: z.string(),
  rows_in: z.int(),
  rows_kept: z.int(),
  rows_rejected: z.int(),
  rows_duplicate: z.int(),
  rejected: z.array(z.strictObject({ line: z.int(), rule: z.string(), reason: z.string() })),
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
    datasets: z.array(dataset),
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
  readonly provenance: ProvenanceJson;
}

export function resultJson(parts: ResultParts): ResultJson {
  const { summary } = parts;
  const { figures, data } = summary;
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
      first_time: summary.firstTimeUs === null ? null : isoTime(summary.firstTimeUs),
      last_time: summary.lastTimeUs === null ? null : isoTime(summary.lastTimeUs),
      datasets: [
        {
          path: data.path,
          content_hash: data.contentHash,
          timeframe: data.timeframe,
          rows_in: data.rowsIn,
          rows_kept: data.rowsKept,
          rows_rejected: data.rowsRejected,
          rows_duplicate: data.rowsDuplicate,
          rejected: data.rejected,
        },
      ],
    },
    summary: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    notes: notesOf(summary),
    intervals: intervalsOf(summary),
    findings: parts.findings,
    provenance: parts.provenance,
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
