// Returns by calendar month (UTC) from equity at every bar's close.
import type { ReportMonth } from "@backtestr/webviews/messages/report";

interface MonthBars {
  readonly year: number;
  readonly month: number;
  readonly equity: number[];
}

export function monthsOf(
  timesUs: ArrayLike<number>,
  equity: ArrayLike<number>,
  initialEquity: number,
): ReportMonth[] {
  let opening = initialEquity;
  let peak = initialEquity;
  return grouped(timesUs, equity).map(({ year, month, equity: values }) => {
    let maxDrawdownPct = 0;
    for (const value of values) {
      peak = Math.max(peak, value);
      maxDrawdownPct = Math.min(maxDrawdownPct, changePct(peak, value));
    }
    const lastEquity = values.at(-1) ?? opening;
    const returnPct = changePct(opening, lastEquity);
    opening = lastEquity;
    return { year, month, lastEquity, returnPct, maxDrawdownPct };
  });
}

function grouped(timesUs: ArrayLike<number>, equity: ArrayLike<number>): readonly MonthBars[] {
  const months: MonthBars[] = [];
  for (let at = 0; at < timesUs.length; at += 1) {
    // A bar that closes at midnight belongs to the month that it ends.
    const date = new Date(((timesUs[at] ?? NaN) - 1) / 1_000);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    const last = months.at(-1);
    const value = equity[at] ?? Number.NaN;
    if (last?.year === year && last.month === month) last.equity.push(value);
    else months.push({ year, month, equity: [value] });
  }
  return months;
}

/** An equity of zero or less has no percentages. */
function changePct(from: number, to: number): number {
  return from > 0 ? (to / from - 1) * 100 : 0;
}
