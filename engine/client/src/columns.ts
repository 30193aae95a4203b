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
