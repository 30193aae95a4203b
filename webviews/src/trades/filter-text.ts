// What a user types as a filter, as the filter that the host understands, and back as words. Pure.
import type { TradeFilter, TradeKey } from "../../messages/trades.ts";
import type { Clock } from "../format/clock.ts";
import { plain } from "../format/number.ts";
import type { TradeColumn } from "./columns.ts";

export type Comparison = "atLeast" | "atMost" | "contains" | "yes" | "no";

export const COMPARISONS: Readonly<Record<TradeColumn["kind"], readonly Comparison[]>> = {
  number: ["atLeast", "atMost"],
  time: ["atLeast", "atMost"],
  text: ["contains"],
  truth: ["yes", "no"],
};

export const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  atLeast: "at least",
  atMost: "at most",
  contains: "contains",
  yes: "is yes",
  no: "is no",
};

export type Typed =
  | { readonly ok: true; readonly filter: TradeFilter }
  | { readonly ok: false; readonly sentence: string };

export function filterOf(
  column: Pick<TradeColumn, "key" | "title" | "kind">,
  comparison: Comparison,
  value: string,
  clock: Clock,
): Typed {
  const { key } = column;
  const typed = value.trim();
  switch (comparison) {
    case "yes":
    case "no":
      return { ok: true, filter: { kind: "is", key, value: comparison === "yes" } };
    case "contains":
      return typed === ""
        ? { ok: false, sentence: `Type the letters that ${column.title} should contain.` }
        : { ok: true, filter: { kind: "contains", key, text: typed } };
    case "atLeast":
    case "atMost":
      return column.kind === "time"
        ? bound(
            key,
            comparison,
            timeOf(typed, clock),
            "Type a date such as 2024-03-31 or 2024-03-31 09:30.",
          )
        : bound(key, comparison, numberOf(typed), "Type a number such as 250 or -1.5.");
  }
}

function bound(
  key: TradeKey,
  comparison: "atLeast" | "atMost",
  value: number | null,
  sentence: string,
): Typed {
  if (value === null) return { ok: false, sentence };
  const least = comparison === "atLeast" ? value : null;
  const most = comparison === "atMost" ? value : null;
  return { ok: true, filter: { kind: "between", key, least, most } };
}

/** Separators of thousands and the typographic minus, as the table writes them, are understood. */
function numberOf(typed: string): number | null {
  const clean = typed.replaceAll(",", "").replace(/^\u2212/, "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean) ? Number(clean) : null;
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/;

/** By the clock of the table. */
function timeOf(typed: string, clock: Clock): number | null {
  const parts = DATE.exec(typed);
  if (parts === null) return null;
  const ms = Date.parse(`${parts[1] ?? ""}T${parts[2] ?? "00:00"}:00Z`);
  return Number.isNaN(ms) ? null : clock.instant(ms * 1_000);
}

export function filterWords(column: TradeColumn, filter: TradeFilter, clock: Clock): string {
  const number = (value: number): string =>
    column.kind === "time" ? `${clock.minute(value)} ${clock.zone}` : plain(value);
  switch (filter.kind) {
    case "contains":
      return `${column.title} contains “${filter.text}”`;
    case "is":
      return filter.key === "exitTimeUs"
        ? truthWords(filter.value, "closed", "still open")
        : truthWords(filter.value, column.title, `not ${column.title.toLowerCase()}`);
    case "between": {
      const least = filter.least === null ? "" : ` at least ${number(filter.least)}`;
      const most = filter.most === null ? "" : ` at most ${number(filter.most)}`;
      return `${column.title}${least}${most}`;
    }
  }
}

function truthWords(value: boolean, yes: string, no: string): string {
  return value ? yes : no;
}
