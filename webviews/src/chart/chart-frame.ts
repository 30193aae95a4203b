// What stands around the picture of a timeframe: its name and level, the values of a bar, what failed, a sentence, a table.
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { notice, type NoticeAction } from "../parts/notice.ts";
import { KEYS_SENTENCE } from "./chart-keys.ts";

export class ChartFrame {
  readonly element: HTMLElement;
  /** Has the focus and the pointer. */
  readonly surface: HTMLElement;
  /** Where the library draws. */
  readonly mount = element("div", { class: "mount", with: { "aria-hidden": "true" } });
  readonly #level = element("span", { class: "level" });
  readonly #sentence = element("p", { class: "summary" });
  readonly #message = element("div", {});

  constructor(name: string, isTall: boolean, readout: HTMLElement, table: HTMLElement) {
    this.surface = element(
      "div",
      {
        class: isTall ? "surface tall" : "surface",
        with: {
          tabindex: "0",
          role: "application",
          "aria-roledescription": "chart",
          "aria-label": `Chart of ${name}. ${KEYS_SENTENCE}`,
        },
      },
      this.mount,
    );
    this.element = element(
      "section",
      { class: "timeframe", with: { "aria-label": name } },
      element("div", { class: "title" }, element("h2", {}, name), this.#level),
      readout,
      this.#message,
      this.surface,
      this.#sentence,
      table,
    );
  }

  /** Candles are there, and what failed before is over. */
  filled(level: string): void {
    this.element.classList.remove("bare");
    this.#level.textContent = level;
    this.#message.replaceChildren();
  }

  describe(sentence: string): void {
    this.#sentence.textContent = sentence;
  }

  /** Says why bars do not come. An empty frame beside the sentence would say nothing more. */
  failed(sentence: string, isEmpty: boolean, actions: readonly NoticeAction[]): void {
    this.element.classList.toggle("bare", isEmpty);
    const buttons = actions.map(({ label, act }) => ({
      label,
      act: () => {
        this.#message.replaceChildren();
        act();
      },
    }));
    this.#message.replaceChildren(notice("failed", shortened(sentence, 600), buttons));
  }
}
