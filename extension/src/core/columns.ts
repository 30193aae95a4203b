// Columns of the wire as arrays of their own, whole and exact in length, as pages get them.
import { numbersIn, timesIn } from "@backtestr/hub";

export function numbersOf(column: Uint8Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(numbersIn(column));
}

/** Times that the wire carries in microseconds. */
export function timesUsOf(column: Uint8Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(timesIn(column), Number);
}
