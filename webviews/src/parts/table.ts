// A table with headings, scrolled sideways inside its own box when the window is narrow.
import { element } from "./element.ts";

export interface Column {
  readonly title: string;
  readonly isNumber: boolean;
}

export type Cell = string | HTMLElement;

export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): HTMLElement {
  const head = element("tr", {}, ...columns.map(headingOf));
  const body = element("tbody", {}, ...rows.map((cells) => rowOf(columns, cells)));
  return scrollBox(
    caption,
    element(
      "table",
      {},
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, head),
      body,
    ),
  );
}

/**
 * A box that scrolls has to be reachable with the keyboard, or its hidden part is not. A group and
 * no region: a page whose every table is a landmark has none.
 */
export function scrollBox(label: string, content: HTMLElement): HTMLElement {
  const attributes = { tabindex: "0", role: "group", "aria-label": label };
  return element("div", { class: "scroll", with: attributes }, content);
}

export function rowOf(columns: readonly Column[], cells: readonly Cell[]): HTMLTableRowElement {
  const made = cells.map((cell, at) =>
    element("td", columns[at]?.isNumber === true ? { class: "number" } : {}, cell),
  );
  return element("tr", {}, ...made);
}

function headingOf(column: Column): HTMLTableCellElement {
  const properties = column.isNumber ? { class: "number" } : {};
  return element("th", { ...properties, with: { scope: "col" } }, column.title);
}
