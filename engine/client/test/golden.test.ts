// Golden frames: what Rust wrote is read here with the same meaning, and the other way round.
import { decode } from "@msgpack/msgpack";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encoded, replyIn } from "../src/codec.ts";
import { Reply, Request } from "../src/generated/protocol.ts";
import { fromClient, golden, readable } from "./vectors.ts";

const IS_UPDATE = process.env["UPDATE"] === "1";

describe("golden frames", () => {
  for (const { name, bytes, json } of golden("replies")) {
    it(`reply ${name} is read`, () => {
      const decoded = replyIn(bytes);
      assert.ok(decoded.ok, decoded.ok ? "" : decoded.problem);
      assert.deepEqual(readable(decoded.reply), json);
    });
  }

  for (const { name, bytes, json } of golden("requests")) {
    it(`request ${name} is read and written back with the same meaning`, () => {
      const request = Request.parse(decode(bytes));
      assert.deepEqual(readable(request), json);
      const written = encoded(request);
      assert.deepEqual(decode(written), request);
      const file = fromClient(name);
      if (IS_UPDATE) {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, written);
      }
      const advice = "run `UPDATE=1 npm test -- client` and commit engine/vectors";
      assert.ok(existsSync(file), `${file} is missing: ${advice}`);
      // The Rust tests read this file and compare it with the frame that Rust wrote.
      assert.deepEqual(new Uint8Array(readFileSync(file)), written, `stale: ${advice}`);
    });
  }

  it("no encoding of a request is left over", () => {
    const files = readdirSync(path.dirname(fromClient("any"))).sort();
    assert.deepEqual(
      files,
      golden("requests")
        .map(({ name }) => `${name}.msgpack`)
        .sort(),
    );
  });

  it("every kind of message has one", () => {
    const kinds = (messages: { json: unknown }[]): Set<unknown> =>
      new Set(messages.map(({ json }) => kindOf(json)));
    const replies = Reply.options.map((option) => option.shape.kind.value);
    const requests = Request.options.map((option) => option.shape.kind.value);
    assert.deepEqual(kinds(golden("replies")), new Set(replies));
    assert.deepEqual(kinds(golden("requests")), new Set(requests));
  });
});

function kindOf(json: unknown): unknown {
  return json !== null && typeof json === "object" && "kind" in json ? json.kind : undefined;
}
