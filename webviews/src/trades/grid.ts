// The table of trades on the screen: as many rows as are seen, whatever their number. Follows the grid pattern of ARIA.
import type { TradeRecord, TradeSort } from "../../messages/trades.ts";
import { element } from "../parts/element.ts";
import { COLUMNS, type CellContext } from "./columns.ts";
import { HEADING, moved, type GridCursor, type GridSize } from "./cursor.ts";
import { GridRow } from "./grid-row.ts";
import {
  boxHeight,
  clampedOffset,
  offsetAt,
  offsetShowing,
  rowsSeen,
  scrollTopAt,
  type RowSpan,
  type ScrollSpace,
} from "./scroll.ts";

const ROW_HEIGHT = 24;

export interface GridActions {
  readonly rowAt: (place: number) => TradeRecord | null;
  /** Rows came into view; those that are not held have to be pulled. */
  readonly seen: (span: RowSpan) => void;
  readonly open: (place: number) => void;
  readonly sortBy: (column: number) => void;
  readonly copy: (from: number, to: number) => void;
  readonly selected: (place: number) => void;
}

export class TradeGrid {
  readonly element: HTMLElement;
  readonly #actions: GridActions;
  readonly #heading: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  readonly #box = element("div", { class: "rows", with: { role: "rowgroup" } });
  readonly #pool: GridRow[] = [];
  #context: CellContext;
  #rowCount = 0;
  #offset = 0;
  /** The scroll position that was written here, so that its event is not taken for the user's. */
  #written = 0;
  #cursor: GridCursor = { row: HEADING, column: 0, anchor: HEADING };
  #isPlanned = false;

  constructor(context: CellContext, actions: GridActions) {
    this.#context = context;
    this.#actions = actions;
    this.#headings = COLUMNS.map((column, at) => headingCell(column.title, column.kind, at));
    this.#heading = element(
      "div",
      { class: "row heading", with: { role: "row", "aria-rowindex": "1" } },
      ...this.#headings,
    );
    this.element = element(
      "div",
      { class: "grid", with: { role: "grid", tabindex: "0", "aria-multiselectable": "true" } },
      element("div", { class: "head", with: { role: "rowgroup" } }, this.#heading),
      this.#box,
    );
    const widths = COLUMNS.map((column) => `${column.width}ch`).join(" ");
    this.element.style.setProperty("--columns", widths);
    this.element.setAttribute("aria-colcount", String(COLUMNS.length));
    this.#listen();
  }

  get cursor(): GridCursor {
    return this.#cursor;
  }

