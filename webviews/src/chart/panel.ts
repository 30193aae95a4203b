// The chart panel: a chart for each timeframe, tied by time, and what the host is told and asked.
import type {
  ChartTimeframe,
  ChartToHost,
  ChartToPanel,
  ChartTrade,
  ChartWindow,
} from "../../messages/chart.ts";
import type { PanelState, PanelStatus, Remedies } from "../../messages/panel.ts";
import { clockOf } from "../format/clock.ts";
import { countedTrades } from "../format/number.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { notice, type NoticeAction } from "../parts/notice.ts";
import { Announcer } from "../shell/announcer.ts";
import type { Host } from "../shell/host.ts";
import { colorOf, onThemeChange } from "../shell/theme.ts";
import { chartFooter } from "./chart-footer.ts";
import { lastScreen } from "./level.ts";
import { paletteOf, type Palette } from "./palette.ts";
import type { Span } from "./place.ts";
import { TimeframeChart, type ChartActions } from "./timeframe-chart.ts";
import { tradeSentence, type Words } from "./words.ts";

type Show = Extract<ChartToPanel, { readonly type: "show" }>;
export type ChartHost = Host<ChartToPanel, ChartToHost, PanelState>;

/** Bars on the first screen, and how much of a screen stands around a trade that is shown. */
const FIRST_BARS = 160;
const FIRST_BARS_LEAST = 30;
/** A run of a few bars is not shown as if most of it were missing. */
const FIRST_BARS_OF_FEW = 12;
const AROUND_TRADE = 1.5;
/** The page is told to remember at most so often, the host likewise. */
const REMEMBER_MS = 300;

export class ChartPanel {
  readonly element: HTMLElement;
  readonly #host: ChartHost;
  readonly #announcer = new Announcer();
  readonly #title = element("h1", {}, "Chart");
  readonly #summary = element("p", { class: "summary" });
  readonly #message = element("div", {});
  readonly #charts = element("div", { class: "charts" });
  readonly #footer = chartFooter();
  readonly #actions: ChartActions;
  #all: readonly TimeframeChart[] = [];
  #leader: TimeframeChart | null = null;
  #show: Show | null = null;
  #state: PanelState | null = null;
  #words: Words | null = null;
  #nextId = 0;
  #isRememberPlanned = false;

