// The chart of one timeframe: its picture, the window that it holds and the next one that it needs.
import type { MouseEventParams } from "lightweight-charts";
import type { ChartTimeframe, ChartToPanel, ChartWindow } from "../../messages/chart.ts";
import type { Remedies } from "../../messages/panel.ts";
import { shortened } from "../parts/long-text.ts";
import type { NoticeAction } from "../parts/notice.ts";
import { BarsTable } from "./bars-table.ts";
import { ChartFrame } from "./chart-frame.ts";
import { press } from "./chart-keys.ts";
import { equityOnCandles, isWhole, type EquityOnCandles } from "./candles.ts";
import { Gestures } from "./gestures.ts";
import { holds, meanBarLength, type WindowWish } from "./level.ts";
import { tradeAt, tradeNear } from "./marks.ts";
import type { Palette } from "./palette.ts";
import { candlesWidth, Picture } from "./picture.ts";
import { candleAt, placeAt, spanIn, timeAt, type Span } from "./place.ts";
import { Questions } from "./questions.ts";
import { Readout } from "./readout.ts";
import {
  barSentence,
  isForming,
  levelText,
  readingsAt,
  screenSentence,
  tradeSentence,
  type Words,
} from "./words.ts";

/** A chart that follows another shows at least so many candles: a day says nothing about a minute. */
const FEWEST_SEEN = 24;
const DESCRIBE_MS = 200;
export interface ChartActions {
  /** Gives the number of the question. */
  readonly ask: (chart: TimeframeChart, wish: WindowWish) => number;
  /** What this chart shows changed under the user's hand. */
  readonly moved: (chart: TimeframeChart, screen: Span) => void;
  /** The user's hand rests. */
  readonly rested: () => void;
  readonly pointed: (chart: TimeframeChart, timeUs: number | null) => void;
  readonly selected: (chart: TimeframeChart, timeUs: number) => void;
  readonly openTrade: (number: number) => void;
  readonly copy: (text: string) => void;
  /** What the host can do about a failure, as buttons. */
  readonly remedies: (remedies: Remedies) => readonly NoticeAction[];
  readonly leads: (chart: TimeframeChart) => void;
}

type WindowFailed = Extract<ChartToPanel, { readonly type: "windowFailed" }>;

interface Answer {
  readonly window: ChartWindow;
  readonly goal: Span | null;
}

/** What a chart shows first, and the room it will have: it stands nowhere while it is made. */
export interface FirstLook {
  readonly screen: Span;
  readonly width: number;
}

export class TimeframeChart {
  readonly timeframe: ChartTimeframe;
  readonly gestures: Gestures;
  readonly #actions: ChartActions;
  readonly #words: Words;
  readonly #hasEquity: boolean;
  readonly #picture: Picture;
  readonly #frame: ChartFrame;
  readonly #questions: Questions;
  readonly #readout = new Readout();
  readonly #table: BarsTable;
  #window: ChartWindow | null = null;
  #equity: EquityOnCandles | null = null;
  /** An answer that waits for the hand to rest. */
  #waiting: Answer | null = null;
  #selectedUs: number | null = null;
  #isLeading = false;
  /** Where the pointer is, until the next frame. */
  #pointed: MouseEventParams | null = null;
  #describing: ReturnType<typeof setTimeout> | null = null;

  constructor(
    timeframe: ChartTimeframe,
    hasEquity: boolean,
    palette: Palette,
    words: Words,
    { screen, width }: FirstLook,
    actions: ChartActions,
  ) {
    this.timeframe = timeframe;
    this.#hasEquity = hasEquity;
    this.#words = words;
    this.#actions = actions;
    const goal = this.#widened(screen);
    this.#questions = new Questions(timeframe, goal, (wish) => actions.ask(this, wish));
    // Asked before anything is made: the host works while the library is set up.
    this.#questions.ask(goal, candlesWidth(width), null);
    const name = shortened(timeframe.name, 40);
    this.#table = new BarsTable(
      `Bars of ${name} on the screen as a table`,
      () => this.#tableContent(),
      actions.copy,
    );
    this.#frame = new ChartFrame(name, hasEquity, this.#readout.element, this.#table.element);
    this.#picture = new Picture(this.#frame.mount, hasEquity, palette, words, actions.rested);
    this.gestures = new Gestures(this.#frame.surface, actions.rested);
    this.#listen();
  }

  get element(): HTMLElement {
    return this.#frame.element;
  }

  get held(): ChartWindow | null {
    return this.#window;
  }

