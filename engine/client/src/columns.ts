// Columns from the wire as typed arrays: always copies, because a view into a frame can start at any
// byte and would keep the whole frame alive.

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const VALUE_BYTES = 8;

/** The numbers of an f64 column; NaN means "no value". */
export function numbersIn(column: Uint8Array): Float64Array {
  return new Float64Array(copyOf(column));
}

/** The values of an i64 column: times in nanoseconds UTC. */
export function timesIn(column: Uint8Array): BigInt64Array {
  return new BigInt64Array(copyOf(column));
}

const NS_PER_US = 1_000;
const HALF = 2 ** 32;
const HALF_US = Math.floor(HALF / NS_PER_US);
const HALF_REST_NS = HALF % NS_PER_US;

/**
 * The same column in whole microseconds, rounded down, as numbers: exact for the years 1684 to 2255.
 * Split into halves, since a number cannot hold the nanoseconds and a big integer is slow.
 */
export function timesUsIn(column: Uint8Array): Float64Array {
  const bytes = copyOf(column);
  const [low, high] = [new Uint32Array(bytes), new Int32Array(bytes)];
  const [lowAt, highAt] = IS_LITTLE_ENDIAN ? [0, 1] : [1, 0];
  return Float64Array.from({ length: column.length / VALUE_BYTES }, (_, row) => {
    const upper = high[2 * row + highAt] ?? 0;
    const restNs = upper * HALF_REST_NS + (low[2 * row + lowAt] ?? 0);
    return upper * HALF_US + Math.floor(restNs / NS_PER_US);
  });
}

/** The bytes in this machine's order. A column that does not end between values is a bug. */
function copyOf(column: Uint8Array): ArrayBuffer {
  if (column.length % VALUE_BYTES !== 0) {
    throw new RangeError(`A column of ${column.length} bytes does not hold whole values.`);
  }
  const copy = new Uint8Array(column.length);
  copy.set(column);
  if (!IS_LITTLE_ENDIAN) Buffer.from(copy.buffer).swap64();
  return copy.buffer;
}
