// The report page, section by section.
import type { ReportData, ReportStatement } from "../../messages/report.ts";
import { clockOf } from "../format/clock.ts";
import { fixed, signed } from "../format/number.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { scrollBox, table, type Cell, type Column } from "../parts/table.ts";
import { equityPicture } from "./equity-picture.ts";
import { figureCards, figureTables } from "./figures.ts";
import { pictureSentence, splitOf, summarySentence } from "./model.ts";
import { monthsSection } from "./months.ts";
import { newReading, type Reading } from "./reading.ts";
import { tradesSection } from "./trades.ts";

export function reportView(data: ReportData): HTMLElement {
  return element("main", {}, ...reportParts(data, newReading()));
}

/** The report for one who has read another run of the strategy before. */
export function reportParts(data: ReportData, reading: Reading): readonly (HTMLElement | null)[] {
  return [
    header(data),
    noticeOf(data),
    figureCards(data),
    section("Equity and drawdown", "equity", ...equityParts(data, reading)),
    section("All figures", "figures", figureTables(data)),
    section("Long and short", "split", splitTable(data)),
    section("Trades", "trades", tradesSection(data, reading)),
    section("Data", "data", dataPart(data)),
    section("Parameters and assumptions", "assumptions", ...assumptionParts(data)),
    section("Where this comes from", "provenance", statements("Provenance", data.provenance)),
    footer(data),
  ];
}

function header(data: ReportData): HTMLElement {
  const facts = [
    shortened(data.symbol, 40),
    shortened(data.timeframe, 40),
    `${fixed(data.bars, 0)} bars`,
    `profile ${data.profile}`,
  ];
  return element(
    "header",
    {},
    element("p", { class: "kind" }, "Backtest report"),
    element("h1", {}, shortened(data.strategy)),
    element("p", { class: "facts" }, facts.join(" · ")),
    element("p", { class: "summary" }, summarySentence(data)),
  );
}

/** What the run noticed comes before the figures: it may change what they mean. */
function noticeOf(data: ReportData): HTMLElement | null {
  const rejected =
    data.data.rowsRejected > 0
      ? [
          `${fixed(data.data.rowsRejected, 0)} of ${fixed(data.data.rowsIn, 0)} rows of ${data.data.name} were rejected; see Data.`,
        ]
      : [];
  const found = data.findings.map(({ sentence, line }) =>
    line === null ? sentence : `Line ${line}: ${sentence}`,
  );
  const notices = [...rejected, ...found];
  if (notices.length === 0) return null;
  const items = notices.map((notice) => element("li", {}, notice));
  return element(
    "section",
    { class: "notice", with: { "aria-label": "Noticed during the run" } },
    element("h2", {}, "Noticed during the run"),
    element("ul", {}, ...items),
  );
}

function section(
  title: string,
  id: string,
  ...content: readonly (HTMLElement | null)[]
): HTMLElement {
  const heading = element("h2", { id: `${id}-title` }, title);
  return element(
    "section",
    { id, with: { "aria-labelledby": `${id}-title` } },
    heading,
    ...content,
  );
}

function equityParts(data: ReportData, reading: Reading): readonly (HTMLElement | null)[] {
  const sentence = element("p", {}, pictureSentence(data));
  const picture = data.equity.length > 0 ? equityPicture(data, reading) : null;
  return [sentence, picture, monthsSection(data)];
}

const SPLIT_COLUMNS: readonly Column[] = [
  { title: "Side", isNumber: false },
  { title: "Trades", isNumber: true },
  { title: "Won", isNumber: true },
  { title: "Profit", isNumber: true },
  { title: "Average", isNumber: true },
  { title: "Fees", isNumber: true },
];

function splitTable(data: ReportData): HTMLElement {
  const optional = (value: number | null, write: (value: number) => string): string =>
    value === null ? "–" : write(value);
  const rows = splitOf(data.trades).map((row): readonly Cell[] => [
    row.name,
    fixed(row.count, 0),
    optional(row.wonPct, (value) => `${fixed(value, 1)} %`),
    signed(row.profit, 2),
    optional(row.averageProfit, (value) => signed(value, 2)),
    fixed(row.fees, 2),
  ]);
  const made = table(`Closed trades by side, money in ${data.currency}`, SPLIT_COLUMNS, rows);
  if (data.tradeCount === data.trades.length) return made;
  const note = `Of the ${fixed(data.trades.length, 0)} trades in this page, those that are closed.`;
  return element("div", {}, element("p", {}, note), made);
}

function dataPart({ data }: ReportData): HTMLElement {
  const count = (value: number): string => fixed(value, 0);
  const sentence =
    `${data.name}: ${count(data.rowsIn)} rows read, ${count(data.rowsKept)} kept, ` +
    `${count(data.rowsRejected)} rejected, ${count(data.rowsDuplicate)} as duplicates left out. ${data.understood}`;
  if (data.rejected.length === 0) return element("p", {}, sentence);
  const columns = [
    { title: "Line", isNumber: true },
    { title: "Why it was rejected", isNumber: false },
  ];
  const rows = data.rejected.map(({ line, reason }): readonly Cell[] => [count(line), reason]);
  const rest = data.rowsRejected - data.rejected.length;
  return element(
    "div",
    {},
    element("p", {}, sentence),
    table("Rejected rows", columns, rows),
    rest > 0 ? element("p", {}, `And ${count(rest)} more.`) : null,
  );
}

function assumptionParts(data: ReportData): readonly HTMLElement[] {
  const parameters =
    data.parameters.length > 0
      ? statements("Parameters", data.parameters)
      : element("p", {}, "The strategy declares no parameters.");
  return [
    element("h3", {}, "Parameters"),
    parameters,
    element("h3", {}, "Assumptions"),
    statements("Assumptions", data.assumptions),
  ];
}

function statements(label: string, list: readonly ReportStatement[]): HTMLElement {
  const pairs = list.flatMap(({ about, says }) => [
    element("dt", {}, about),
    element("dd", {}, says),
  ]);
  return scrollBox(label, element("dl", {}, ...pairs));
}

function footer(data: ReportData): HTMLElement {
  const { zone } = clockOf(data.timeZone);
  const text = `Times are ${zone}. Written by BackTestr. A backtest describes the past under the assumptions above; it promises nothing.`;
  return element("footer", {}, element("p", {}, text));
}
