// Trades on the candles: the signs of entry and exit, joined by a line.
import type {
  IChartApi,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
} from "lightweight-charts";
import type { ChartTrade } from "../../messages/chart.ts";
import type { DrawnMark, Spot, TradeMark } from "./marks.ts";
import type { Palette } from "./palette.ts";
import { logical, type Target } from "./target.ts";
import { stampAt, tradeStamps, type Ratios, type TradeStamps } from "./trade-stamps.ts";

type Context = CanvasRenderingContext2D;

interface PlacedMark {
  readonly trade: ChartTrade;
  readonly from: Spot;
  readonly to: Spot;
}

export class TradesLayer implements ISeriesPrimitive {
  readonly #chart: IChartApi;
  readonly #series: ISeriesApi<"Candlestick">;
  readonly #views: readonly IPrimitivePaneView[];
  #marks: readonly TradeMark[] = [];
  #palette: Palette;
  #stamps: TradeStamps | null = null;
  #placed: readonly PlacedMark[] = [];

  constructor(chart: IChartApi, series: ISeriesApi<"Candlestick">, palette: Palette) {
    this.#chart = chart;
    this.#series = series;
    this.#palette = palette;
    const draw = (target: Target): void => {
      this.#draw(target);
    };
    this.#views = [{ zOrder: () => "top", renderer: () => ({ draw }) }];
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** As they stand on the screen. */
  get drawn(): readonly DrawnMark[] {
    return this.#placed.map(({ trade, from, to }) => ({
      number: trade.number,
      entry: from,
      exit: to,
    }));
  }

  put(marks: readonly TradeMark[], palette: Palette): void {
    this.#marks = marks;
    if (palette !== this.#palette) this.#stamps = null;
    this.#palette = palette;
  }

  /** All lines below all signs. */
  #draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      this.#placed = this.#placedOn(mediaSize.width);
      const { gain, loss } = this.#palette;
      const isLoss = ({ trade }: PlacedMark): boolean => trade.profit < 0;
      join(
        context,
        this.#placed.filter((mark) => !isLoss(mark)),
        gain,
      );
      join(context, this.#placed.filter(isLoss), loss);
    });
    if (this.#placed.length === 0) return;
    target.useBitmapCoordinateSpace(({ context, horizontalPixelRatio, verticalPixelRatio }) => {
      this.#stamp(context, { across: horizontalPixelRatio, down: verticalPixelRatio });
    });
  }

  #stamp(context: Context, ratios: Ratios): void {
    const stamps = this.#stampsFor(ratios);
    for (const { trade, from, to } of this.#placed) {
      stampAt(context, stamps.entry[trade.side], from, ratios);
      if (trade.exitTimeUs !== null) stampAt(context, stamps.exit[trade.side], to, ratios);
    }
  }

  #stampsFor(ratios: Ratios): TradeStamps {
    const { across, down } = this.#stamps?.ratios ?? { across: 0, down: 0 };
    const isSame = across === ratios.across && down === ratios.down;
    if (this.#stamps === null || !isSame) this.#stamps = tradeStamps(this.#palette, ratios);
    return this.#stamps;
  }

  #placedOn(width: number): readonly PlacedMark[] {
    const seen = this.#chart.timeScale().getVisibleLogicalRange();
    if (seen === null) return [];
    const placed: PlacedMark[] = [];
    for (const { trade, entry, exit } of this.#marks) {
      // Most of a window's trades are beside the screen, and a place on it costs more than this look.
      if (exit < seen.from - 1 || entry > seen.to + 1) continue;
      const from = this.#spot(entry, trade.entryPrice);
      const to = this.#spot(exit, trade.exitPrice);
      const isSeen = from !== null && to !== null && to.x >= 0 && from.x <= width;
      if (isSeen) placed.push({ trade, from, to });
    }
    return placed;
  }

  #spot(candle: number, price: number): Spot | null {
    const x = this.#chart.timeScale().logicalToCoordinate(logical(candle));
    const y = this.#series.priceToCoordinate(price);
    return x === null || y === null ? null : { x, y };
  }
}

/** A stroke each: as one path, dashes of many lines take the browser longer. */
function join(context: Context, placed: readonly PlacedMark[], color: string): void {
  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.strokeStyle = color;
  for (const { from, to } of placed) {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
}
