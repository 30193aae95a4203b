// The trades as a table that can be sorted, filtered and paged, so that 20,000 rows cost no more than 100.
import type { ReportData, ReportTrade } from "../../messages/report.ts";
import { fixed } from "../format/number.ts";
import { element } from "../parts/element.ts";
import { rowOf, scrollBox } from "../parts/table.ts";
import type { Reading } from "./reading.ts";
import { columnsOf, type TradeColumn } from "./trade-columns.ts";
import { PAGE_ROWS, pageOf, tradesShown, type TradeFilter, type TradeKey } from "./trade-list.ts";

const FILTERS: readonly (readonly [TradeFilter, string])[] = [
  ["all", "All trades"],
  ["long", "Long"],
  ["short", "Short"],
  ["winners", "Winners"],
  ["losers", "Losers"],
  ["open", "Still open"],
];

export function tradesSection(data: ReportData, reading: Reading): HTMLElement {
  if (data.tradeCount === 0) {
    return element("p", {}, "No order of this run was filled, so there is no trade to show.");
  }
  return new TradesList(data, reading).root;
}

/** The trades of one run: which of them, in which order and on which page is what the reader chose. */
class TradesList {
  readonly root: HTMLElement;
  readonly #data: ReportData;
  readonly #reading: Reading;
  readonly #columns: readonly TradeColumn[];
  readonly #body = element("tbody");
  readonly #status = element("span", { class: "status", with: { role: "status" } });
  readonly #headings: readonly HTMLTableCellElement[];
  readonly #earlier = button("Earlier", () => {
    this.#turnTo(this.#reading.page - 1);
  });
  readonly #later = button("Later", () => {
    this.#turnTo(this.#reading.page + 1);
  });
  #shown: readonly ReportTrade[] = [];

  constructor(data: ReportData, reading: Reading) {
    this.#data = data;
    this.#reading = reading;
    this.#columns = columnsOf(data);
    this.#headings = this.#columns.map((column) => this.#heading(column));
    const head = element("thead", {}, element("tr", {}, ...this.#headings));
    const content = element("table", { class: "trades" }, head, this.#body);
    const tools = element(
      "div",
      { class: "tools" },
      this.#filterChoice(),
      this.#earlier,
      this.#later,
      this.#status,
    );
    this.root = element("div", {}, this.#note(), tools, scrollBox("Trades", content));
    this.#arrange(reading.page);
  }

  #note(): HTMLElement | null {
    const { tradeCount, trades, currency } = this.#data;
    const unit = `Money in ${currency}. Worst and best are the largest loss and gain while the trade was open.`;
    const missing =
      tradeCount > trades.length
        ? ` This page holds the first ${fixed(trades.length, 0)} of ${fixed(tradeCount, 0)} trades; \`--trades FILE.csv\` writes them all.`
        : "";
    return element("p", { class: "note" }, unit + missing);
  }

  #heading(column: TradeColumn): HTMLTableCellElement {
    const sort = button(column.title, () => {
      this.#sortBy(column.key);
    });
    const properties = column.isNumber ? { class: "number" } : {};
    return element("th", { ...properties, with: { scope: "col" } }, sort);
  }

  #filterChoice(): HTMLElement {
    const options = FILTERS.map(([value, title]) => element("option", { with: { value } }, title));
    const choice = element("select", {}, ...options);
    choice.value = this.#reading.filter;
    choice.addEventListener("change", () => {
      this.#reading.filter = FILTERS[choice.selectedIndex]?.[0] ?? "all";
      this.#arrange(0);
    });
    return element("label", {}, "Show ", choice);
  }

  #sortBy(key: TradeKey): void {
    const { order } = this.#reading;
    this.#reading.order = { key, isDescending: order.key === key && !order.isDescending };
    this.#arrange(0);
  }

  #arrange(page: number): void {
    const { filter, order } = this.#reading;
    this.#shown = tradesShown(this.#data.trades, filter, order);
    const direction = order.isDescending ? "descending" : "ascending";
    for (const [at, heading] of this.#headings.entries()) {
      const isSorted = this.#columns[at]?.key === order.key;
      heading.setAttribute("aria-sort", isSorted ? direction : "none");
    }
    this.#turnTo(page);
  }

  #turnTo(number: number): void {
    const page = pageOf(this.#shown, number);
    this.#reading.page = page.number;
    this.#body.replaceChildren(
      ...page.rows.map((trade) =>
        rowOf(
          this.#columns,
          this.#columns.map((column) => column.cell(trade)),
        ),
      ),
    );
    this.#earlier.disabled = page.number === 0;
    this.#later.disabled = page.number === page.count - 1;
    const first = page.number * PAGE_ROWS;
    this.#status.textContent =
      page.rows.length === 0
        ? "No trade is of this kind."
        : `${fixed(first + 1, 0)} to ${fixed(first + page.rows.length, 0)} of ${fixed(this.#shown.length, 0)}`;
  }
}

function button(title: string, act: () => void): HTMLButtonElement {
  const made = element("button", { with: { type: "button" } }, title);
  made.addEventListener("click", act);
  return made;
}
