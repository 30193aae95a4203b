// What an import would do, and what it did, for people.
import {
  aligned,
  byteText,
  count,
  fixed,
  type ImportFound,
  type ImportOutcome,
  type ImportResult,
  printable,
  ruleLines,
  seriesText,
} from "@backtestr/hub";
import { nearPath, nearPaths } from "../terminal/near-path.ts";
import { milliseconds, rate } from "../terminal/numbers.ts";
import { spanText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/terminal.ts";
import { lines } from "./screen.ts";

const PATHS_SHOWN = 3;
const ROWS_SHOWN = 5;
/** Below this the time is that of starting, and a rate would say nothing. */
const RATE_SECONDS = 0.05;

export function foundText(found: readonly ImportFound[], command: string, style: Style): string {
  return lines([
    ...found.flatMap((one) => [...foundLines(one, style), ""]),
    "Nothing was imported. To import:",
    `  ${printable(command)}`,
  ]);
}

function foundLines(one: ImportFound, style: Style): readonly string[] {
  const { dataset, symbol, series, timeframe, price, files, bytes, paths } = one;
  const names = [...paths.slice(0, PATHS_SHOWN), ...(files > PATHS_SHOWN ? ["…"] : [])];
  return [
    `${style.strong(printable(dataset))}: ${seriesText(series, timeframe, price)} of ${printable(symbol)}`,
    `  format      ${one.format}`,
    `  understood  ${printable(one.understood)}`,
    `  files       ${count(files)}, ${byteText(bytes)}`,
    ...names.map((name) => `              ${printable(nearPath(name))}`),
    ...sampleLines(one, style),
    ...one.warnings.map((warning) => `  ${style.caution("warning")}     ${printable(warning)}`),
  ];
}

function sampleLines({ columns, sample }: ImportFound, style: Style): readonly string[] {
  if (sample.length === 0) return ["  first rows  none"];
  const rows = [columns, ...sample.slice(0, ROWS_SHOWN)].map((row) => row.map(printable));
  const paint = (cell: string, row: number): string => (row === 0 ? style.quiet(cell) : cell);
  const table = aligned(
    rows,
    columns.map((_, at) => (at === 0 ? "left" : "right")),
    paint,
  );
  return table.map((line, at) => `${at === 0 ? "  first rows  " : "              "}${line}`);
}

/** @param homeFlag what a next command needs to find the same store */
export function importText(
  { imported, seconds }: ImportOutcome,
  homeFlag: string,
  style: Style,
): string {
  return lines([
    ...imported.flatMap((one) => [...resultLines(one, style), ""]),
    timeLine(imported, seconds),
    ...nextLines(imported, homeFlag),
  ]);
}

function resultLines(one: ImportResult, style: Style): readonly string[] {
  const { dataset, version, series, timeframe, price } = one;
  const what = seriesText(series, timeframe, price);
  const span = spanText(one.firstTimeUs, one.lastTimeUs);
  const head = `${style.strong(printable(dataset))}: ${what}, `;
  if (!one.isNew) {
    return [
      `${head}version ${version} as before: all of this was there already`,
      `  rows        ${count(one.rowsKept)}, ${span}`,
    ];
  }
  const rejected = one.rejected.reduce((sum, { rows }) => sum + rows, 0);
  return [
    head + style.good(`version ${version}`),
    `  rows        ${count(one.rowsIn)} read = ${count(one.rowsKept)} kept + ${count(rejected)} rejected + ${count(one.rowsDuplicate)} duplicate`,
    ...ruleLines("rejected", one.rejected, style.caution, nearPaths),
    ...ruleLines("kept, but", one.flagged, style.quiet, nearPaths),
    `  span        ${span}`,
    `  size        ${sizeText(one)}`,
  ];
}

function sizeText({ bytesIn, bytesStored, csvBytes }: ImportResult): string {
  const stored = `${byteText(bytesIn)} read, ${byteText(bytesStored)} stored`;
  return bytesStored > 0 && csvBytes > 0
    ? `${stored}, ${fixed(csvBytes / bytesStored, 1)} times smaller than as CSV`
    : stored;
}

function timeLine(imported: readonly ImportResult[], seconds: number): string {
  const rows = imported.reduce((sum, { rowsIn }) => sum + rowsIn, 0);
  const speed = seconds >= RATE_SECONDS ? `, ${rate(rows / seconds)} rows a second` : "";
  return `Done in ${milliseconds(seconds)}${speed}.`;
}

/** What the imported data is good for. */
function nextLines(imported: readonly ImportResult[], homeFlag: string): readonly string[] {
  const [first] = imported;
  if (first === undefined) return [];
  const { dataset } = imported.find(({ series }) => series === "quotes") ?? first;
  return [
    "Next: take it in a strategy's `data` block, or look at it first.",
    `  source = store(${JSON.stringify(printable(dataset))})`,
    `  backtestr data show ${JSON.stringify(printable(dataset)).replace(/^"([\w.-]+)"$/, "$1")}${homeFlag}`,
  ];
}
