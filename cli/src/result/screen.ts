// A result for people: headline figures, the equity curve in a line, data, rules.
import {
  counted,
  type Align,
  aligned,
  type BarsReport,
  count,
  differencesFromNative,
  figureParts,
  instrumentOf,
  printable,
  PROFILE_NAMES,
  reportFigures,
  type RunSettings,
  type RunSummary,
  storedName,
  type StoredReport,
} from "@backtestr/hub";
import { nearPath } from "../terminal/near-path.ts";
import { milliseconds, rate } from "../terminal/numbers.ts";
import { sparkline } from "../terminal/sparkline.ts";
import type { Style } from "../terminal/terminal.ts";

export interface Shown {
  readonly title: string;
  readonly settings: RunSettings;
  readonly summary: RunSummary;
}

/** What is shown besides the headline. */
const MORE = ["final_equity", "exposure_pct", "fees", "open_trade_count"];
const SPARKLINE = 48;
const REJECTED_SHOWN = 5;
/** With fewer rows the time is that of the statistics, and a rate would say nothing. */
const RATE_ROWS = 50_000;

export function resultText(shown: Shown, style: Style): string {
  return lines([
    style.strong(headline(shown)),
    "",
    ...figureLines(shown, style),
    "",
    ...equityLines(shown),
    "",
    ...dataLines(shown.summary),
    ...profileLines(shown),
    engineLine(shown.summary),
  ]);
}

export function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}

/** A bar that closes at midnight belongs to the day that it ends, so the last instant is shown. */
function headline({ title, settings, summary }: Shown): string {
  const { symbol } = instrumentOf(settings, summary);
  const span =
    summary.firstTimeUs === null || summary.lastTimeUs === null
      ? null
      : `${day(summary.firstTimeUs)} to ${day(summary.lastTimeUs - 1)}`;
  const parts = [title, `${symbol} ${summary.chart}`, span].filter((part) => part !== null);
  return printable(parts.join(" · "));
}

export function day(timeUs: number): string {
  return new Date(timeUs / 1_000).toISOString().slice(0, 10);
}

/** The figures of the first screen, in order. */
export function shownFigures(summary: RunSummary): ReturnType<typeof reportFigures> {
  return reportFigures(summary.figures).filter(
    ({ name, isHeadline }) => isHeadline || MORE.includes(name),
  );
}

function figureLines({ summary, settings }: Shown, style: Style): readonly string[] {
  const { currency } = settings.account;
  const figures = shownFigures(summary);
  const rows = figures.map(({ label, unit, value, note, low, high }) => {
    if (value === null) return [label, "–", "", note ?? ""];
    const [number, mark] = figureParts(value, unit, currency);
    return [label, number, mark, intervalText(low, high, unit, currency)];
  });
  const paint = (cell: string, row: number, column: number): string => {
    if (column === 3) return style.quiet(cell);
    if (column !== 1 || figures[row]?.name !== "net_profit") return cell;
    return (figures[row].value ?? 0) < 0 ? style.bad(cell) : style.good(cell);
  };
  const alignment: readonly Align[] = ["left", "right", "left", "left"];
  return aligned(rows, alignment, paint).map((line) => `  ${line}`);
}

function intervalText(
  low: number | null,
  high: number | null,
  unit: Parameters<typeof figureParts>[1],
  currency: string,
): string {
  if (low === null || high === null) return "";
  return `95 %: ${figureParts(low, unit, currency)[0]} to ${figureParts(high, unit, currency)[0]}`;
}

function equityLines({ summary, settings }: Shown): readonly string[] {
  if (summary.equity.length === 0) return ["  Equity   none: no bar lies in the period"];
  const values = summary.equity.map(({ last }) => last);
  const [from, to] = [settings.account.capital, values.at(-1) ?? 0].map((value) =>
    count(Math.round(value)),
  );
  const curve = sparkline(values, SPARKLINE);
  return [`  Equity   ${curve}  ${from ?? ""} to ${to ?? ""} ${settings.account.currency}`];
}

function dataLines(summary: RunSummary): readonly string[] {
  const { data } = summary;
  return data.from === "file" ? fileLines(summary, data.file) : [storeLine(summary, data.store)];
}

function storeLine(summary: RunSummary, store: StoredReport): string {
  const parts = [
    `${counted(store.rows, store.series === "quotes" ? "quote" : "bar")} of ${storedName(store)}`,
    `${store.price} prices`,
    counted(summary.bars, "decision"),
    summary.intrabar === "ticks" ? "fills on quotes" : "fills on the path of each bar",
  ];
  return `  Data     ${printable(parts.join(", "))}`;
}

function fileLines(summary: RunSummary, data: BarsReport): readonly string[] {
  const parts = [
    `${counted(data.rowsIn, "row")} of ${nearPath(data.path)}`,
    `${data.timeframe} bars`,
    counted(summary.bars, "decision"),
    data.rowsDuplicate > 0 ? counted(data.rowsDuplicate, "duplicate") : null,
    data.rowsRejected > 0 ? `${count(data.rowsRejected)} rejected:` : null,
  ];
  const shown = data.rejected.slice(0, REJECTED_SHOWN);
  const rows = shown.map(({ line, rule, reason }) => [`line ${line}`, rule, reason]);
  const rest = data.rowsRejected - shown.length;
  return [
    `  Data     ${printable(parts.filter((part) => part !== null).join(", "))}`,
    ...aligned(rows, ["left", "left", "left"]).map((line) => `             ${printable(line)}`),
    ...(rest > 0 ? [`             and ${count(rest)} more`] : []),
  ];
}

function profileLines({ settings }: Shown): readonly string[] {
  const { profile } = settings.account;
  const differences = differencesFromNative(profile);
  const head = `  Profile  ${PROFILE_NAMES[profile]}`;
  if (differences.length === 0) return [head];
  return [
    `${head}, whose rules differ from native:`,
    ...differences.map(({ about, says }) => `             ${about}: ${says}`),
  ];
}

function engineLine(summary: RunSummary): string {
  const { data, bars, seconds } = summary;
  const isByQuote = data.from === "store" && data.store.series === "quotes";
  const [rows, unit] = isByQuote ? [data.store.rows, "quotes"] : [bars, "bars"];
  const isTelling = rows >= RATE_ROWS && seconds > 0;
  const speed = isTelling ? ` (${rate(rows / seconds)} ${unit}/s)` : "";
  const digest = summary.digest.slice(0, 16);
  return `  Engine   ${milliseconds(summary.seconds)}${speed}, loading ${milliseconds(summary.loadSeconds)}, digest ${digest}`;
}
