// What the Data view says of a dataset.
import {
  byteText,
  datasetLines,
  qualityOf,
  type DataQuality,
  type DatasetInfo,
  type VersionInfo,
} from "@backtestr/hub";
import { clockText } from "./bars.ts";

/** `1,250 1d bars, 2024-01-02 to 2024-06-28`. */
export function datasetText({ series, timeframe, versions }: DatasetInfo, zone: string): string {
  const latest = versions.at(-1);
  const what = series === "quotes" ? "ticks" : `${timeframe ?? ""} bars`;
  return `${(latest?.rows ?? 0).toLocaleString("en-US")} ${what}, ${spanText(latest, zone)}`;
}

function spanText(version: VersionInfo | undefined, zone: string): string {
  if (version === undefined) return "empty";
  const [first, last] = [version.firstTimeUs, version.lastTimeUs].map((timeUs) =>
    timeUs === null ? "?" : clockText(timeUs, zone, "short").slice(0, 10),
  );
  return first === last ? String(first) : `${first} to ${last}`;
}

export function datasetTooltip({ name, symbol, versions }: DatasetInfo, zone: string): string {
  const latest = versions.at(-1);
  if (latest === undefined) return name;
  const rejected = latest.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const lines = [
    `${name} (${symbol}), version ${latest.version}`,
    `${byteText(latest.bytes)} in ${latest.segments} files`,
    `${latest.rowsIn} rows in: ${latest.rowsKept} kept, ${rejected} rejected, ${latest.rowsDuplicate} duplicates`,
    ...qualityOf(latest).sentences,
    `Days are those of ${zone}`,
  ];
  return lines.join("\n");
}

/** Of the latest version; what holds nothing has no quality. */
export function datasetMark({ versions }: DatasetInfo): DataQuality["mark"] | null {
  const latest = versions.at(-1);
  return latest === undefined ? null : qualityOf(latest).mark;
}

export const MARK_WORDS: Readonly<Record<DataQuality["mark"], string>> = {
  sound: "sound",
  flagged: "some rows look odd",
  rejected: "some rows were rejected",
};

/** All that the store records of it, as plain text. */
export function datasetDocument(dataset: DatasetInfo, zone: string): string {
  const same = (text: string): string => text;
  const span = (firstUs: number | null, lastUs: number | null): string => {
    if (firstUs === null || lastUs === null) return "no rows";
    const [first, last] = [firstUs, lastUs].map((timeUs) => clockText(timeUs, zone, "medium"));
    return `${first ?? ""} to ${last ?? ""} ${zone}`;
  };
  const look = { strong: same, caution: same, quiet: same, paths: same, span };
  return `${datasetLines(dataset, look).join("\n")}\n`;
}
