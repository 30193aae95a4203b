// The frame splitter and the walk over a frame's bytes: any chunking, any bytes, bounded memory.
import { encode } from "@msgpack/msgpack";
import assert from "node:assert/strict";
import fc from "fast-check";
import { replyIn } from "../src/codec.ts";
import { FrameSplitter, framed } from "../src/frames.ts";
import { FRAME_BYTES_MAX } from "../src/generated/protocol.ts";
import { problemIn } from "../src/scan.ts";
import { golden } from "./vectors.ts";

/** All frames of the pieces, and the problem that ended them. */
function split(pieces: readonly Uint8Array[]): { frames: Uint8Array[]; problem: string | null } {
  const splitter = new FrameSplitter();
  const frames: Uint8Array[] = [];
  for (const piece of pieces) {
    const found = splitter.push(piece);
    frames.push(...found.frames);
    if (found.problem !== null) return { frames, problem: found.problem };
  }
  return { frames, problem: null };
}

/** Bytes cut at the given lengths. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)];
}

const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: 1, maxLength });

describe("the frame splitter", () => {
  it("gives the same frames for any chunking", () => {
    fc.assert(
      fc.property(
        fc.array(bytes(300), { maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 400 })),
        (bodies, lengths) => {
          const stream = Uint8Array.from(Buffer.concat(bodies.map(framed)));
          const { frames, problem } = split(cut(stream, lengths));
          assert.equal(problem, null);
          assert.deepEqual(
            frames.map((frame) => [...frame]),
            bodies.map((body) => [...body]),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("ends in frames or a problem for any bytes", () => {
    fc.assert(
      fc.property(bytes(2_000), fc.array(fc.integer({ min: 0, max: 99 })), (stream, lengths) => {
        const { frames } = split(cut(stream, lengths));
        const taken = frames.reduce((sum, frame) => sum + frame.length + 4, 0);
        assert.ok(taken <= stream.length);
      }),
    );
  });

  it("refuses a length before its bytes arrive", () => {
    for (const size of [0xffffffff, 2 ** 30, FRAME_BYTES_MAX + 1]) {
      const header = Buffer.alloc(4);
      header.writeUInt32LE(size);
      const { problem } = split(cut(header, [1, 1, 1, 1]));
      assert.match(problem ?? "", /claims \d+ bytes/);
    }
    assert.match(split([new Uint8Array(4)]).problem ?? "", /no bytes/);
  });

  it("joins a long frame from single bytes without a copy a byte", () => {
    const body = new Uint8Array(400_000).fill(7);
    const splitter = new FrameSplitter();
    const begun = performance.now();
    let seen = 0;
    for (const byte of framed(body)) seen += splitter.push(Uint8Array.of(byte)).frames.length;
    assert.equal(seen, 1);
    assert.ok(performance.now() - begun < 5_000, "quadratic work would take minutes");
  });

  it("knows whether it is inside a frame", () => {
    const splitter = new FrameSplitter();
    splitter.push(Uint8Array.of(3, 0));
    assert.ok(splitter.isInside);
    splitter.push(Uint8Array.of(0, 0, 1, 2, 3));
    assert.ok(!splitter.isInside);
    splitter.push(Uint8Array.of(1));
    assert.ok(splitter.isInside);
  });
});

describe("the walk over a frame", () => {
  it("finds nothing wrong with golden frames, and every cut", () => {
    for (const { name, bytes: frame } of golden("replies")) {
      assert.equal(problemIn(frame), null, name);
      for (let length = 0; length < Math.min(frame.length, 500); length += 1) {
        assert.notEqual(problemIn(frame.subarray(0, length)), null, `${name} cut at ${length}`);
      }
    }
  });

  it("bounds the depth, of a million lists too", () => {
    const nested = (depth: number): Uint8Array => new Uint8Array(depth + 1).fill(0x91, 0, depth);
    assert.equal(problemIn(nested(64)), null);
    assert.match(problemIn(nested(65)) ?? "", /deeper than 64/);
    assert.match(problemIn(nested(1_000_000)) ?? "", /deeper than 64/);
  });

  it("refuses types that are not in use and what follows the message", () => {
    for (const marker of [0xc1, 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8]) {
      assert.match(problemIn(Uint8Array.of(marker, 0, 0)) ?? "", /not in use/);
    }
    assert.match(problemIn(Uint8Array.of(0xc0, 0xc0)) ?? "", /1 bytes follow/);
  });

  it("agrees with the decoder on any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(problemIn(encode(value)), null);
      }),
    );
  });

  it("lets no bytes through as a reply unless they are one", () => {
    fc.assert(
      fc.property(bytes(400), (frame) => {
        assert.ok(!replyIn(frame).ok);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("replies that are refused", () => {
  const done = { kind: "engine.ping.done", id: 1, payload: "" };
  const check = (value: unknown, expected: RegExp): void => {
    const decoded = replyIn(encode(value));
    assert.ok(!decoded.ok);
    assert.match(decoded.problem, expected);
  };

  it("have unknown or missing fields, or an unknown kind", () => {
    check({ ...done, extra: 1 }, /extra/);
    check({ kind: "engine.ping.done", id: 1 }, /payload/);
    check({ ...done, kind: "engine.sing.done" }, /kind/);
    check([1, 2], /object/);
    check(null, /object/);
  });

  it("have wrong types or numbers", () => {
    check({ ...done, payload: 1 }, /payload/);
    check({ ...done, id: -1 }, /id/);
    check({ ...done, id: 1.5 }, /id/);
    check({ ...done, id: 2 ** 32 }, /id/);
    const progress = { kind: "run.start.progress", id: 1, phase: "", done: Number.NaN };
    check({ ...progress, total: null, perSecond: null, secondsLeft: null }, /done/);
  });

  it("have keys that no object may have", () => {
    const frame = encode({ ...done, xxproto__: 1 });
    Buffer.from(frame.buffer).write("__proto__", Buffer.from(frame.buffer).indexOf("xxproto__"));
    assert.ok(!replyIn(frame).ok);
  });
});
