// The signs of trades, drawn once for a palette and stamped on each frame: hundreds of small paths would cost more than all candles.
import type { Spot } from "./marks.ts";
import type { Palette } from "./palette.ts";

type Context = OffscreenCanvasRenderingContext2D;

const SIZE = 6;
/** From the middle of a stamp to its edge: the longer side of a triangle and its rim. */
const REACH = 14;

/** Entries are filled triangles that point where the trade hopes to go, exits hollow diamonds. */
export interface TradeStamps {
  /** Device pixels of one pixel of the page, across and down. */
  readonly ratios: Ratios;
  readonly entry: Readonly<Record<Side, ImageBitmap>>;
  readonly exit: Readonly<Record<Side, ImageBitmap>>;
}

export interface Ratios {
  readonly across: number;
  readonly down: number;
}

type Side = "long" | "short";

export function tradeStamps({ long, short, ground }: Palette, ratios: Ratios): TradeStamps {
  const entry = (isUp: boolean, color: string): ImageBitmap =>
    stamped(ratios, (context) => {
      triangle(context, isUp, color, ground);
    });
  const exit = (color: string): ImageBitmap =>
    stamped(ratios, (context) => {
      diamond(context, color, ground);
    });
  return {
    ratios,
    entry: { long: entry(true, long), short: entry(false, short) },
    exit: { long: exit(long), short: exit(short) },
  };
}

/** Puts a stamp's middle on the device pixel of a spot, as candles are: beside the grid of pixels its edges would blur. */
export function stampAt(
  context: CanvasRenderingContext2D,
  stamp: ImageBitmap,
  spot: Spot,
  { across, down }: Ratios,
): void {
  const left = Math.round(spot.x * across) - Math.ceil(REACH * across);
  const top = Math.round(spot.y * down) - Math.ceil(REACH * down);
  context.drawImage(stamp, left, top);
}

/** The place 0, 0 of what is drawn lies in the middle of the stamp. */
function stamped({ across, down }: Ratios, draw: (context: Context) => void): ImageBitmap {
  const x = Math.ceil(REACH * across);
  const y = Math.ceil(REACH * down);
  const canvas = new OffscreenCanvas(2 * x + 1, 2 * y + 1);
  const context = canvas.getContext("2d");
  if (context !== null) {
    context.translate(x + 0.5, y + 0.5);
    context.scale(across, down);
    draw(context);
  }
  return canvas.transferToImageBitmap();
}

/** Its tip is at the price. The rim in the colour of the ground keeps it off the candles. */
function triangle(context: Context, isUp: boolean, color: string, rim: string): void {
  const base = (isUp ? 1 : -1) * SIZE * 1.8;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-SIZE, base);
  context.lineTo(SIZE, base);
  context.closePath();
  context.lineWidth = 2;
  context.strokeStyle = rim;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

function diamond(context: Context, color: string, ground: string): void {
  context.beginPath();
  context.moveTo(0, -SIZE);
  context.lineTo(SIZE, 0);
  context.lineTo(0, SIZE);
  context.lineTo(-SIZE, 0);
  context.closePath();
  context.fillStyle = ground;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.stroke();
}
