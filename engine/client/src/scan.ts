// One walk over a frame's bytes before it is decoded: bounds the depth, without recursion, so that
// nothing behind it can be made to recurse; refuses types that the protocol does not use.
import { DEPTH_MAX } from "./generated/protocol.ts";

const ENDS_EARLY = "the frame ends inside a value";

/** A value, or the head of a collection. */
interface Item {
  /** Where the next one begins. */
  readonly end: number;
  /** Values that follow as its content. */
  readonly values: number;
}

/** What is wrong with the bytes of a frame, or null. */
export function problemIn(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  /** How many values each open collection still holds. */
  const open = [1];
  let at = 0;
  for (let left = open.pop(); left !== undefined; left = open.pop()) {
    if (left === 0) continue;
    const item = itemAt(view, at);
    if (typeof item === "string") return item;
    at = item.end;
    open.push(left - 1);
    if (item.values > 0) open.push(item.values);
    if (open.length > DEPTH_MAX + 1) return `values are nested deeper than ${DEPTH_MAX}`;
  }
  return at === bytes.length ? null : `${bytes.length - at} bytes follow the message`;
}

/** The item that begins there, or why there is none. */
function itemAt(view: DataView, at: number): Item | string {
  if (at >= view.byteLength) return ENDS_EARLY;
  const marker = view.getUint8(at);
  const field = lengthFieldOf(marker);
  if (field === null) return `the type 0x${marker.toString(16)} is not in use here`;
  const body = at + 1 + field;
  if (body > view.byteLength) return ENDS_EARLY;
  const { skip, values } = contentOf(marker, numberAt(view, at + 1, field));
  const end = body + skip;
  return end > view.byteLength ? ENDS_EARLY : { end, values };
}

/** Width of the length field behind each marker that has one. */
const LENGTH_FIELDS: ReadonlyMap<number, number> = new Map([
  [0xc4, 1],
  [0xc5, 2],
  [0xc6, 4],
  [0xd9, 1],
  [0xda, 2],
  [0xdb, 4],
  [0xdc, 2],
  [0xdd, 4],
  [0xde, 2],
  [0xdf, 4],
]);

/** Bytes behind each marker of a number. */
const NUMBERS: ReadonlyMap<number, number> = new Map([
  [0xca, 4],
  [0xcb, 8],
  [0xcc, 1],
  [0xcd, 2],
  [0xce, 4],
  [0xcf, 8],
  [0xd0, 1],
  [0xd1, 2],
  [0xd2, 4],
  [0xd3, 8],
]);

/** Nil, false and true. */
const WORDS: ReadonlySet<number> = new Set([0xc0, 0xc2, 0xc3]);

/** Width of the length field, 0 without one, null for types that are not in use. */
function lengthFieldOf(marker: number): number | null {
  if (marker < 0xc0 || marker >= 0xe0) return 0;
  if (WORDS.has(marker) || NUMBERS.has(marker)) return 0;
  return LENGTH_FIELDS.get(marker) ?? null;
}

function numberAt(view: DataView, at: number, width: number): number {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at);
  return width === 4 ? view.getUint32(at) : 0;
}

interface Content {
  readonly skip: number;
  readonly values: number;
}

/** Bytes to pass over and values to expect after a marker and its length field. */
function contentOf(marker: number, length: number): Content {
  if (marker < 0x80 || marker >= 0xe0) return { skip: 0, values: 0 };
  if (marker < 0xc0) return shortContentOf(marker);
  if (marker >= 0xde) return { skip: 0, values: length * 2 };
  if (marker >= 0xdc) return { skip: 0, values: length };
  return { skip: NUMBERS.get(marker) ?? length, values: 0 };
}

/** Maps, lists and texts whose length is in the marker. */
function shortContentOf(marker: number): Content {
  if (marker < 0x90) return { skip: 0, values: (marker & 0x0f) * 2 };
  if (marker < 0xa0) return { skip: 0, values: marker & 0x0f };
  return { skip: marker & 0x1f, values: 0 };
}
