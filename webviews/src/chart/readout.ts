// The line above a chart: the values of one bar, each beside the colour in which it is drawn.
import { element } from "../parts/element.ts";
import type { Reading } from "./words.ts";

interface Entry {
  readonly name: string;
  readonly value: HTMLElement;
  readonly swatch: HTMLElement;
}

export class Readout {
  readonly element = element("div", { class: "readout" });
  readonly #time = element("span", {});
  #entries: readonly Entry[] = [];

  /** @param colors by the line of a reading; one without a line has none */
  show(time: string, readings: readonly Reading[], colors: readonly string[]): void {
    const isSame =
      readings.length === this.#entries.length &&
      readings.every(({ name }, at) => name === this.#entries[at]?.name);
    if (!isSame) this.#rebuild(readings);
    write(this.#time, time);
    for (const [at, { value, line }] of readings.entries()) {
      const entry = this.#entries[at];
      if (entry === undefined) continue;
      write(entry.value, value);
      const color = line === undefined ? undefined : colors[line];
      entry.swatch.hidden = color === undefined;
      if (color !== undefined) entry.swatch.style.backgroundColor = color;
    }
  }

  #rebuild(readings: readonly Reading[]): void {
    this.#entries = readings.map(({ name }) => ({
      name,
      value: element("span", { class: "value" }),
      swatch: element("span", { class: "swatch" }),
    }));
    const parts = this.#entries.map(({ name, value, swatch }) =>
      element("span", { class: "reading" }, swatch, `${name} `, value),
    );
    this.element.replaceChildren(this.#time, ...parts);
  }
}

function write(holder: HTMLElement, text: string): void {
  if (holder.textContent !== text) holder.textContent = text;
}
