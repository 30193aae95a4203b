// Saved runs, as a table and one by one.
import {
  aligned,
  count,
  factOf,
  figureOf,
  figureParts,
  fixed,
  isoTime,
  parametersIn,
  printable,
  reportFigures,
  savedRunTitle,
  tradeCounts,
  tradesText,
  type SavedRunInfo,
} from "@backtestr/hub";
import { instantText } from "../terminal/quantities.ts";
import type { Style } from "../terminal/terminal.ts";
import { lines } from "./screen.ts";

export function savedRunsText(
  runs: readonly SavedRunInfo[],
  total: number,
  strategy: string | null,
  style: Style,
): string {
  if (runs.length === 0) {
    const of = strategy === null ? "" : ` of ${printable(strategy)}`;
    return lines([`No run${of} has been saved yet: \`backtestr run FILE\` saves one.`]);
  }
  const head = ["run", "saved (UTC)", "strategy", "data", "trades", "net profit", "drawdown"];
  const rows = runs.map((info) => [
    info.saved,
    instantText(info.savedAtUs),
    printable(savedRunTitle(info)),
    printable(dataOf(info)),
    count(tradeCounts(info).closed),
    figureText(info, "net_profit", ""),
    figureText(info, "max_drawdown_pct", " %"),
  ]);
  const paint = (cell: string, row: number): string => (row === 0 ? style.quiet(cell) : cell);
  const alignment = ["left", "left", "left", "left", "right", "right", "right"] as const;
  const rest = total - runs.length;
  return lines([
    ...aligned([head, ...rows], alignment, paint),
    ...(rest > 0 ? [`and ${count(rest)} more: --rows N shows them`] : []),
  ]);
}

function figureText(info: SavedRunInfo, name: string, unit: string): string {
  const value = figureOf(info, name);
  return value === null ? "–" : `${fixed(value, 2)}${unit}`;
}

function dataOf({ dataset, datasetVersion }: SavedRunInfo): string {
  if (dataset === null) return "file";
  return datasetVersion === null ? dataset : `${dataset} v${datasetVersion}`;
}

export function symbolOf(info: SavedRunInfo): string {
  return factOf(info, "symbol") ?? info.dataset ?? "";
}

/** Facts that are shown in words of their own, or too long for a screen. */
const ELSEWHERE = new Set(["title", "settings", "text", "currency"]);

export function savedRunText(info: SavedRunInfo, style: Style): string {
  const { saved, label, savedAtUs } = info;
  const facts = label.facts.filter(
    ({ name }) => !ELSEWHERE.has(name) && !name.startsWith("parameter."),
  );
  const parameters = parametersIn(info).map(([name, value]) => `${name} = ${value}`);
  const rows = [
    ["strategy", label.strategy],
    ["saved", `${instantText(savedAtUs)} UTC${info.isPinned ? ", pinned" : ""}`],
    ["data", dataOf(info)],
    ["parameters", parameters.length === 0 ? "none" : parameters.join(", ")],
    ["trades", tradesText(info)],
    ["digest", info.digest],
    ["plan", info.planHash],
    ...facts.map(({ name, value }) => [name.replaceAll("_", " "), value]),
  ].map((row) => row.map(printable));
  return lines([
    style.strong(printable(`${factOf(info, "title") ?? savedRunTitle(info)} · ${saved}`)),
    "",
    ...figureLines(info),
    "",
    ...aligned(rows, ["left", "left"]).map((line) => `  ${line}`),
  ]);
}

function figureLines(info: SavedRunInfo): readonly string[] {
  const rows = namedFigures(info).map(({ label, unit, value }) => [
    label,
    ...(value === null ? ["–", ""] : figureParts(value, unit, factOf(info, "currency") ?? "")),
  ]);
  return aligned(rows, ["left", "right", "left"]).map((line) => `  ${line}`);
}

function namedFigures(info: SavedRunInfo): ReturnType<typeof reportFigures> {
  return reportFigures(
    info.figures.map(({ name, value }) => ({ name, value, note: null, low: null, high: null })),
  );
}

export function savedRunJson(info: SavedRunInfo): object {
  const { saved, label, dataset, digest, figures } = info;
  return {
    saved,
    name: label.name,
    strategy: label.strategy,
    saved_at: isoTime(info.savedAtUs),
    dataset,
    dataset_version: info.datasetVersion,
    digest,
    plan_hash: info.planHash,
    trade_count: tradeCounts(info).closed,
    is_pinned: info.isPinned,
    summary: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    parameters: Object.fromEntries(parametersIn(info)),
    facts: Object.fromEntries(
      label.facts.flatMap(({ name, value }) =>
        name.startsWith("parameter.") ? [] : [[name, value] as const],
      ),
    ),
  };
}
