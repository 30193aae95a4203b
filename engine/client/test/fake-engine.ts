// An engine for tests of the client: in this process, at the other end of two streams.
import { decode, encode } from "@msgpack/msgpack";
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { Client } from "../src/client.ts";
import { FrameSplitter, framed } from "../src/frames.ts";
import { Request, type Reply } from "../src/generated/protocol.ts";

export class FakeEngine {
  readonly client: Client;
  readonly toEngine = new PassThrough();
  readonly fromEngine = new PassThrough();
  readonly requests: Request[] = [];
  readonly #waiting: (() => void)[] = [];

  /** `answer` is called for each request. */
  constructor(answer: (request: Request, engine: FakeEngine) => void = () => undefined) {
    const splitter = new FrameSplitter();
    this.toEngine.on("data", (piece: Uint8Array) => {
      for (const frame of splitter.push(piece).frames) {
        const request = Request.parse(decode(frame));
        this.requests.push(request);
        answer(request, this);
        for (const wake of this.#waiting.splice(0)) wake();
      }
    });
    this.client = new Client({ toEngine: this.toEngine, fromEngine: this.fromEngine });
  }

  send(reply: Reply): void {
    this.sendValue(reply);
  }

  /** Sends what no engine should. */
  sendValue(value: unknown): void {
    this.fromEngine.write(framed(encode(value)));
  }

  sendBytes(bytes: Uint8Array): void {
    this.fromEngine.write(bytes);
  }

  /** The engine dies. */
  die(): void {
    this.fromEngine.destroy();
    this.toEngine.destroy();
  }

  /** Waits for a request of that kind. */
  async seen<K extends Request["kind"]>(
    kind: K,
    count = 1,
  ): Promise<Extract<Request, { kind: K }>> {
    const isKind = (request: Request): request is Extract<Request, { kind: K }> =>
      request.kind === kind;
    for (;;) {
      const found = this.requests.filter(isKind);
      const last = found[count - 1];
      if (last !== undefined) return last;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** The engine's answer to a ping. */
export function pong(request: Request, engine: FakeEngine): void {
  if (request.kind !== "engine.ping") return;
  engine.send({ kind: "engine.ping.done", id: request.id, payload: request.payload });
}

export function assertFailed(
  outcome: { readonly ok: boolean; readonly error?: { code: string; message: string } },
  code: string,
  message = /./,
): void {
  assert.ok(!outcome.ok && outcome.error !== undefined, "the request did not fail");
  assert.equal(outcome.error.code, code);
  assert.match(outcome.error.message, message);
}
