// One walk over a frame's bytes before it is decoded: bounds the depth, without recursion, so that
// nothing behind it can be made to recurse; refuses types that the protocol does not use.
import { DEPTH_MAX } from "./generated/protocol.ts";

const ENDS_EARLY = "the frame ends inside a value";

/** What follows a marker byte. */
interface Item {
  /** Bytes of the value after the marker and its length field. */
  readonly skip: number;
  /** Values that follow as its content. */
  readonly values: number;
}

/** What is wrong with the bytes of a frame, or null. */
export function problemIn(bytes: Uint8Array): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  /** How many values each open collection still holds. */
  const open = [1];
  let at = 0;
  while (open.length > 0) {
    const left = open.pop() ?? 0;
    if (left === 0) continue;
    open.push(left - 1);
    if (at >= view.byteLength) return ENDS_EARLY;
    const marker = view.getUint8(at);
    const field = lengthFieldOf(marker);
    if (field === null) return `the type 0x${marker.toString(16)} is not in use here`;
    if (at + 1 + field > view.byteLength) return ENDS_EARLY;
    const item = itemOf(marker, numberAt(view, at + 1, field));
    at += 1 + field + item.skip;
    if (at > view.byteLength) return ENDS_EARLY;
    if (item.values === 0) continue;
    if (open.length > DEPTH_MAX) return `values are nested deeper than ${DEPTH_MAX}`;
    open.push(item.values);
  }
  return at === view.byteLength ? null : `${view.byteLength - at} bytes follow the message`;
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

function itemOf(marker: number, length: number): Item {
  if (marker < 0x80 || marker >= 0xe0) return { skip: 0, values: 0 };
  if (marker < 0x90) return { skip: 0, values: (marker & 0x0f) * 2 };
  if (marker < 0xa0) return { skip: 0, values: marker & 0x0f };
  if (marker < 0xc0) return { skip: marker & 0x1f, values: 0 };
  if (marker >= 0xde) return { skip: 0, values: length * 2 };
  if (marker >= 0xdc) return { skip: 0, values: length };
  return { skip: NUMBERS.get(marker) ?? length, values: 0 };
}
