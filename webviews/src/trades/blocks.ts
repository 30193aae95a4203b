// The rows that the panel holds: blocks of equal size, pulled when they are seen, the oldest forgotten first. Pure.
import type { TradeRecord } from "../../messages/trades.ts";

export const BLOCK_ROWS = 200;
const BLOCKS_MAX = 20;

export class Blocks {
  /** In the order of their last use. */
  readonly #held = new Map<number, readonly TradeRecord[]>();

  rowAt(place: number): TradeRecord | null {
    const number = Math.floor(place / BLOCK_ROWS);
    return this.#held.get(number)?.[place - number * BLOCK_ROWS] ?? null;
  }

  /** The first block that these rows need and nobody has, or null. Uses the others. */
  missing(first: number, count: number): number | null {
    const from = Math.floor(first / BLOCK_ROWS);
    const to = Math.floor((first + Math.max(0, count - 1)) / BLOCK_ROWS);
    let absent: number | null = null;
    for (let number = from; number <= to; number += 1) {
      const rows = this.#held.get(number);
      if (rows === undefined) {
        absent ??= number;
        continue;
      }
      this.#held.delete(number);
      this.#held.set(number, rows);
    }
    return absent;
  }

  put(first: number, rows: readonly TradeRecord[]): void {
    this.#held.set(Math.floor(first / BLOCK_ROWS), rows);
    for (const number of this.#held.keys()) {
      if (this.#held.size <= BLOCKS_MAX) return;
      this.#held.delete(number);
    }
  }

  clear(): void {
    this.#held.clear();
  }
}
