// One chart of the library: series, panes and colours. The only file that knows how the library is told.
import {
  BaselineSeries,
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineType,
  type AutoscaleInfo,
  type IChartApi,
  type IPaneApi,
  type ISeriesApi,
  type Time,
} from "lightweight-charts";
import type { ChartPlot, ChartWindow } from "../../messages/chart.ts";
import type { Clock } from "../format/clock.ts";
import { compact, fixed } from "../format/number.ts";
import { microseconds, moneyText, remembered, tickText } from "./axis-text.ts";
import {
  axisTimes,
  candlesOf,
  equityOnCandles,
  lineOf,
  type AxisTime,
  type Candle,
  type EquityOnCandles,
} from "./candles.ts";
import { marksOf, type DrawnMark, type TradeMark } from "./marks.ts";
import { plotColor, type Palette } from "./palette.ts";
import type { Span } from "./place.ts";
import { SelectionLayer } from "./selection-layer.ts";
import { TitleLayer } from "./title-layer.ts";
import { TradesLayer } from "./trades-layer.ts";

/** Least width of the price axis, so that charts above each other share their vertical lines. */
const AXIS_WIDTH = 84;
/** A window's last value is not the last there is, so no line points at it. */
const QUIET = { lastValueVisible: false, priceLineVisible: false };
const PLOTS_TITLE = "Plots";
/** Heights of the panes, as shares of one another. */
const PRICE_SHARE = 1;
const PLOTS_SHARE = 0.3;
const EQUITY_SHARE = 0.32;
const DRAWDOWN_SHARE = 0.32;
/** Room for the title above the lines of a lower pane. */
const TITLED = { scaleMargins: { top: 0.24, bottom: 0.08 } };

export interface PictureWords {
  readonly clock: Clock;
  readonly priceDigits: number;
}

interface PaneTitle {
  readonly text: string;
  readonly layer: TitleLayer;
}

interface PlotSeries {
  readonly key: string;
  readonly series: ISeriesApi<"Line">;
}

