// The windows that a chart asks its host for: one question at a time, further each time an answer did not suffice.
import type { ChartTimeframe, ChartWindow } from "../../messages/chart.ts";
import {
  FRESH,
  furtherSearch,
  levelOf,
  levelWanted,
  meanBarLength,
  nextWindow,
  windowAround,
  type WindowWish,
} from "./level.ts";
import type { Span } from "./place.ts";

/** A host whose answers never fill the screen is not asked for ever. */
const ASKED_MAX = 24;

/** A question under way, and the screen it was asked for when that was not the present one. */
export interface Asking {
  readonly id: number;
  readonly goal: Span | null;
}

export class Questions {
  /** The screen that the next window is for, when it is not the present one. */
  goal: Span | null;
  readonly #timeframe: ChartTimeframe;
  /** Gives the number of the question. */
  readonly #send: (wish: WindowWish) => number;
  #asking: Asking | null = null;
  #search = FRESH;
  /** Questions since the user moved anything. */
  #asked = 0;

  constructor(timeframe: ChartTimeframe, goal: Span | null, send: (wish: WindowWish) => number) {
    this.#timeframe = timeframe;
    this.goal = goal;
    this.#send = send;
  }

  /** What was not to be had before may be asked for again. */
  beginAnew(): void {
    this.#search = FRESH;
    this.#asked = 0;
  }

  /** Asks for a screen, whatever was asked before. */
  ask(screen: Span, width: number, held: ChartWindow | null): void {
    this.#ask(this.#wishFor(screen, width, held));
  }

  /** Asks for what the screen lacks, unless an answer is under way. */
  askNext(width: number, held: ChartWindow | null, seen: Span | null): void {
    if (this.#asking !== null || this.#asked === ASKED_MAX) return;
    const wish = this.#next(width, held, seen);
    if (wish !== null) this.#ask(wish);
  }

  /** The question under way when this is its number; it is then answered. */
  answered(id: number): Asking | null {
    const asking = this.#asking;
    if (asking?.id !== id) return null;
    this.#asking = null;
    return asking;
  }

  /** Another goal may have come since; it is asked for next. */
  reached(goal: Span | null): void {
    if (goal === this.goal) this.goal = null;
  }

  #ask(wish: WindowWish): void {
    this.#asked += 1;
    this.#asking = { id: this.#send(wish), goal: this.goal };
  }

  #next(width: number, held: ChartWindow | null, seen: Span | null): WindowWish | null {
    if (this.goal !== null || held === null) {
      return this.#wishFor(this.goal ?? { from: 0, to: 0 }, width, held);
    }
    return seen === null ? null : this.#missing(held, seen, width);
  }

  #wishFor(screen: Span, width: number, held: ChartWindow | null): WindowWish {
    const bars = (screen.to - screen.from) / meanBarLength(this.#timeframe);
    const level = levelOf(bars, width, held?.barsPerCandle ?? null);
    return windowAround(this.#timeframe, screen, level, held);
  }

  #missing(held: ChartWindow, seen: Span, width: number): WindowWish | null {
    const wish = nextWindow(held, this.#timeframe, seen, width, this.#search);
    if (wish !== null) this.#search = furtherSearch(this.#search, levelWanted(held, seen, width));
    return wish;
  }
}
