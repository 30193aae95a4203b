// The datasets of the store, as a table and one by one.
import {
  aligned,
  count,
  type DatasetInfo,
  fixed,
  isoTime,
  printable,
  type VersionInfo,
} from "@backtestr/hub";
import { nearPaths } from "../terminal/near-path.ts";
import { byteText, spanText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/terminal.ts";
import { countsOf } from "./import-json.ts";
import { ruleLines, seriesText } from "./import-text.ts";
import { day, lines } from "./screen.ts";

const SOURCES_SHOWN = 5;

export function datasetsText(datasets: readonly DatasetInfo[], home: string, style: Style): string {
  if (datasets.length === 0) {
    return lines([
      `The store in ${printable(home)} is empty.`,
      "Begin with ticks or bars of your own: backtestr import PATH --dry-run",
    ]);
  }
  const head = ["dataset", "symbol", "what", "rows", "first day", "last day", "size", "version"];
  const rows = datasets.map(datasetCells);
  const paint = (cell: string, row: number): string => (row === 0 ? style.quiet(cell) : cell);
  const alignment = ["left", "left", "left", "right", "left", "left", "right", "right"] as const;
  return lines(aligned([head, ...rows], alignment, paint));
}

function datasetCells(dataset: DatasetInfo): readonly string[] {
  const { name, symbol, series, timeframe, price, isPinned, versions } = dataset;
  const latest = versions.at(-1);
  const cells = [
    `${printable(name)}${isPinned ? " (pinned)" : ""}`,
    printable(symbol),
    seriesText(series, timeframe, price),
  ];
  if (latest === undefined) return [...cells, "0", "–", "–", "–", "–"];
  return [
    ...cells,
    count(latest.rows),
    dayText(latest.firstTimeUs),
    dayText(latest.lastTimeUs),
    byteText(latest.bytes),
    String(latest.version),
  ];
}

function dayText(timeUs: number | null): string {
  return timeUs === null ? "–" : day(timeUs);
}

export function datasetText(dataset: DatasetInfo, style: Style): string {
  const { name, symbol, series, timeframe, price, zone, versions } = dataset;
  return lines([
    `${style.strong(printable(name))}: ${seriesText(series, timeframe, price)} of ${printable(symbol)}${dataset.isPinned ? ", pinned" : ""}`,
    `  zone        ${printable(zone)}`,
    `  instrument  ${instrumentText(dataset)}`,
    ...versions.toReversed().flatMap((version) => ["", ...versionLines(version, style)]),
    "",
    "In a strategy's `data` block:",
    `  source = store(${JSON.stringify(printable(name))})`,
  ]);
}

function instrumentText({ instrument }: DatasetInfo): string {
  if (instrument === null) return "not recorded";
  const { tick, pointValue, lot, currency } = instrument;
  const parts = [
    `tick ${tick === null ? "not recorded" : plain(tick)}`,
    `point value ${plain(pointValue)}`,
    `lot ${lot === null ? "not recorded" : plain(lot)}`,
    `currency ${currency ?? "not recorded"}`,
  ];
  return printable(parts.join(", "));
}

/** Without an exponent: 0.00001. */
function plain(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 12, useGrouping: false });
}

function versionLines(version: VersionInfo, style: Style): readonly string[] {
  const rejected = version.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const { sources, sourceCount, csvBytes, bytes } = version;
  const shown = sources.slice(0, SOURCES_SHOWN).join(", ");
  const rest = sourceCount - SOURCES_SHOWN;
  const smaller =
    csvBytes === null || bytes === 0
      ? ""
      : `, ${fixed(csvBytes / bytes, 1)} times smaller than as CSV`;
  return [
    style.strong(`version ${version.version}`),
    `  rows        ${count(version.rows)}, ${spanText(version.firstTimeUs, version.lastTimeUs)}`,
    `  size        ${byteText(bytes)} in ${count(version.segments)} files${smaller}`,
    `  import      ${count(version.rowsIn)} read = ${count(version.rowsKept)} kept + ${count(rejected)} rejected + ${count(version.rowsDuplicate)} duplicate`,
    ...ruleLines("rejected", version.rejected, style.caution),
    ...ruleLines("kept, but", version.flagged, style.quiet),
    `  from        ${printable(nearPaths(shown))}${rest > 0 ? ` and ${count(rest)} more` : ""}`,
  ];
}

export function datasetJson(dataset: DatasetInfo): object {
  const { name, symbol, series, timeframe, price, zone, instrument } = dataset;
  return {
    ...{ name, symbol, series, timeframe, price, zone },
    is_pinned: dataset.isPinned,
    instrument:
      instrument === null
        ? null
        : {
            tick: instrument.tick,
            point_value: instrument.pointValue,
            lot: instrument.lot,
            currency: instrument.currency,
          },
    versions: dataset.versions.map(versionJson),
  };
}

function versionJson(version: VersionInfo): object {
  const time = (timeUs: number | null): string | null => (timeUs === null ? null : isoTime(timeUs));
  const { rows, bytes, segments, sources } = version;
  return {
    ...{ version: version.version, rows, bytes, segments, sources },
    source_count: version.sourceCount,
    csv_bytes: version.csvBytes,
    first_time: time(version.firstTimeUs),
    last_time: time(version.lastTimeUs),
    rows_in: version.rowsIn,
    kept: version.rowsKept,
    rejected: countsOf(version.rejected),
    duplicates: version.rowsDuplicate,
    flagged: countsOf(version.flagged),
  };
}