export class Picture {
  readonly chart: IChartApi;
  readonly #holder: HTMLElement;
  readonly #hasEquity: boolean;
  readonly #candles: ISeriesApi<"Candlestick">;
  readonly #volume: ISeriesApi<"Histogram">;
  #equity: ISeriesApi<"Line"> | null = null;
  #drawdown: ISeriesApi<"Baseline"> | null = null;
  readonly #trades: TradesLayer;
  readonly #selections = new Map<IPaneApi<Time>, SelectionLayer>();
  #titles: readonly PaneTitle[] = [];
  #plots: readonly PlotSeries[] = [];
  /** Below the candles, for plots that are no prices. */
  #ownPane: IPaneApi<Time> | null = null;
  #palette: Palette;
  #times: readonly AxisTime[] = [];
  #window: ChartWindow | null = null;
  #words: PictureWords;
  #told: Span | null = null;
  #selected: number | null = null;
  #marks: readonly TradeMark[] = [];
  #colors: readonly string[] = [];
  readonly #observer = new ResizeObserver(() => {
    const { clientWidth, clientHeight } = this.#holder;
    if (this.#window === null) return;
    // Painted at once: until the next frame the old picture would stand in the new room.
    this.chart.resize(clientWidth, clientHeight, true);
    this.#onRoom();
  });
  /** There is more room, or less: other bars may be wanted for the same time. */
  readonly #onRoom: () => void;

  constructor(
    holder: HTMLElement,
    hasEquity: boolean,
    palette: Palette,
    words: PictureWords,
    onRoom: () => void,
  ) {
    this.#onRoom = onRoom;
    this.#holder = holder;
    this.#hasEquity = hasEquity;
    this.#palette = palette;
    this.#words = words;
    this.chart = createChart(holder, {
      layout: { attributionLogo: false, panes: { enableResize: false } },
      crosshair: { mode: CrosshairMode.Normal, horzLine: { visible: false, labelVisible: false } },
      rightPriceScale: { minimumWidth: AXIS_WIDTH, entireTextOnly: true },
      timeScale: {
        ...{ minBarSpacing: 0.5, rightOffset: 4, timeVisible: true, secondsVisible: false },
        // A tab that comes to the front is narrow for a moment: each time more bars would be seen after it.
        lockVisibleTimeRangeOnResize: true,
      },
      kineticScroll: { mouse: false, touch: false },
      handleScroll: { vertTouchDrag: false },
      // Nothing is shown in percent, but the library writes each series' last value so in each frame.
      localization: { percentageFormatter: () => "" },
    });
    this.#candles = this.chart.addSeries(CandlestickSeries, QUIET);
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      this.#told = null;
    });
    this.#volume = this.chart.addSeries(HistogramSeries, {
      ...QUIET,
      priceScaleId: "volume",
      priceFormat: { type: "custom", formatter: remembered(compact), minMove: 1 },
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    this.#volume.setSeriesOrder(0);
    this.chart.panes()[0]?.setStretchFactor(PRICE_SHARE);
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.2 } });
    this.#trades = new TradesLayer(this.chart, this.#candles, palette);
    this.#candles.attachPrimitive(this.#trades);
    this.#dress();
    this.#observer.observe(holder);
  }

  end(): void {
    this.#observer.disconnect();
    this.chart.remove();
  }

  /** Takes another window in place of the present one. */
  put(window: ChartWindow): void {
    this.#window = window;
    this.#times = axisTimes(window.openTimeUs);
    const times = this.#times;
    this.#candles.setData(this.#dressedCandles(window));
    this.#volume.setData(lineOf(window.volume, times));
    const isOther = this.#seriesFor(window.plots);
    if (isOther) this.#dress();
    this.#putPlots(window.plots);
    if (this.#hasEquity) this.#putEquity(equityOnCandles(window.equity, window.closeTimeUs));
    this.#marks = marksOf(window, window.trades);
    this.#trades.put(this.#marks, this.#palette);
    // Without a size until now, so that no empty panes were painted while the candles were made.
    this.chart.resize(this.#holder.clientWidth, this.#holder.clientHeight);
  }

  get marks(): readonly TradeMark[] {
    return this.#marks;
  }

  /** By the line: plots first, then equity and drawdown. */
  get colors(): readonly string[] {
    return this.#colors;
  }

  get drawnMarks(): readonly DrawnMark[] {
    return this.#trades.drawn;
  }

  /** The library learns its size with its first frame, and the first question is asked before. */
  get width(): number {
    const known = this.chart.timeScale().width();
    return known > 0 ? known : candlesWidth(this.#holder.clientWidth);
  }

  /** The library moves with its next frame; until then, what it was told counts. */
  get seen(): Span | null {
    return this.#told ?? this.chart.timeScale().getVisibleLogicalRange();
  }

  see(span: Span): void {
    this.#told = span;
    this.chart.timeScale().setVisibleLogicalRange(span);
  }

  select(candle: number | null): void {
    this.#selected = candle;
    for (const layer of this.#selections.values()) layer.put(candle, this.#palette.focus);
    // The library paints when something of its own changes, and layers are not.
    this.chart.applyOptions({});
  }

  /** The cursor on a candle while the pointer is over another chart. */
  point(candle: number): void {
    const time = this.#times[candle];
    const close = this.#window?.close[candle];
    if (time === undefined || close === undefined) this.chart.clearCrosshairPosition();
    else this.chart.setCrosshairPosition(close, time, this.#candles);
  }

  /** Only where the pointer is has a price: the other charts show the time. */
  leads(isLeading: boolean): void {
    this.chart.applyOptions({
      crosshair: { horzLine: { visible: isLeading, labelVisible: isLeading } },
    });
  }

  dress(palette: Palette, words: PictureWords): void {
    this.#palette = palette;
    this.#words = words;
    this.#dress();
    if (this.#window !== null) this.put(this.#window);
    this.select(this.#selected);
  }

  #equitySeries(): ISeriesApi<"Line"> {
    const pane = this.#newPane("Equity", EQUITY_SHARE);
    const format = { type: "custom", formatter: remembered(moneyText), minMove: 0.01 } as const;
    return pane.addSeries(LineSeries, {
      ...QUIET,
      priceFormat: format,
      lineType: LineType.WithSteps,
      lineWidth: 2,
    });
  }

  #drawdownSeries(): ISeriesApi<"Baseline"> {
    const pane = this.#newPane("Drawdown, %", DRAWDOWN_SHARE);
    const formatter = remembered((value) => `${fixed(value, 2)} %`);
    return pane.addSeries(BaselineSeries, {
      ...QUIET,
      priceFormat: { type: "custom", formatter, minMove: 0.01 },
      lineType: LineType.WithSteps,
      lineWidth: 1,
      baseValue: { type: "price", price: 0 },
      // The surface from which it falls belongs to the picture.
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => {
        const found = original();
        const least = found?.priceRange?.minValue ?? -1;
        return { ...found, priceRange: { minValue: Math.min(least, -0.1), maxValue: 0 } };
      },
    });
  }

  #newPane(title: string, share: number): IPaneApi<Time> {
    const pane = this.chart.addPane(true);
    pane.setStretchFactor(share);
    const layer = new TitleLayer(title);
    pane.attachPrimitive(layer);
    this.#titles = [...this.#titles, { text: title, layer }];
    return pane;
  }

  #dressedCandles(window: ChartWindow): Candle[] {
    const data = candlesOf(window, this.#times);
    const last = data.at(-1);
    if (!window.isLastForming || last === undefined) return data;
    const { quiet, ground } = this.#palette;
    data[data.length - 1] = { ...last, color: ground, borderColor: quiet, wickColor: quiet };
    return data;
  }

  /**
   * Series are kept while the strategy plots the same, so that windows come and go without a flash.
   * Panes stand in the order in which they are made: those of equity come last, after any of plots.
   * @returns whether any was made
   */
  #seriesFor(plots: readonly ChartPlot[]): boolean {
    const keys = plots.map((plot) => `${plot.statement} ${String(plot.isOnPrice)} ${plot.title}`);
    const isSame =
      keys.length === this.#plots.length && keys.every((key, at) => key === this.#plots[at]?.key);
    if (!isSame) {
      for (const { series } of this.#plots) this.chart.removeSeries(series);
      const own = this.#plotPane(plots.some((plot) => !plot.isOnPrice));
      this.#plots = plots.map((plot, at) => ({
        key: keys[at] ?? "",
        series: this.#plotSeries(plot, own),
      }));
    }
    const needsEquity = this.#hasEquity && this.#equity === null;
    if (needsEquity) {
      this.#equity = this.#equitySeries();
      this.#drawdown = this.#drawdownSeries();
    }
    return needsEquity || !isSame;
  }

  #putPlots(plots: readonly ChartPlot[]): void {
    const colors = plots.map((plot, at) => plotColor(this.#palette, plot.color, at));
    this.#colors = [...colors, this.#palette.link, this.#palette.loss];
    for (const [at, plot] of plots.entries()) {
      this.#plots[at]?.series.applyOptions({ color: colors[at] ?? "" });
      this.#plots[at]?.series.setData(lineOf(plot.values, this.#times));
    }
  }

  #plotPane(isNeeded: boolean): IPaneApi<Time> | null {
    if (isNeeded) {
      this.#ownPane ??= this.#newPane(PLOTS_TITLE, PLOTS_SHARE);
    } else if (this.#ownPane !== null) {
      this.#selections.delete(this.#ownPane);
      this.#titles = this.#titles.filter(({ text }) => text !== PLOTS_TITLE);
      this.chart.removePane(this.#ownPane.paneIndex());
      this.#ownPane = null;
    }
    return this.#ownPane;
  }

  #plotSeries(plot: ChartPlot, own: IPaneApi<Time> | null): ISeriesApi<"Line"> {
    const pane = plot.isOnPrice ? this.chart.panes()[0] : own;
    const options = {
      lineWidth: 2,
      lastValueVisible: false,
      priceLineVisible: false,
      crosshairMarkerVisible: false,
      priceFormat: {
        type: "custom",
        formatter: remembered((value) => fixed(value, this.#words.priceDigits)),
        minMove: 10 ** -this.#words.priceDigits,
      },
    } as const;
    return (pane ?? this.chart).addSeries(LineSeries, options);
  }

  #putEquity({ last, drawdownPct }: EquityOnCandles): void {
    this.#equity?.setData(lineOf(last, this.#times));
    this.#drawdown?.setData(lineOf(drawdownPct, this.#times));
  }

  #dress(): void {
    const { ground, quiet, edge, grid, gain, loss, volume, fall, link, font } = this.#palette;
    const { clock, priceDigits } = this.#words;
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: ground },
        textColor: quiet,
        fontFamily: font,
        panes: { separatorColor: edge, separatorHoverColor: edge },
      },
      grid: { vertLines: { color: grid }, horzLines: { color: grid } },
      crosshair: {
        vertLine: { color: quiet, labelBackgroundColor: this.#palette.text },
        horzLine: { color: quiet, labelBackgroundColor: this.#palette.text },
      },
      rightPriceScale: { borderColor: edge },
      timeScale: { borderColor: edge, tickMarkFormatter: tickText(clock) },
      localization: { timeFormatter: (time: Time) => clock.minute(microseconds(time)) },
    });
    this.#candles.applyOptions({
      // Hollow goes up, filled goes down: told apart without colour.
      upColor: ground,
      borderUpColor: gain,
      wickUpColor: gain,
      downColor: loss,
      borderDownColor: loss,
      wickDownColor: loss,
      priceFormat: {
        type: "custom",
        formatter: remembered((value) => fixed(value, priceDigits)),
        minMove: 10 ** -priceDigits,
      },
    });
    this.#volume.applyOptions({ color: volume });
    this.#equity?.applyOptions({ color: link });
    this.#drawdown?.applyOptions({
      bottomLineColor: loss,
      bottomFillColor1: fall,
      bottomFillColor2: fall,
    });
    for (const { layer } of this.#titles) layer.dress(quiet, font);
    for (const pane of this.chart.panes().slice(1)) pane.priceScale("right").applyOptions(TITLED);
    this.#attachSelections();
  }

  #attachSelections(): void {
    for (const pane of this.chart.panes()) {
      if (this.#selections.has(pane)) continue;
      const layer = new SelectionLayer(this.chart);
      pane.attachPrimitive(layer);
      this.#selections.set(pane, layer);
    }
  }
}

/** Of a chart so wide, what its price axis leaves to the candles. */
export function candlesWidth(width: number): number {
  return Math.max(1, width - AXIS_WIDTH);
}
