// Equity above, drawdown below, with a cursor for pointer and keyboard. Draws itself to its width.
import type { ReportData } from "../../messages/report.ts";
import { clockOf, type Clock } from "../format/clock.ts";
import { figureText } from "../format/figure.ts";
import { axisLabels, fixed } from "../format/number.ts";
import { drawing, element } from "../parts/element.ts";
import { drawdownOf, pictureSentence, type DrawdownPoint } from "./model.ts";
import type { Reading } from "./reading.ts";
import {
  areaPath,
  linePath,
  nearestIndex,
  roundTimes,
  roundValues,
  scaleOf,
  type Scale,
} from "./scale.ts";

const EQUITY = { top: 12, height: 230 };
const DRAWDOWN = { top: 268, height: 90 };
const HEIGHT = 384;
const LEFT = 8;
const RIGHT = 64;
/** Pixels that a label of the time axis takes. */
const TIME_LABEL = 96;
const NARROWEST = 240;

interface Layout {
  readonly width: number;
  readonly time: Scale;
  readonly equity: Scale;
  readonly drawdown: Scale;
}

export function equityPicture(data: ReportData, reading: Reading): HTMLElement {
  const drawdown = drawdownOf(data.equity, data.initialEquity);
  const readout = element("p", { class: "readout", with: { "aria-live": "polite" } });
  const attributes = {
    tabindex: "0",
    role: "img",
    "aria-label": `${pictureSentence(data)} Left and right arrow keys read values.`,
  };
  const frame = element("div", { class: "picture", with: attributes });
  const cursor = new Cursor(data, drawdown, readout, reading);
  const draw = (): void => {
    const layout = layoutOf(data, drawdown, Math.max(NARROWEST, frame.clientWidth));
    frame.replaceChildren(pictureOf(data, drawdown, layout, cursor.marks));
    cursor.place(layout);
  };
  new ResizeObserver(draw).observe(frame);
  frame.addEventListener("pointermove", (event) => {
    cursor.pointAt(event.clientX - frame.getBoundingClientRect().left);
  });
  frame.addEventListener("keydown", (event) => {
    if (cursor.press(event.key)) event.preventDefault();
  });
  return element("figure", {}, legend(), frame, readout);
}

function legend(): HTMLElement {
  const entry = (kind: string, text: string): HTMLElement =>
    element("span", { class: "entry" }, element("span", { class: `swatch ${kind}` }), text);
  return element("figcaption", {}, entry("equity", "Equity"), entry("drawdown", "Drawdown, %"));
}

function layoutOf(data: ReportData, drawdown: readonly DrawdownPoint[], width: number): Layout {
  const times = data.equity.map((bucket) => bucket.timeUs);
  const lows = data.equity.map((bucket) => bucket.low);
  const highs = data.equity.map((bucket) => bucket.high);
  const deepest = Math.min(0, ...drawdown.map((point) => point.pct));
  return {
    width,
    time: scaleOf(times[0] ?? 0, times.at(-1) ?? 0, LEFT, width - RIGHT),
    equity: scaleOf(
      Math.min(data.initialEquity, ...lows),
      Math.max(data.initialEquity, ...highs),
      EQUITY.top + EQUITY.height,
      EQUITY.top,
    ),
    drawdown: scaleOf(
      deepest === 0 ? -1 : deepest,
      0,
      DRAWDOWN.top + DRAWDOWN.height,
      DRAWDOWN.top,
    ),
  };
}

function pictureOf(
  data: ReportData,
  drawdown: readonly DrawdownPoint[],
  layout: Layout,
  marks: SVGElement,
): SVGElement {
  const { width, time, equity } = layout;
  const line = data.equity.map((bucket) => ({
    x: time.at(bucket.timeUs),
    y: equity.at(bucket.last),
  }));
  const highs = data.equity.map((bucket) => ({
    x: time.at(bucket.timeUs),
    y: equity.at(bucket.high),
  }));
  const lows = data.equity.map((bucket) => ({
    x: time.at(bucket.timeUs),
    y: equity.at(bucket.low),
  }));
  const falls = drawdown.map((point) => ({
    x: time.at(point.timeUs),
    y: layout.drawdown.at(point.pct),
  }));
  const surface = falls.map(({ x }) => ({ x, y: layout.drawdown.at(0) }));
  const begin = equity.at(data.initialEquity);
  return drawing(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-hidden": "true" },
    ...grid(layout, clockOf(data.timeZone)),
    drawing("line", { class: "begin", x1: LEFT, x2: width - RIGHT, y1: begin, y2: begin }),
    drawing("path", { class: "band", d: areaPath(highs, lows) }),
    drawing("path", { class: "equity", d: linePath(line) }),
    drawing("path", { class: "fall", d: areaPath(surface, falls) }),
    drawing("path", { class: "drawdown", d: linePath(falls) }),
    marks,
  );
}

