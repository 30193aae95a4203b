// What the keys do on a chart that has the focus.

export const KEYS_SENTENCE =
  "Left and right arrow keys select bars, Page Up and Page Down move by a screen, plus and minus zoom, Enter opens the trade at the bar.";

/** Share of the screen that a step of zooming leaves. */
const ZOOM = 0.7;

export interface KeyActs {
  /** Selects the bar so many candles on. */
  readonly step: (candles: number) => void;
  readonly first: () => void;
  readonly last: () => void;
  /** Shows so many times as much. */
  readonly zoom: (factor: number) => void;
  readonly openTrade: () => void;
}

/** Whether the key means something here; if so, it has been done. */
export function press(key: string, candlesOnScreen: number, acts: KeyActs): boolean {
  const meanings: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => {
      acts.step(-1);
    },
    ArrowRight: () => {
      acts.step(1);
    },
    PageUp: () => {
      acts.step(-candlesOnScreen);
    },
    PageDown: () => {
      acts.step(candlesOnScreen);
    },
    Home: acts.first,
    End: acts.last,
    "+": () => {
      acts.zoom(ZOOM);
    },
    "=": () => {
      acts.zoom(ZOOM);
    },
    "-": () => {
      acts.zoom(1 / ZOOM);
    },
    Enter: acts.openTrade,
  };
  if (!Object.hasOwn(meanings, key)) return false;
  meanings[key]?.();
  return true;
}