  get place(): RowSpan {
    return rowsSeen(this.#space, this.#offset);
  }

  describe(label: string, context: CellContext): void {
    this.#context = context;
    this.element.setAttribute("aria-label", label);
    this.#forget();
  }

  /** Another question was answered: other rows, or the same in another order. */
  begin(rowCount: number): void {
    this.#rowCount = rowCount;
    this.element.setAttribute("aria-rowcount", String(rowCount + 1));
    this.#box.style.height = `${boxHeight(this.#space)}px`;
    const row = Math.min(this.#cursor.row, rowCount - 1);
    this.#cursor = { ...this.#cursor, row, anchor: row };
    this.#moveTo(clampedOffset(this.#space, this.#offset));
    this.#forget();
  }

  /** Rows arrived. */
  refresh(): void {
    this.#forget();
  }

  showSort(sort: TradeSort): void {
    const direction = sort.isDescending ? "descending" : "ascending";
    for (const [at, heading] of this.#headings.entries()) {
      heading.setAttribute("aria-sort", COLUMNS[at]?.key === sort.key ? direction : "none");
    }
  }

  toTop(): void {
    this.#moveTo(0);
  }

  select(place: number): void {
    this.#setCursor({ row: place, column: this.#cursor.column, anchor: place });
  }

  get #space(): ScrollSpace {
    const viewHeight = this.element.clientHeight - this.#heading.offsetHeight;
    return { rowHeight: ROW_HEIGHT, rowCount: this.#rowCount, viewHeight: Math.max(0, viewHeight) };
  }

  get #size(): GridSize {
    const pageRows = Math.max(1, Math.floor(this.#space.viewHeight / ROW_HEIGHT) - 1);
    return { rowCount: this.#rowCount, columnCount: COLUMNS.length, pageRows };
  }

  #listen(): void {
    this.element.addEventListener("scroll", () => {
      this.#scrolled();
    });
    this.element.addEventListener("wheel", this.#wheeled, { passive: false });
    this.element.addEventListener("keydown", this.#pressed);
    this.element.addEventListener("click", this.#clicked);
    this.element.addEventListener("focus", () => {
      if (this.#cursor.row === HEADING && this.#rowCount > 0) this.select(this.place.first);
    });
    new ResizeObserver(() => {
      this.#moveTo(clampedOffset(this.#space, this.#offset));
    }).observe(this.element);
  }

  #scrolled(): void {
    const top = this.element.scrollTop;
    if (Math.abs(top - this.#written) >= 1) {
      this.#offset = offsetAt(this.#space, top);
      this.#written = top;
    }
    this.#plan();
  }

  /** In a box shorter than its rows the wheel would skip rows, so it moves by its own pixels here. */
  readonly #wheeled = (event: WheelEvent): void => {
    const space = this.#space;
    const isShort = boxHeight(space) < space.rowHeight * space.rowCount;
    if (!isShort || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    this.#moveTo(clampedOffset(space, this.#offset + event.deltaY * unit));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const isControl = event.ctrlKey || event.metaKey;
    const goal = moved(this.#cursor, this.#size, {
      key: event.key,
      isControl,
      isShift: event.shiftKey,
    });
    if (goal !== null) this.#setCursor(goal);
    else if (!this.#act(event.key, isControl)) return;
    event.preventDefault();
  };

  /** Whether the key does something where the cursor stands. */
  #act(key: string, isControl: boolean): boolean {
    const { row, column, anchor } = this.#cursor;
    if (key === "Enter" || (key === " " && row === HEADING)) {
      if (row === HEADING) this.#actions.sortBy(column);
      else this.#actions.open(row);
      return true;
    }
    if (key !== "c" || !isControl || row === HEADING) return false;
    this.#actions.copy(Math.min(row, anchor), Math.max(row, anchor));
    return true;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest("[aria-colindex]") : null;
    if (cell === null) return;
    const column = Number(cell.getAttribute("aria-colindex")) - 1;
    const row = this.#pool.find((one) => one.element.contains(cell))?.place;
    if (row === undefined) {
      this.#setCursor({ row: HEADING, column, anchor: HEADING });
      this.#actions.sortBy(column);
      return;
    }
    const anchor = event.shiftKey && this.#cursor.anchor !== HEADING ? this.#cursor.anchor : row;
    this.#setCursor({ row, column, anchor });
    if (!event.shiftKey) this.#actions.open(row);
  };

  #setCursor(cursor: GridCursor): void {
    const isOther = cursor.row !== this.#cursor.row;
    this.#cursor = cursor;
    if (cursor.row !== HEADING) {
      this.#moveTo(offsetShowing(this.#space, this.#offset, cursor.row));
      if (isOther) this.#actions.selected(cursor.row);
    }
    this.#paint();
    this.#showColumn(cursor.column);
  }

  /** The first column stays in place, so what is behind it is not seen. */
  #showColumn(column: number): void {
    const cell = this.#headings[column];
    const fixed = this.#headings[0]?.offsetWidth ?? 0;
    if (cell === undefined || column === 0) return;
    const { scrollLeft, clientWidth } = this.element;
    const start = cell.offsetLeft - fixed;
    const end = cell.offsetLeft + cell.offsetWidth - clientWidth;
    if (scrollLeft > start) this.element.scrollLeft = start;
    else if (scrollLeft < end) this.element.scrollLeft = end;
  }

  #moveTo(offset: number): void {
    this.#offset = offset;
    this.element.scrollTop = scrollTopAt(this.#space, offset);
    this.#written = this.element.scrollTop;
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    requestAnimationFrame(() => {
      this.#isPlanned = false;
      this.#paint();
      this.#actions.seen(this.place);
    });
  }

  #forget(): void {
    for (const row of this.#pool) row.forget();
    this.#plan();
  }

  #paint(): void {
    const { first, count } = this.place;
    this.#grow(count + 1);
    const shift = this.element.scrollTop - this.#offset;
    // A place always gets the same row of the pool, so that scrolling by one row writes one row.
    for (let at = 0; at < this.#pool.length; at += 1) {
      const place = first + at;
      const row = this.#pool[place % this.#pool.length];
      if (at < count) row?.show(place, this.#actions.rowAt(place), this.#context);
      else row?.hide();
      row?.moveTo(shift + place * ROW_HEIGHT);
    }
    this.#mark();
  }

  #grow(count: number): void {
    if (this.#pool.length >= count) return;
    while (this.#pool.length < count) {
      const row = new GridRow(`row-${this.#pool.length}`);
      this.#pool.push(row);
      this.#box.append(row.element);
    }
    for (const row of this.#pool) row.forget();
  }

  #mark(): void {
    const { row, column, anchor } = this.#cursor;
    const from = Math.max(0, Math.min(row, anchor));
    const to = Math.max(row, anchor);
    const cells = this.#pool.map((one) =>
      one.mark(one.place >= from && one.place <= to, one.place === row ? column : null),
    );
    const heading = row === HEADING ? (this.#headings[column] ?? null) : null;
    for (const one of this.#headings) one.classList.toggle("active", one === heading);
    const active = heading ?? cells.find((cell) => cell !== null) ?? null;
    if (active === null) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", active.id);
  }
}

function headingCell(title: string, kind: string, at: number): HTMLElement {
  const attributes = {
    role: "columnheader",
    "aria-colindex": String(at + 1),
    "aria-sort": "none",
    title: COLUMNS[at]?.meaning ?? title,
  };
  return element("div", { class: `cell ${kind}`, id: `heading-${at}`, with: attributes }, title);
}