  /** From one instant to another. */
  get screen(): Span | null {
    if (this.#questions.goal !== null) return this.#questions.goal;
    const seen = this.#picture.seen;
    if (this.#window === null || seen === null) return null;
    return { from: timeAt(this.#window, seen.from), to: timeAt(this.#window, seen.to) };
  }

  dress(palette: Palette): void {
    this.#picture.dress(palette, this.#words);
    this.#read(this.#selectedCandle());
  }

  leads(isLeading: boolean): void {
    if (this.#isLeading === isLeading) return;
    this.#isLeading = isLeading;
    this.#picture.leads(isLeading);
  }

  /** The user has moved something: what was not to be had before is asked for again. */
  restAnew(): void {
    this.#questions.beginAnew();
    this.rest();
  }

  /** Asks for what the screen lacks. Called when the hand rests. */
  rest(): void {
    if (this.#waiting !== null) this.#exchange(this.#waiting);
    this.#waiting = null;
    this.#describe();
    const { width, seen } = this.#picture;
    this.#questions.askNext(width, this.#window, seen);
  }

  take(window: ChartWindow): void {
    const asking = this.#questions.answered(window.id);
    if (asking === null) return;
    const { goal } = asking;
    if (!isWhole(window)) {
      this.#say("The host sent columns of unequal length. Run the strategy again.");
      return;
    }
    if (this.gestures.isActive && this.#window !== null) this.#waiting = { window, goal };
    else this.#exchange({ window, goal });
  }

  failed(id: number, { sentence, remedies }: WindowFailed): void {
    if (this.#questions.answered(id) === null) return;
    this.#say(sentence, this.#actions.remedies(remedies));
  }

  /** Follows the chart that leads. */
  follow(screen: Span): void {
    const wide = this.#widened(screen);
    const window = this.#window;
    const isHeld = window !== null && holds(window, wide, this.timeframe);
    this.#questions.goal = isHeld ? null : wide;
    if (window !== null) this.#see(window, wide);
  }

  /** Brings an instant into view, asking for its bars where they are not held. */
  reveal(timeUs: number): void {
    const screen = this.screen;
    if (screen === null || (timeUs >= screen.from && timeUs <= screen.to)) return;
    const half = (screen.to - screen.from) / 2;
    this.goTo({ from: timeUs - half, to: timeUs + half });
  }

  goTo(screen: Span): void {
    this.#questions.beginAnew();
    const window = this.#window;
    const isHeld = window !== null && holds(window, screen, this.timeframe);
    this.#questions.goal = isHeld ? null : screen;
    if (isHeld) this.#see(window, screen);
    this.rest();
  }

  /** The cursor of another chart stands at this instant. */
  point(timeUs: number | null): void {
    if (this.#window === null) return;
    const candle = timeUs === null ? -1 : candleAt(this.#window, timeUs);
    this.#picture.point(candle);
    this.#read(candle >= 0 ? candle : this.#selectedCandle());
  }

  select(timeUs: number): void {
    this.#selectedUs = timeUs;
    this.#showSelection();
  }

  /** The open time of the candle so many candles from the selected one; the last when none is. */
  stepped(by: number): number | null {
    if (this.#window === null) return null;
    const last = this.#window.openTimeUs.length - 1;
    const present = this.#selectedCandle();
    const goal = Math.max(0, Math.min(last, (present < 0 ? last : present) + by));
    return this.#window.openTimeUs[goal] ?? null;
  }

  sentence(): string {
    const candle = this.#selectedCandle();
    if (this.#window === null || candle < 0) return "";
    const trade = tradeAt(this.#picture.marks, candle);
    const said = barSentence(this.#window, candle, this.#words);
    return trade === null ? said : `${said} ${tradeSentence(trade, this.#words)}`;
  }

  focus(): void {
    this.#frame.surface.focus();
  }

  /** Another run on the same bars: what is on the screen is asked for again, and stays until it comes. */
  renew(): void {
    const screen = this.screen;
    this.#questions.beginAnew();
    this.#waiting = null;
    if (screen !== null) this.#questions.ask(screen, this.#picture.width, this.#window);
  }

  end(): void {
    if (this.#describing !== null) clearTimeout(this.#describing);
    this.#picture.end();
  }

  #listen(): void {
    const { chart } = this.#picture;
    chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      const screen = this.screen;
      if (this.#isLeading && screen !== null && this.#questions.goal === null) {
        this.#actions.moved(this, screen);
      }
    });
    chart.subscribeCrosshairMove((event) => {
      // A mouse tells more often than the screen shows, and a drag moves the bars under it.
      if (!this.#isLeading || this.gestures.isActive) return;
      if (this.#pointed === null) requestAnimationFrame(this.#point);
      this.#pointed = event;
    });
    chart.subscribeClick((event) => {
      const near = this.#tradeUnder(event);
      const timeUs = this.#openAt(event);
      if (near !== null) this.#actions.openTrade(near);
      else if (timeUs !== null) this.#actions.selected(this, timeUs);
    });
    for (const event of ["pointerenter", "focus", "wheel"]) {
      this.#frame.surface.addEventListener(event, () => {
        this.#actions.leads(this);
      });
    }
    this.#frame.surface.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.#press(event.key)) return;
      event.preventDefault();
    });
  }

  readonly #point = (): void => {
    if (this.#pointed !== null) this.#pointedAt(this.#pointed);
    this.#pointed = null;
  };

  #pointedAt(event: MouseEventParams): void {
    const timeUs = event.point === undefined ? null : this.#openAt(event);
    this.#frame.surface.classList.toggle("over-trade", this.#tradeUnder(event) !== null);
    this.#read(timeUs === null ? this.#selectedCandle() : Math.round(event.logical ?? 0));
    this.#actions.pointed(this, timeUs);
  }

  /** Open time of the candle under the pointer, or null. */
  #openAt({ logical }: MouseEventParams): number | null {
    if (logical === undefined) return null;
    return this.#window?.openTimeUs[Math.round(logical)] ?? null;
  }

  #tradeUnder({ point, paneIndex }: MouseEventParams): number | null {
    const isOnPrices = point !== undefined && paneIndex === 0;
    return isOnPrices ? tradeNear(this.#picture.drawnMarks, point) : null;
  }

  /** Whether the key means something here. */
  #press(key: string): boolean {
    const seen = this.#picture.seen;
    if (seen === null || this.#window === null) return false;
    return press(key, Math.max(1, Math.floor(seen.to - seen.from)), {
      step: (candles) => {
        this.#stepTo(this.stepped(candles));
      },
      first: () => {
        this.#stepTo(this.timeframe.firstUs);
      },
      last: () => {
        this.#stepTo((this.timeframe.lastUs ?? 1) - 1);
      },
      zoom: (factor) => {
        this.#zoom(seen, factor);
      },
      openTrade: () => {
        this.#openTradeHere();
      },
    });
  }

  #stepTo(timeUs: number | null): void {
    if (timeUs !== null) this.#actions.selected(this, timeUs);
  }

  #zoom(seen: Span, factor: number): void {
    const middle = (seen.from + seen.to) / 2;
    const half = Math.max(2, ((seen.to - seen.from) / 2) * factor);
    this.#picture.see({ from: middle - half, to: middle + half });
    this.#actions.rested();
  }

  #openTradeHere(): void {
    const trade = tradeAt(this.#picture.marks, this.#selectedCandle());
    if (trade !== null) this.#actions.openTrade(trade.number);
  }

  #exchange({ window, goal }: Answer): void {
    const before = this.#window;
    const seen = this.#picture.seen;
    this.#window = window;
    this.#equity = this.#hasEquity ? equityOnCandles(window.equity, window.closeTimeUs) : null;
    this.#picture.put(window);
    if (goal !== null) this.#see(window, goal);
    else if (before !== null && seen !== null) this.#picture.see(spanIn(window, before, seen));
    this.#questions.reached(goal);
    this.#frame.filled(levelText(window.barsPerCandle));
    this.#showSelection();
    this.#describe();
  }

  #see(window: ChartWindow, screen: Span): void {
    this.#picture.see({ from: placeAt(window, screen.from), to: placeAt(window, screen.to) });
  }

  #widened({ from, to }: Span): Span {
    const least = FEWEST_SEEN * meanBarLength(this.timeframe);
    return to - from >= least ? { from, to } : { from: to - least, to };
  }

  #selectedCandle(): number {
    if (this.#window === null || this.#selectedUs === null) return -1;
    const isBeyond = this.#selectedUs >= (this.#window.closeTimeUs.at(-1) ?? 0);
    return isBeyond ? -1 : candleAt(this.#window, this.#selectedUs);
  }

  #showSelection(): void {
    const candle = this.#selectedCandle();
    this.#picture.select(candle < 0 ? null : candle);
    this.#read(candle);
  }

  /** Without a bar, the last one is read. */
  #read(candle: number): void {
    const window = this.#window;
    if (window === null) return;
    const at = candle >= 0 ? candle : window.openTimeUs.length - 1;
    if (at < 0) return;
    const opened = this.#words.clock.minute(window.openTimeUs[at] ?? 0);
    const readings = readingsAt(window, this.#equity, at, this.#words);
    const time = isForming(window, at) ? `${opened} forming` : opened;
    this.#readout.show(time, readings, this.#picture.colors);
  }

  /** The library lays out a frame later, and a sentence that changes under the hand helps nobody. */
  #describe(): void {
    if (this.#describing !== null) clearTimeout(this.#describing);
    this.#describing = setTimeout(() => {
      this.#describing = null;
      this.#describeNow();
    }, DESCRIBE_MS);
  }

  #describeNow(): void {
    const seen = this.#picture.seen;
    if (this.#window === null || seen === null) return;
    this.#frame.describe(screenSentence(this.#window, this.timeframe, seen, this.#words));
    this.#table.refresh();
  }

  #tableContent() {
    const seen = this.#picture.seen;
    if (this.#window === null || seen === null) return null;
    return { window: this.#window, equity: this.#equity, seen, words: this.#words };
  }

  /** Without anything better to do, the bars can be asked for again. */
  #say(sentence: string, actions: readonly NoticeAction[] = []): void {
    const again = {
      label: "Try again",
      act: () => {
        this.rest();
      },
    };
    this.#frame.failed(sentence, this.#window === null, actions.length === 0 ? [again] : actions);
  }
}
