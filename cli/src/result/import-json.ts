// What `import --json` prints: one object (docs/guide/json.md).
import { isoTime, type ImportFound, type ImportOutcome, type ImportResult } from "@backtestr/hub";

type Counts = Readonly<Record<string, number>>;

export interface ImportJson {
  readonly schema: "backtestr.import/1";
  /** null when the datasets came in several formats. */
  readonly format: string | null;
  readonly rows_in: number;
  readonly kept: number;
  /** Rows by rule. */
  readonly rejected: Counts;
  readonly duplicates: number;
  readonly first_time: string | null;
  readonly last_time: string | null;
  readonly seconds: number;
  readonly datasets: readonly DatasetJson[];
}

interface DatasetJson {
  readonly dataset: string;
  readonly version: number;
  readonly is_new: boolean;
  readonly series: "quotes" | "bars";
  readonly timeframe: string | null;
  readonly price: string | null;
  readonly format: string;
  readonly rows_in: number;
  readonly kept: number;
  readonly rejected: Counts;
  readonly duplicates: number;
  readonly flagged: Counts;
  readonly first_time: string | null;
  readonly last_time: string | null;
  readonly bytes_in: number;
  readonly bytes_stored: number;
  readonly csv_bytes: number;
}

export function importJson({ imported, seconds }: ImportOutcome): ImportJson {
  const sum = (of: (one: ImportResult) => number): number =>
    imported.reduce((total, one) => total + of(one), 0);
  const formats = new Set(imported.map(({ format }) => format));
  const [format] = formats;
  return {
    schema: "backtestr.import/1",
    format: formats.size === 1 ? (format ?? null) : null,
    rows_in: sum(({ rowsIn }) => rowsIn),
    kept: sum(({ rowsKept }) => rowsKept),
    rejected: countsOf(imported.flatMap(({ rejected }) => rejected)),
    duplicates: sum(({ rowsDuplicate }) => rowsDuplicate),
    first_time: timeOf(
      imported.map(({ firstTimeUs }) => firstTimeUs),
      Math.min,
    ),
    last_time: timeOf(
      imported.map(({ lastTimeUs }) => lastTimeUs),
      Math.max,
    ),
    seconds,
    datasets: imported.map(datasetJson),
  };
}

function datasetJson(one: ImportResult): DatasetJson {
  const { dataset, version, series, timeframe, price, format } = one;
  return {
    ...{ dataset, version, is_new: one.isNew, series, timeframe, price, format },
    rows_in: one.rowsIn,
    kept: one.rowsKept,
    rejected: countsOf(one.rejected),
    duplicates: one.rowsDuplicate,
    flagged: countsOf(one.flagged),
    first_time: timeOf([one.firstTimeUs], Math.min),
    last_time: timeOf([one.lastTimeUs], Math.max),
    bytes_in: one.bytesIn,
    bytes_stored: one.bytesStored,
    csv_bytes: one.csvBytes,
  };
}

export function countsOf(
  rules: readonly { readonly rule: string; readonly rows: number }[],
): Counts {
  const counts = new Map<string, number>();
  for (const { rule, rows } of rules) counts.set(rule, (counts.get(rule) ?? 0) + rows);
  return Object.fromEntries(counts);
}

function timeOf(
  times: readonly (number | null)[],
  choose: (...values: readonly number[]) => number,
): string | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : isoTime(choose(...known));
}

/** What `import --dry-run --json` prints. */
export function foundJson(found: readonly ImportFound[]): object {
  return {
    schema: "backtestr.import-look/1",
    datasets: found.map((one) => ({ ...one })),
  };
}
