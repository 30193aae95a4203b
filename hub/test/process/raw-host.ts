// A host that sends what it likes: for attacks on the real engine that the client would not send.
import { decode, encode } from "@msgpack/msgpack";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { SCHEMA_HASH } from "@backtestr/client";
import { z } from "zod";
import { REAL_ENGINE } from "./engines.ts";

/** What these tests look at in a reply. */
const Answer = z.looseObject({ kind: z.string(), id: z.number() });
type Answer = z.infer<typeof Answer>;

export function framed(body: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32LE(body.length);
  return Buffer.concat([header, body]);
}

export class RawHost {
  readonly exit: Promise<number | null>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #pieces: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);

  constructor() {
    this.#child = spawn(REAL_ENGINE, [], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child.stderr.resume();
    this.#pieces = this.#child.stdout[Symbol.asyncIterator]();
    this.exit = new Promise((resolve) => {
      this.#child.once("exit", resolve);
    });
  }

  async greet(): Promise<Answer> {
    this.send({ kind: "engine.hello", id: 1, schemaHash: SCHEMA_HASH, hostVersion: "test" });
    return this.reply();
  }

  send(message: unknown): void {
    this.#child.stdin.write(framed(encode(message)));
  }

  /** Writes bytes and waits until there is room for more. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#child.stdin.write(bytes)) return;
    await new Promise((resolve) => this.#child.stdin.once("drain", resolve));
  }

  /** The next frame of the engine. */
  async reply(): Promise<Answer> {
    for (;;) {
      const size = this.#rest.length < 4 ? Infinity : this.#rest.readUInt32LE(0);
      if (this.#rest.length >= 4 + size) {
        const frame = this.#rest.subarray(4, 4 + size);
        this.#rest = this.#rest.subarray(4 + size);
        return Answer.parse(decode(frame));
      }
      const piece = await this.#pieces.next();
      if (piece.done === true) throw new Error("The engine has ended.");
      this.#rest = Buffer.concat([this.#rest, piece.value]);
    }
  }

  close(): void {
    this.#child.stdin.end();
  }
}
