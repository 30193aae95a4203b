// What a dataset is and holds, line by line, as every face shows it.
import type { DatasetInfo, RuleCount, VersionInfo } from "@backtestr/client";
import { count, counted, fixed } from "../report/numbers.ts";
import { printable } from "../report/printable.ts";
import { byteText } from "./byte-text.ts";

const SOURCES_SHOWN = 5;
const EXAMPLES_SHOWN = 3;

type Words = (text: string) => string;

/** How a face writes what it writes in its own way. */
export interface DatasetLook {
  readonly strong: Words;
  readonly caution: Words;
  readonly quiet: Words;
  /** A text with paths, perhaps shorter. */
  readonly paths: Words;
  readonly span: (firstUs: number | null, lastUs: number | null) => string;
}

/** All that the store records of a dataset, latest version first. */
export function datasetLines(dataset: DatasetInfo, look: DatasetLook): readonly string[] {
  const { name, symbol, series, timeframe, price, zone, versions } = dataset;
  return [
    `${look.strong(printable(name))}: ${seriesText(series, timeframe, price)} of ${printable(symbol)}${dataset.isPinned ? ", pinned" : ""}`,
    `  zone        ${printable(zone)}`,
    `  instrument  ${instrumentText(dataset)}`,
    ...versions.toReversed().flatMap((version) => ["", ...versionLines(version, look)]),
    "",
    "In a strategy's `data` block:",
    `  source = store(${JSON.stringify(printable(name))})`,
  ];
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

function versionLines(version: VersionInfo, look: DatasetLook): readonly string[] {
  const rejected = version.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const { sources, sourceCount, csvBytes, bytes } = version;
  const shown = sources.slice(0, SOURCES_SHOWN).join(", ");
  const rest = sourceCount - SOURCES_SHOWN;
  const smaller =
    csvBytes === null || bytes === 0
      ? ""
      : `, ${fixed(csvBytes / bytes, 1)} times smaller than as CSV`;
  return [
    look.strong(`version ${version.version}`),
    `  rows        ${count(version.rows)}, ${look.span(version.firstTimeUs, version.lastTimeUs)}`,
    `  size        ${byteText(bytes)} in ${counted(version.segments, "file")}${smaller}`,
    `  import      ${count(version.rowsIn)} read = ${count(version.rowsKept)} kept + ${count(rejected)} rejected + ${count(version.rowsDuplicate)} duplicate`,
    ...ruleLines("rejected", version.rejected, look.caution, look.paths),
    ...ruleLines("kept, but", version.flagged, look.quiet, look.paths),
    `  from        ${printable(look.paths(shown))}${rest > 0 ? ` and ${count(rest)} more` : ""}`,
  ];
}

/** `quotes`, `1m bars of bid prices`. */
export function seriesText(
  series: "quotes" | "bars",
  timeframe: string | null,
  price: string | null,
): string {
  if (series === "quotes") return "quotes";
  const side = price === null ? "" : ` of ${price} prices`;
  return `${timeframe ?? ""} bars${side}`.trim();
}

/** Each rule with how often it spoke and its first examples. */
export function ruleLines(
  head: string,
  rules: readonly RuleCount[],
  tone: (text: string) => string,
  paths: (text: string) => string,
): readonly string[] {
  return rules.flatMap(({ rule, rows, examples }) => {
    const shown = examples.slice(0, EXAMPLES_SHOWN);
    const rest = rows - shown.length;
    return [
      `  ${tone(head.padEnd(11))} ${count(rows)} ${rows === 1 ? "row" : "rows"}: ${printable(rule)}`,
      ...shown.map((example) => `                ${printable(paths(example))}`),
      ...(rest > 0 && shown.length > 0 ? [`                and ${count(rest)} more`] : []),
    ];
  });
}
