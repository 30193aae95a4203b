// One row of the grid, used again for other trades while the table is scrolled.
import type { TradeRecord } from "../../messages/trades.ts";
import { element } from "../parts/element.ts";
import { COLUMNS, type CellContext, type CellText, type ColumnKind } from "./columns.ts";

const NOWHERE = -1;
/** A row on its way from the host. */
const WAITING: CellText = { text: "…" };

export class GridRow {
  readonly element: HTMLElement;
  readonly #cells: readonly HTMLElement[];
  #place = NOWHERE;
  #shown: TradeRecord | null = null;
  #isStale = true;
  #y = Number.NaN;
  #active: number | null = null;

  constructor(id: string) {
    this.#cells = COLUMNS.map((column, at) =>
      element("div", {
        class: `cell ${column.kind}`,
        id: `${id}-${at}`,
        with: { role: "gridcell", "aria-colindex": String(at + 1) },
      }),
    );
    this.element = element("div", { class: "row", with: { role: "row" } }, ...this.#cells);
    this.element.hidden = true;
  }

  get place(): number {
    return this.#place;
  }

  /** The next `show` writes every cell. */
  forget(): void {
    this.#isStale = true;
  }

  show(place: number, trade: TradeRecord | null, context: CellContext): void {
    if (!this.#isStale && place === this.#place && trade === this.#shown) return;
    this.#place = place;
    this.#shown = trade;
    this.#isStale = false;
    this.element.hidden = false;
    this.element.setAttribute("aria-rowindex", String(place + 2));
    for (const [at, cell] of this.#cells.entries()) {
      const column = COLUMNS[at];
      if (column === undefined) continue;
      const shown = trade === null ? WAITING : column.cell(trade, context);
      write(cell, column.kind, shown);
    }
  }

  hide(): void {
    this.#place = NOWHERE;
    this.element.hidden = true;
    this.#isStale = true;
  }

  moveTo(y: number): void {
    if (this.#y === y) return;
    this.#y = y;
    this.element.style.transform = `translateY(${y}px)`;
  }

  /** Shows whether the row is marked and which cell the keyboard stands on; gives that cell. */
  mark(isMarked: boolean, column: number | null): HTMLElement | null {
    this.element.setAttribute("aria-selected", String(isMarked));
    if (this.#active !== null && this.#active !== column) {
      this.#cells[this.#active]?.classList.remove("active");
    }
    this.#active = column;
    if (column === null) return null;
    const cell = this.#cells[column] ?? null;
    // Writing the cell has taken the mark away.
    cell?.classList.add("active");
    return cell;
  }
}

/** Writing what is there already would still cost a layout. */
function write(cell: HTMLElement, kind: ColumnKind, { text, tone }: CellText): void {
  const look = `cell ${kind} ${tone ?? ""}`;
  // A name may be longer than its column.
  const title = kind === "text" ? text : "";
  if (cell.textContent !== text) cell.textContent = text;
  if (cell.title !== title) cell.title = title;
  if (cell.className !== look) cell.className = look;
}
