// The colours of the picture, as the style sheet resolves them in the present theme.

export interface Palette {
  readonly ground: string;
  readonly text: string;
  readonly quiet: string;
  readonly edge: string;
  readonly grid: string;
  readonly gain: string;
  readonly loss: string;
  readonly long: string;
  readonly short: string;
  readonly volume: string;
  readonly fall: string;
  readonly link: string;
  readonly focus: string;
  readonly series: readonly string[];
  readonly font: string;
}

/** @param colorOf a colour of the style sheet by its name */
export function paletteOf(colorOf: (name: string) => string, font: string): Palette {
  return {
    ground: colorOf("ground"),
    text: colorOf("text"),
    quiet: colorOf("quiet"),
    edge: colorOf("edge"),
    grid: colorOf("grid-line"),
    gain: colorOf("gain"),
    loss: colorOf("loss"),
    long: colorOf("long"),
    short: colorOf("short"),
    volume: colorOf("volume"),
    fall: colorOf("fall"),
    link: colorOf("link"),
    focus: colorOf("focus"),
    series: [1, 2, 3, 4, 5].map((number) => colorOf(`series-${number}`)),
    font,
  };
}

/** A plot's own colour, or one of five in turn. */
export function plotColor(palette: Palette, color: string | null, at: number): string {
  return color ?? palette.series[at % palette.series.length] ?? palette.text;
}