function grid(layout: Layout, clock: Clock): readonly SVGElement[] {
  const { width, time, equity, drawdown } = layout;
  const rule = (y: number, text: string): SVGElement =>
    drawing(
      "g",
      {},
      drawing("line", { class: "rule", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }),
      drawing("text", { class: "tick", x: width - RIGHT + 6, y: y + 4 }, text),
    );
  const money = roundValues(equity.from, equity.to, 5);
  const moneyLabels = axisLabels(money);
  const falls = roundValues(drawdown.from, drawdown.to, 3);
  const fallLabels = axisLabels(falls);
  const labels = Math.max(1, Math.floor((width - LEFT - RIGHT) / TIME_LABEL));
  const bottom = DRAWDOWN.top + DRAWDOWN.height;
  return [
    ...money.map((value, at) => rule(equity.at(value), moneyLabels[at] ?? "")),
    ...falls.map((value, at) => rule(drawdown.at(value), `${fallLabels[at] ?? ""} %`)),
    ...roundTimes(clock.wall(time.from), clock.wall(time.to), labels).map((wallUs) => {
      const timeUs = clock.instant(wallUs);
      const place = { class: "tick time", x: time.at(timeUs), y: bottom + 18 };
      return drawing("text", place, clock.day(timeUs));
    }),
  ];
}

/** Where the reader looks. The last slice until somebody points or presses a key; then that time, in other runs too. */
class Cursor {
  readonly marks = drawing("g", { class: "cursor" });
  readonly #data: ReportData;
  readonly #clock: Clock;
  readonly #drawdown: readonly DrawdownPoint[];
  readonly #readout: HTMLElement;
  readonly #reading: Reading;
  readonly #line = drawing("line", { y1: EQUITY.top, y2: DRAWDOWN.top + DRAWDOWN.height });
  readonly #dot = drawing("circle", { r: 4 });
  #layout: Layout | null = null;
  #places: readonly number[] = [];
  #at: number;

  constructor(
    data: ReportData,
    drawdown: readonly DrawdownPoint[],
    readout: HTMLElement,
    reading: Reading,
  ) {
    this.#data = data;
    this.#clock = clockOf(data.timeZone);
    this.#drawdown = drawdown;
    this.#readout = readout;
    this.#reading = reading;
    const times = data.equity.map(({ timeUs }) => timeUs);
    this.#at = reading.timeUs === null ? times.length - 1 : nearestIndex(times, reading.timeUs);
    this.marks.append(this.#line, this.#dot);
  }

  place(layout: Layout): void {
    this.#layout = layout;
    this.#places = this.#data.equity.map((bucket) => layout.time.at(bucket.timeUs));
    this.#show();
  }

  pointAt(x: number): void {
    this.#goTo(Math.max(0, nearestIndex(this.#places, x)));
  }

  /** Whether the key meant something here. */
  press(key: string): boolean {
    const last = this.#data.equity.length - 1;
    const far = Math.max(1, Math.round(last / 20));
    const goals: Readonly<Record<string, number>> = {
      ArrowLeft: this.#at - 1,
      ArrowRight: this.#at + 1,
      PageUp: this.#at - far,
      PageDown: this.#at + far,
      Home: 0,
      End: last,
    };
    const goal = goals[key];
    if (goal === undefined) return false;
    this.#goTo(Math.max(0, Math.min(goal, last)));
    return true;
  }

  #goTo(at: number): void {
    this.#at = at;
    this.#reading.timeUs = this.#data.equity[at]?.timeUs ?? null;
    this.#show();
  }

  #show(): void {
    const bucket = this.#data.equity[this.#at];
    if (bucket === undefined || this.#layout === null) return;
    const x = String(this.#layout.time.at(bucket.timeUs));
    this.#line.setAttribute("x1", x);
    this.#line.setAttribute("x2", x);
    this.#dot.setAttribute("cx", x);
    this.#dot.setAttribute("cy", String(this.#layout.equity.at(bucket.last)));
    const money = figureText(bucket.last, "money", this.#data.currency);
    const fall = fixed(this.#drawdown[this.#at]?.pct ?? 0, 2);
    this.#readout.textContent = `${this.#clock.brief(bucket.timeUs)} ${this.#clock.zone} · equity ${money} · drawdown ${fall} %`;
  }
}
