// The candles on the screen as a table, for those who do not see the picture, and for copying. Made when it is opened.
import type { ChartWindow } from "../../messages/chart.ts";
import { button } from "../parts/button.ts";
import { element } from "../parts/element.ts";
import { table, type Column } from "../parts/table.ts";
import type { EquityOnCandles } from "./candles.ts";
import type { Span } from "./place.ts";
import { candlesSeen, isForming, readingsAt, type Words } from "./words.ts";

/** More rows than anybody reads; a reader of more zooms in. */
const ROWS_MAX = 200;

export interface TableContent {
  readonly window: ChartWindow;
  readonly equity: EquityOnCandles | null;
  readonly seen: Span;
  readonly words: Words;
}

export class BarsTable {
  readonly element: HTMLDetailsElement;
  readonly #contentNow: () => TableContent | null;
  readonly #holder = element("div", {});

  constructor(title: string, contentNow: () => TableContent | null, copy: (text: string) => void) {
    this.#contentNow = contentNow;
    const copyAll = button("Copy as text", () => {
      const rows = this.#rows();
      copy([rows.headings, ...rows.cells].map((cells) => cells.join("\t")).join("\n"));
    });
    this.element = element("details", {}, element("summary", {}, title), copyAll, this.#holder);
    this.element.addEventListener("toggle", () => {
      this.refresh();
    });
  }

  refresh(): void {
    if (!this.element.open) return;
    const { headings, cells, note } = this.#rows();
    const columns = headings.map((title, at): Column => ({ title, isNumber: at > 0 }));
    const caption = `Bars on the screen. ${note}`;
    this.#holder.replaceChildren(
      element("p", { class: "note" }, note),
      table(caption, columns, cells),
    );
  }

  #rows(): { headings: readonly string[]; cells: readonly (readonly string[])[]; note: string } {
    const content = this.#contentNow();
    const none = { headings: ["Bar"], cells: [], note: "No bar is on the screen." };
    if (content === null) return none;
    const { window, equity, seen, words } = content;
    const span = candlesSeen(window, seen);
    if (span === null) return none;
    const first = Math.max(span.first, span.last - ROWS_MAX + 1);
    const readings = Array.from({ length: span.last - first + 1 }, (_, at) =>
      readingsAt(window, equity, first + at, words),
    );
    const cells = readings.map((values, at) => [
      words.clock.minute(window.openTimeUs[first + at] ?? 0) +
        (isForming(window, first + at) ? " (forming)" : ""),
      ...values.map(({ value }) => value),
    ]);
    const names = readings[0]?.map(({ name }) => name) ?? [];
    const isCut = first > span.first;
    const note = isCut ? `The last ${ROWS_MAX} of them; zoom in for others.` : "";
    return { headings: [`Opened (${words.clock.zone})`, ...names], cells, note };
  }
}
