// The name of a pane, in its upper left corner. The library's own titles measure their text anew in each frame.
import type { IPanePrimitive, IPanePrimitivePaneView } from "lightweight-charts";
import type { Target } from "./target.ts";

const SIZE = 11;
const LEFT = 11;
/** Below the edge of the pane, which would run through the letters. */
const TOP = 5;

export class TitleLayer implements IPanePrimitive {
  readonly #text: string;
  readonly #views: readonly IPanePrimitivePaneView[];
  #color = "";
  #font = "";

  constructor(text: string) {
    this.#text = text;
    const draw = (target: Target): void => {
      target.useMediaCoordinateSpace(({ context }) => {
        context.font = this.#font;
        context.fillStyle = this.#color;
        context.textBaseline = "top";
        context.fillText(this.#text, LEFT, TOP);
      });
    };
    this.#views = [{ zOrder: () => "normal", renderer: () => ({ draw }) }];
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return this.#views;
  }

  dress(color: string, family: string): void {
    this.#color = color;
    this.#font = `${SIZE}px ${family}`;
  }
}