  constructor(host: ChartHost) {
    this.#host = host;
    this.#actions = this.#actionsOfCharts();
    this.element = element(
      "main",
      { class: "panel chart-panel" },
      element("header", {}, this.#title, this.#summary),
      this.#message,
      this.#charts,
      this.#footer,
      this.#announcer.element,
    );
    onThemeChange(() => {
      const palette = present();
      for (const chart of this.#all) chart.dress(palette);
    });
  }

  start(): void {
    const sentence = "Waiting for the run's bars …";
    this.#say({ kind: "loading", sentence, remedies: [] });
    this.#host.send({ type: "ready", state: this.#host.remembered() });
  }

  receive(message: ChartToPanel): void {
    switch (message.type) {
      case "show":
        this.#begin(message);
        return;
      case "status":
        this.#say(message.status);
        return;
      case "window":
        this.#take(message);
        return;
      case "windowFailed":
        for (const chart of this.#all) chart.failed(message.id, message);
        return;
      case "select":
        this.#select(message.timeUs);
        return;
      case "showTrade":
        this.#showTrade(message.trade);
        return;
      case "step":
        this.#step(message.by);
        return;
    }
  }

  #take(window: ChartWindow): void {
    for (const chart of this.#all) chart.take(window);
    const screen = this.#leader?.screen ?? null;
    for (const chart of this.#all) {
      // What was assumed of bars that were not held is known now.
      const isFollowing = chart !== this.#leader && chart.timeframe.name === window.timeframe;
      if (isFollowing && screen !== null) chart.follow(screen);
      if (!this.#isBusy) chart.rest();
    }
  }

  get #isBusy(): boolean {
    return this.#all.some((chart) => chart.gestures.isActive);
  }

  #begin(show: Show): void {
    const { state, head } = show;
    const isRenewal = this.#isRenewal(show);
    this.#show = show;
    // What is on the screen is newer than what the host last heard of it.
    this.#state = isRenewal ? { ...(this.#state ?? state), runId: state.runId } : state;
    const { timeZone, priceDigits, currency } = head;
    this.#words = { clock: clockOf(timeZone), priceDigits, currency };
    const name = shortened(head.strategy);
    document.title = `${name} – chart`;
    this.#title.textContent = name;
    const symbol = shortened(head.symbol, 40);
    const kind = head.isLive ? "live run, kept nowhere" : "kept run";
    this.#summary.textContent = `${symbol} · ${countedTrades(head.tradeCount, head.openTradeCount)} · ${kind} · times are ${this.#words.clock.zone}`;
    if (isRenewal) for (const chart of this.#all) chart.renew();
    else this.#buildAnew(show.timeframes);
  }

  /** Whether a run is another one of the same strategy on the same bars, as most live runs are. */
  #isRenewal({ state, head, timeframes }: Show): boolean {
    const before = this.#show;
    if (before === null || this.#all.length === 0) return false;
    const { symbol, timeZone, priceDigits, currency } = before.head;
    const looks = [before.state.fileUri, symbol, timeZone, priceDigits, currency];
    const now = [state.fileUri, head.symbol, head.timeZone, head.priceDigits, head.currency];
    return JSON.stringify([looks, before.timeframes]) === JSON.stringify([now, timeframes]);
  }

  #buildAnew(timeframes: readonly ChartTimeframe[]): void {
    for (const chart of this.#all) chart.end();
    const filled = timeframes.filter((timeframe) => timeframe.barCount > 0);
    this.#build(filled);
    if (filled.length === 0) {
      const sentence = "This run has no bars. Import data, or choose a period that has some.";
      this.#say({
        kind: "empty",
        sentence,
        remedies: [{ remedy: "import", label: "Import data" }],
      });
      return;
    }
    this.#say({ kind: "ready", sentence: "", remedies: [] });
    for (const chart of this.#all) chart.rest();
  }

  #build(timeframes: readonly ChartTimeframe[]): void {
    // Hidden while they are made, charts would have no width to choose a level by.
    this.#charts.hidden = false;
    this.#all = this.#words === null ? [] : this.#chartsOf(timeframes, this.#words);
    this.#charts.replaceChildren(...this.#all.map((chart) => chart.element));
    this.#leader = this.#all[0] ?? null;
    for (const chart of this.#all) chart.leads(chart === this.#leader);
    const timeUs = this.#state?.timeUs ?? null;
    if (timeUs === null) return;
    for (const chart of this.#all) chart.select(timeUs);
  }

  #chartsOf(timeframes: readonly ChartTimeframe[], words: Words): readonly TimeframeChart[] {
    const palette = present();
    const first = { screen: this.#firstScreen(timeframes[0]), width: this.#charts.clientWidth };
    return timeframes.map(
      (timeframe, at) =>
        new TimeframeChart(timeframe, at === 0, palette, words, first, this.#actions),
    );
  }

  /** What was on the screen before a reload, else as many of the last bars as are seen well. */
  #firstScreen(timeframe: ChartTimeframe | undefined): Span {
    const range = this.#state?.range ?? null;
    if (range !== null) return { from: range.fromUs, to: range.toUs };
    if (timeframe === undefined) return { from: 0, to: 1 };
    const bars = Math.max(FIRST_BARS_LEAST, Math.min(FIRST_BARS, document.body.clientWidth / 8));
    const held = Math.max(FIRST_BARS_OF_FEW, timeframe.barCount);
    return lastScreen(timeframe, Math.min(bars, held));
  }

  #say({ kind, sentence, remedies }: PanelStatus): void {
    this.#charts.hidden = kind === "loading" || kind === "empty" || this.#all.length === 0;
    this.#footer.hidden = this.#charts.hidden;
    if (kind === "ready") {
      this.#message.replaceChildren();
      return;
    }
    const actions = remedies.map((remedy) => this.#actionOf(remedy));
    this.#message.replaceChildren(notice(kind, shortened(sentence, 600), actions));
  }

  #actionOf({ remedy, label }: Remedies[number]): NoticeAction {
    return {
      label: shortened(label, 40),
      act: () => {
        this.#host.send({ type: "remedy", remedy });
      },
    };
  }

  #actionsOfCharts(): ChartActions {
    return {
      remedies: (remedies) => remedies.map((remedy) => this.#actionOf(remedy)),
      ask: (chart, wish) => {
        const id = this.#nextId;
        this.#nextId += 1;
        this.#host.send({ type: "window", id, timeframe: chart.timeframe.name, ...wish });
        return id;
      },
      moved: (leader, screen) => {
        for (const chart of this.#all) if (chart !== leader) chart.follow(screen);
        this.#remember(screen);
      },
      rested: () => {
        if (this.#isBusy) return;
        for (const chart of this.#all) chart.restAnew();
      },
      pointed: (leader, timeUs) => {
        for (const chart of this.#all) if (chart !== leader) chart.point(timeUs);
      },
      selected: (_, timeUs) => {
        this.#select(timeUs);
        this.#host.send({ type: "select", timeUs });
      },
      openTrade: (number) => {
        this.#host.send({ type: "openTrade", number });
      },
      copy: (text) => {
        this.#host.send({ type: "copy", text });
        this.#announcer.say("Copied.");
      },
      leads: (leader) => {
        this.#leader = leader;
        for (const chart of this.#all) chart.leads(chart === leader);
      },
    };
  }

  #select(timeUs: number): void {
    for (const chart of this.#all) chart.select(timeUs);
    this.#leader?.reveal(timeUs);
    if (this.#state !== null) this.#state = { ...this.#state, timeUs };
    this.#remember(this.#leader?.screen ?? null);
    const sentence = this.#leader?.sentence() ?? "";
    if (sentence !== "") this.#announcer.say(sentence);
  }

  #step(by: number): void {
    const timeUs = this.#leader?.stepped(by) ?? null;
    if (timeUs === null) return;
    this.#select(timeUs);
    this.#host.send({ type: "select", timeUs });
  }

  #showTrade(trade: ChartTrade): void {
    const leader = this.#leader;
    if (leader === null || this.#words === null) return;
    const end = trade.exitTimeUs ?? leader.timeframe.lastUs ?? trade.entryTimeUs;
    const screen = leader.screen ?? { from: end, to: trade.entryTimeUs };
    if (trade.entryTimeUs < screen.from || end > screen.to) {
      const half = Math.max(
        (screen.to - screen.from) / 2,
        (end - trade.entryTimeUs) * AROUND_TRADE,
      );
      const middle = (trade.entryTimeUs + end) / 2;
      this.#goTo(leader, { from: middle - half, to: middle + half });
    }
    this.#select(trade.entryTimeUs);
    this.#announcer.say(tradeSentence(trade, this.#words));
  }

  #goTo(leader: TimeframeChart, goal: Span): void {
    for (const chart of this.#all) if (chart !== leader) chart.follow(goal);
    leader.goTo(goal);
  }

  #remember(screen: Span | null): void {
    if (this.#state === null) return;
    const range =
      screen === null
        ? this.#state.range
        : { fromUs: Math.floor(screen.from), toUs: Math.ceil(screen.to) };
    this.#state = { ...this.#state, range };
    if (this.#isRememberPlanned) return;
    this.#isRememberPlanned = true;
    setTimeout(() => {
      this.#isRememberPlanned = false;
      if (this.#state === null) return;
      this.#host.remember(this.#state);
      this.#host.send({ type: "state", state: this.#state });
    }, REMEMBER_MS);
  }
}

function present(): Palette {
  return paletteOf(colorOf, getComputedStyle(document.body).fontFamily);
}
