// The trades as a table that can be sorted, filtered and paged, so that 20,000 rows cost no more than 100.
import type { ReportData, ReportTrade } from "../../messages/report.ts";
import { fixed } from "../format/number.ts";
import { element } from "../parts/element.ts";
import { rowOf, scrollBox } from "../parts/table.ts";
import { columnsOf, type TradeColumn } from "./trade-columns.ts";
import {
  PAGE_ROWS,
  pageOf,
  tradesShown,
  type TradeFilter,
  type TradeKey,
  type TradeOrder,
} from "./trade-list.ts";

const FILTERS: readonly (readonly [TradeFilter, string])[] = [
  ["all", "All trades"],
  ["long", "Long"],
  ["short", "Short"],
  ["winners", "Winners"],
  ["losers", "Losers"],
  ["open", "Still open"],
];

export function tradesSection(data: ReportData): HTMLElement {
  if (data.tradeCount === 0) {
    return element("p", {}, "No order of this run was filled, so there is no trade to show.");
  }
  return new TradesList(data).root;
}

/** Lives as long as the page: which trades, in which order, on which page. */
class TradesList {
  readonly root: HTMLElement;
  readonly #data: ReportData;
  readonly #columns: readonly TradeColumn[];
  readonly #body = element("tbody");
  readonly #status = element("span", { class: "status", with: { role: "status" } });
  readonly #headings: readonly HTMLTableCellElement[];
  readonly #earlier = button("Earlier", () => {
    this.#turnTo(this.#page - 1);
  });
  readonly #later = button("Later", () => {
    this.#turnTo(this.#page + 1);
  });
  #order: TradeOrder = { key: "number", isDescending: false };
  #filter: TradeFilter = "all";
  #page = 0;
  #shown: readonly ReportTrade[] = [];

  constructor(data: ReportData) {
    this.#data = data;
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
    this.#arrange();
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
    choice.addEventListener("change", () => {
      this.#filter = FILTERS[choice.selectedIndex]?.[0] ?? "all";
      this.#arrange();
    });
    return element("label", {}, "Show ", choice);
  }

  #sortBy(key: TradeKey): void {
    const isAgain = this.#order.key === key;
    this.#order = { key, isDescending: isAgain && !this.#order.isDescending };
    this.#arrange();
  }

  #arrange(): void {
    this.#shown = tradesShown(this.#data.trades, this.#filter, this.#order);
    const direction = this.#order.isDescending ? "descending" : "ascending";
    for (const [at, heading] of this.#headings.entries()) {
      const isSorted = this.#columns[at]?.key === this.#order.key;
      heading.setAttribute("aria-sort", isSorted ? direction : "none");
    }
    this.#turnTo(0);
  }

  #turnTo(number: number): void {
    const page = pageOf(this.#shown, number);
    this.#page = page.number;
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
