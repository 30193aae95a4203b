// Splits the bytes of a pipe into frames: a little-endian u32 length, then that many bytes.
import { FRAME_BYTES_MAX } from "./generated/protocol.ts";

const HEADER_BYTES = 4;
const FIRST_CAPACITY = 1024;

/** What a piece of the stream held. After a problem nothing further can be read. */
export interface Split {
  readonly frames: readonly Uint8Array[];
  readonly problem: string | null;
}

/**
 * Joins pieces of any size into frames. A frame inside one piece is a view of it; one that spans
 * pieces is collected in a buffer that grows by what arrives, never by what a header claims.
 */
export class FrameSplitter {
  #buffer = new Uint8Array(FIRST_CAPACITY);
  /** Bytes of a begun frame, its header included, at the front of the buffer. */
  #held = 0;
  /** The size that the held header claims, once it is there and allowed. */
  #size: number | null = null;

  /** Whether some bytes of a frame are there and others are missing. */
  get isInside(): boolean {
    return this.#held > 0;
  }

  push(piece: Uint8Array): Split {
    const frames: Uint8Array[] = [];
    let rest = piece;
    while (rest.length > 0) {
      const size = this.#held === 0 ? sizeOf(rest) : this.#heldSize();
      if (size !== null && !isAllowed(size)) return { frames, problem: refusal(size) };
      rest = size === null ? this.#hold(rest, HEADER_BYTES) : this.#advance(rest, size, frames);
    }
    const claimed = this.#heldSize() ?? 1;
    return { frames, problem: isAllowed(claimed) ? null : refusal(claimed) };
  }

  #heldSize(): number | null {
    return this.#size ?? sizeOf(this.#heldBytes());
  }

  #heldBytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#held);
  }

  /** Takes what belongs to the frame of that size and returns the others. */
  #advance(rest: Uint8Array, size: number, frames: Uint8Array[]): Uint8Array {
    const whole = HEADER_BYTES + size;
    if (this.#held === 0 && rest.length >= whole) {
      frames.push(rest.subarray(HEADER_BYTES, whole));
      return rest.subarray(whole);
    }
    this.#size = size;
    const left = this.#hold(rest, whole);
    if (this.#held === whole) frames.push(this.#take());
    return left;
  }

  /** Keeps bytes until `whole` are held, and returns the others. */
  #hold(rest: Uint8Array, whole: number): Uint8Array {
    const taken = rest.subarray(0, whole - this.#held);
    const needed = this.#held + taken.length;
    if (needed > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      grown.set(this.#heldBytes());
      this.#buffer = grown;
    }
    this.#buffer.set(taken, this.#held);
    this.#held = needed;
    return rest.subarray(taken.length);
  }

  #take(): Uint8Array {
    const frame = this.#buffer.subarray(HEADER_BYTES, this.#held);
    // The frame is a view of the buffer, so the next one needs another.
    this.#buffer = new Uint8Array(FIRST_CAPACITY);
    this.#held = 0;
    this.#size = null;
    return frame;
  }
}

function sizeOf(bytes: Uint8Array): number | null {
  if (bytes.length < HEADER_BYTES) return null;
  return new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES).getUint32(0, true);
}

function isAllowed(size: number): boolean {
  return size > 0 && size <= FRAME_BYTES_MAX;
}

function refusal(size: number): string {
  if (size === 0) return "a frame has no bytes";
  return `a frame claims ${size} bytes; the most is ${FRAME_BYTES_MAX}`;
}

/** A frame around a body: the length in front. */
export function framed(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, HEADER_BYTES);
  return frame;
}
