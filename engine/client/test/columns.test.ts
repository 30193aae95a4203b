// Columns as typed arrays: from any offset, with every special value, and always as copies.
import assert from "node:assert/strict";
import { replyIn } from "../src/codec.ts";
import { numbersIn, timesIn, timesUsIn } from "../src/columns.ts";
import { golden } from "./vectors.ts";

function column(name: string): { numbers: Uint8Array | null; times: Uint8Array | null } {
  const frame = golden("replies").find((one) => one.name === name);
  assert.ok(frame !== undefined);
  const decoded = replyIn(frame.bytes);
  assert.ok(decoded.ok && decoded.reply.kind === "run.series.chunk");
  return decoded.reply;
}

describe("columns", () => {
  it("hold numbers that are no numbers", () => {
    const { numbers } = column("run.series.chunk-nan");
    assert.ok(numbers !== null);
    const expected = [NaN, 0, -0, Infinity, -Infinity, 2.2250738585072014e-308];
    assert.deepEqual([...numbersIn(numbers)], expected);
  });

  it("hold nanoseconds exactly", () => {
    const { times } = column("run.series.chunk-times");
    assert.ok(times !== null);
    assert.deepEqual(
      [...timesIn(times)],
      [1577975400000000000n, 0n, -1n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n],
    );
  });

  it("hold microseconds as whole numbers, the same as by big integers", () => {
    const DAY_NS = 86_400_000_000_000n;
    const instants = [-100_000n, -1n, 0n, 1n, 18_263n, 20_000n, 100_000n].flatMap((day) =>
      [0n, 1n, 999n, 1_000n, 1_001n, 4_294_967_295n, 4_294_967_296n].flatMap((ns) => [
        day * DAY_NS + ns,
        day * DAY_NS - ns,
      ]),
    );
    const column = new Uint8Array(BigInt64Array.from(instants).buffer);
    // Big integers divide towards zero.
    const floors = instants.map((ns) => (ns - (((ns % 1_000n) + 1_000n) % 1_000n)) / 1_000n);
    assert.deepEqual([...timesUsIn(column)], floors.map(Number));
  });

  it("are copies, from any offset", () => {
    const frame = new Uint8Array(64).fill(1);
    for (let offset = 0; offset < 8; offset += 1) {
      const view = frame.subarray(offset, offset + 16);
      const numbers = numbersIn(view);
      assert.equal(numbers.length, 2);
      assert.notEqual(numbers.buffer, frame.buffer);
      assert.equal(numbers.buffer.byteLength, 16);
    }
  });

  it("that end inside a value are a bug", () => {
    assert.throws(() => numbersIn(new Uint8Array(7)), /7 bytes/);
  });
});
