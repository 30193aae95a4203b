// The table beside the equity picture: returns by month, and month ends as rows.
import type { ReportData, ReportMonth } from "../../messages/report.ts";
import { fixed, signed } from "../format/number.ts";
import { monthName } from "../format/time.ts";
import { element } from "../parts/element.ts";
import { table, type Cell, type Column } from "../parts/table.ts";

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

export function monthsSection(data: ReportData): HTMLElement | null {
  if (data.months.length === 0) return null;
  // Returns are figures of the run, the same in each zone.
  const months = data.timeZone === "UTC" ? "month" : "month of UTC";
  const title = `Return by ${months}, in percent`;
  return element(
    "div",
    {},
    element("h3", {}, title),
    monthGrid(data.months, title),
    details("Month ends as a table", monthRows(data)),
  );
}

function details(title: string, content: HTMLElement): HTMLElement {
  return element("details", {}, element("summary", {}, title), content);
}

function monthGrid(months: readonly ReportMonth[], title: string): HTMLElement {
  const years = [...new Set(months.map((month) => month.year))];
  const columns: readonly Column[] = [
    { title: "Year", isNumber: false },
    ...ALL_MONTHS.map((month) => ({ title: monthName(month), isNumber: true })),
    { title: "Year total", isNumber: true },
  ];
  const rows = years.map((year): readonly Cell[] => {
    const ofYear = months.filter((month) => month.year === year);
    const cells = ALL_MONTHS.map((number) => ofYear.find(({ month }) => month === number));
    return [
      String(year),
      ...cells.map((month) => (month === undefined ? "" : returnCell(month.returnPct))),
      returnCell(compound(ofYear)),
    ];
  });
  return table(title, columns, rows);
}

/** The sign stands in the text, the colour only repeats it. */
function returnCell(pct: number): HTMLElement {
  const text = signed(pct, 1);
  if (!/[1-9]/.test(text)) return element("span", { class: "even" }, "0.0");
  return element("span", { class: pct > 0 ? "up" : "down" }, text);
}

function compound(months: readonly ReportMonth[]): number {
  return (months.reduce((product, month) => product * (1 + month.returnPct / 100), 1) - 1) * 100;
}

function monthRows(data: ReportData): HTMLElement {
  const columns: readonly Column[] = [
    { title: "Month", isNumber: false },
    { title: `Equity at the end, ${data.currency}`, isNumber: true },
    { title: "Return, %", isNumber: true },
    { title: "Deepest drawdown, %", isNumber: true },
  ];
  const rows = data.months.map((month): readonly Cell[] => [
    `${monthName(month.month)} ${month.year}`,
    fixed(month.lastEquity, 2),
    signed(month.returnPct, 2),
    fixed(month.maxDrawdownPct, 2),
  ]);
  return table("Month ends", columns, rows);
}
