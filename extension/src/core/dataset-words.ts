// What the Data view says of a dataset.
import type { DatasetInfo, VersionInfo } from "@backtestr/hub";
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
  const size = (latest.bytes / 1e6).toFixed(1);
  const lines = [
    `${name} (${symbol}), version ${latest.version}`,
    `${size} MB in ${latest.segments} files`,
    `${latest.rowsIn} rows in: ${latest.rowsKept} kept, ${rejected} rejected, ${latest.rowsDuplicate} duplicates`,
    `Days are those of ${zone}`,
  ];
  return lines.join("\n");
}
