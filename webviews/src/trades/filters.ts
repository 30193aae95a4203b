// The bar above the table: which trades are shown. Every control is one of the browser's own, so that keys and names are right.
import type { TradeFilter } from "../../messages/trades.ts";
import { clockOf, type Clock } from "../format/clock.ts";
import { button } from "../parts/button.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { COLUMNS, type TradeColumn } from "./columns.ts";
import {
  COMPARISONS,
  COMPARISON_WORDS,
  filterOf,
  filterWords,
  type Comparison,
} from "./filter-text.ts";

/** Above and below zero: the nearest numbers to it. */
const ABOVE_ZERO = Number.MIN_VALUE;

const PRESETS: readonly (readonly [string, TradeFilter | null])[] = [
  ["All trades", null],
  ["Long", { kind: "contains", key: "side", text: "long" }],
  ["Short", { kind: "contains", key: "side", text: "short" }],
  ["Winners", { kind: "between", key: "profit", least: ABOVE_ZERO, most: null }],
  ["Losers", { kind: "between", key: "profit", least: null, most: -ABOVE_ZERO }],
  ["Still open", { kind: "is", key: "exitTimeUs", value: false }],
  ["Ambiguous", { kind: "is", key: "isAmbiguous", value: true }],
];

export class FilterBar {
  readonly element: HTMLElement;
  readonly #changed: (filters: readonly TradeFilter[]) => void;
  readonly #chips = element("ul", { class: "chips", with: { "aria-label": "Filters" } });
  readonly #preset = element("select", {});
  readonly #column = element("select", { with: { "aria-label": "Column" } });
  readonly #comparison = element("select", { with: { "aria-label": "Comparison" } });
  readonly #value = element("input", {
    with: { type: "text", "aria-label": "Value", size: "12", spellcheck: "false" },
  });
  readonly #complaint = element("p", { class: "complaint", with: { role: "alert" } });
  #clock = clockOf("UTC");
  #presetFilter: TradeFilter | null = null;
  #filters: readonly TradeFilter[] = [];

  constructor(changed: (filters: readonly TradeFilter[]) => void) {
    this.#changed = changed;
    this.#preset.append(...PRESETS.map(([title]) => element("option", {}, title)));
    this.#column.append(...COLUMNS.map((column) => element("option", {}, column.title)));
    this.#preset.addEventListener("change", () => {
      this.#presetFilter = PRESETS[this.#preset.selectedIndex]?.[1] ?? null;
      this.#tell();
    });
    this.#column.addEventListener("change", () => {
      this.#offerComparisons();
    });
    this.#comparison.addEventListener("change", () => {
      this.#offerValue();
    });
    this.#column.selectedIndex = COLUMNS.findIndex((column) => column.key === "profit");
    this.#offerComparisons();
    this.element = element("div", { class: "filters" }, this.#bar(), this.#complaint, this.#chips);
  }

  /** What was set before a reload. A filter of the presets shows as such. */
  restore(filters: readonly TradeFilter[]): void {
    const written = filters.map((filter) => JSON.stringify(filter));
    const at = PRESETS.findIndex(([, preset]) => written.includes(JSON.stringify(preset)));
    this.#presetFilter = PRESETS[at]?.[1] ?? null;
    this.#preset.selectedIndex = Math.max(0, at);
    this.#filters = filters.filter((_, index) => {
      return written[index] !== JSON.stringify(this.#presetFilter);
    });
    this.#showChips();
  }

  /** Times are typed and read by the clock of the table. */
  follow(clock: Clock): void {
    if (clock.zone === this.#clock.zone) return;
    this.#clock = clock;
    this.#showChips();
  }

  clear(): void {
    this.restore([]);
    this.#tell();
  }

  #bar(): HTMLElement {
    const form = element(
      "form",
      { class: "filter-form" },
      this.#column,
      this.#comparison,
      this.#value,
      element("button", { with: { type: "submit" } }, "Add filter"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    return element("div", { class: "bar" }, element("label", {}, "Show ", this.#preset), form);
  }

  get #chosen(): TradeColumn {
    const column = COLUMNS[this.#column.selectedIndex] ?? COLUMNS[0];
    if (column === undefined) throw new Error("the table has no columns");
    return column;
  }

  get #chosenComparison(): Comparison {
    const all = COMPARISONS[this.#chosen.kind];
    return all[this.#comparison.selectedIndex] ?? all[0] ?? "contains";
  }

  #offerComparisons(): void {
    const words = COMPARISONS[this.#chosen.kind].map((one) => COMPARISON_WORDS[one]);
    this.#comparison.replaceChildren(...words.map((word) => element("option", {}, word)));
    this.#offerValue();
  }

  #offerValue(): void {
    this.#value.hidden = this.#chosen.kind === "truth";
    this.#value.placeholder = this.#chosen.kind === "time" ? "2024-03-31" : "";
    this.#complaint.textContent = "";
  }

  #add(): void {
    const typed = filterOf(this.#chosen, this.#chosenComparison, this.#value.value, this.#clock);
    this.#complaint.textContent = typed.ok ? "" : typed.sentence;
    if (!typed.ok) {
      this.#value.focus();
      return;
    }
    this.#filters = [...this.#filters, typed.filter];
    this.#value.value = "";
    this.#showChips();
    this.#tell();
  }

  #showChips(): void {
    this.#chips.hidden = this.#filters.length === 0;
    this.#chips.replaceChildren(
      ...this.#filters.map((filter) => {
        const column = COLUMNS.find((one) => one.key === filter.key);
        const words = column === undefined ? filter.key : filterWords(column, filter, this.#clock);
        const remove = button("×", () => {
          this.#remove(filter);
        });
        remove.setAttribute("aria-label", `Remove the filter ${shortened(words)}`);
        return element("li", {}, shortened(words), remove);
      }),
    );
  }

  #remove(filter: TradeFilter): void {
    this.#filters = this.#filters.filter((one) => one !== filter);
    this.#showChips();
    this.#tell();
    // The button that had the focus is gone.
    this.#value.focus();
  }

  #tell(): void {
    const preset = this.#presetFilter === null ? [] : [this.#presetFilter];
    this.#changed([...preset, ...this.#filters]);
  }
}
