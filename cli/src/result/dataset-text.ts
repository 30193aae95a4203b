// The datasets of the store, as a table and one by one.
import {
  aligned,
  byteText,
  count,
  type DatasetInfo,
  datasetLines,
  isoTime,
  printable,
  seriesText,
  type VersionInfo,
} from "@backtestr/hub";
import { nearPaths } from "../terminal/near-path.ts";
import { spanText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/terminal.ts";
import { countsOf } from "./import-json.ts";
import { day, lines } from "./screen.ts";

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
  const { strong, caution, quiet } = style;
  const look = { strong, caution, quiet, paths: nearPaths, span: spanText };
  return lines(datasetLines(dataset, look));
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
