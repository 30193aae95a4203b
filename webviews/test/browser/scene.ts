// What a test puts behind a panel: how much synthetic data, and what is wrong with it.

export interface Scene {
  readonly panel: "chart" | "trades";
  readonly theme: string;
  readonly bars: number;
  readonly minutes: number;
  readonly trades: number;
  readonly timeframes: readonly { readonly name: string; readonly factor: number }[];
  readonly isForming: boolean;
  readonly failsWindows: boolean;
  /** The engine no longer holds the run whose bars are asked for. */
  readonly isGone: boolean;
  /** Instead of a run: a sentence in its place. */
  readonly status: "none" | "loading" | "empty" | "failed";
  /** A name in all places where users choose names. */
  readonly name: string | null;
  readonly plotTitle: string | null;
  readonly timeZone: string;
}

export const ORDINARY: Scene = {
  panel: "chart",
  theme: "light",
  bars: 20_000,
  minutes: 15,
  trades: 400,
  timeframes: [
    { name: "15m", factor: 1 },
    { name: "4h", factor: 16 },
  ],
  isForming: true,
  failsWindows: false,
  isGone: false,
  status: "none",
  name: null,
  plotTitle: null,
  timeZone: "UTC",
};

/** Markup that would run if it were taken for such, and more letters than any name has. */
export const HOSTILE_NAME = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>‮"'&${"W".repeat(100_000)}`;
