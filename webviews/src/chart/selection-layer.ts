// The selected bar as a line through a pane.
import type { IChartApi, IPanePrimitive, IPanePrimitivePaneView } from "lightweight-charts";
import { logical, type Target } from "./target.ts";

/** One for each pane. */
export class SelectionLayer implements IPanePrimitive {
  readonly #chart: IChartApi;
  readonly #views: readonly IPanePrimitivePaneView[];
  #candle: number | null = null;
  #color = "";

  constructor(chart: IChartApi) {
    this.#chart = chart;
    const draw = (target: Target): void => {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        this.#draw(context, mediaSize.height);
      });
    };
    this.#views = [{ zOrder: () => "bottom", renderer: () => ({ draw }) }];
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return this.#views;
  }

  put(candle: number | null, color: string): void {
    this.#candle = candle;
    this.#color = color;
  }

  #draw(context: CanvasRenderingContext2D, height: number): void {
    if (this.#candle === null) return;
    const x = this.#chart.timeScale().logicalToCoordinate(logical(this.#candle));
    if (x === null) return;
    context.fillStyle = this.#color;
    context.fillRect(Math.round(x) - 1, 0, 2, height);
  }
}
