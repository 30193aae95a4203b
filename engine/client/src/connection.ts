// One connection to an engine: writes requests, reads replies, and ends every request exactly once,
// also when the engine dies, says something else than the protocol, or says nothing at all.
import type { Readable, Writable } from "node:stream";
import { frameOf, replyIn } from "./codec.ts";
import { type Failure, type Outcome, failure, failureIn } from "./failure.ts";
import { FrameSplitter } from "./frames.ts";
import type { Reply, Request } from "./generated/protocol.ts";
import type { AnsweredKind, Done } from "./kinds.ts";
import { type Link, type Pending, PendingRequest, type RequestOptions } from "./pending.ts";

/** Time in which a frame that has begun must be complete. */
const FRAME_MS = 5_000;
/** Time for the engine's last words after it stopped listening. */
const LAST_WORDS_MS = 1_000;
/** Bytes that may wait for the engine to read. */
const UNREAD_BYTES_MAX = 16 << 20;
const ID_MAX = 0xffff_ffff;

/** The engine's standard pipes, seen from here. */
export interface Pipes {
  readonly toEngine: Writable;
  readonly fromEngine: Readable;
}

/** Makes the frames of one request; each gets the request's id. */
export type Parts = (id: number) => Iterable<Request>;

export class Connection {
  readonly #pipes: Pipes;
  readonly #splitter = new FrameSplitter();
  readonly #pending = new Map<number, Pending>();
  /** Requests that were given up here; the engine may still answer them. */
  readonly #abandoned = new Set<number>();
  readonly #ended: Promise<Failure>;
  #tellEnd: (why: Failure) => void = () => undefined;
  #end: Failure | null = null;
  #lastId = 0;
  #framesRead = 0;
  #frameTimer: NodeJS.Timeout | undefined;
  #lastWordsTimer: NodeJS.Timeout | undefined;
  readonly #link: Link = {
    sendCancel: (request) => {
      this.#write({ kind: "engine.cancel", id: this.#nextId(), request });
    },
    sendCredit: (request) => {
      this.#write({ kind: "engine.credit", id: this.#nextId(), request, chunks: 1 });
    },
    settled: (id, isAnswered) => {
      this.#pending.delete(id);
      if (!isAnswered && this.#end === null) this.#abandoned.add(id);
    },
  };

  constructor(pipes: Pipes) {
    this.#pipes = pipes;
    this.#ended = new Promise((resolve) => {
      this.#tellEnd = resolve;
    });
    pipes.fromEngine.on("data", (piece: Uint8Array) => {
      this.#onData(piece);
    });
    pipes.fromEngine.on("close", () => {
      this.#finish(this.#splitter.isInside ? cutOff() : lost());
    });
    pipes.fromEngine.on("error", (error) => {
      this.#finish(lost([error.message]));
    });
    pipes.toEngine.on("error", (error) => {
      // The engine has stopped listening; what it says last may still be on its way.
      this.#lastWordsTimer ??= setTimeout(() => {
        this.#finish(lost([error.message]));
      }, LAST_WORDS_MS);
    });
  }

  /** Resolves when the connection has ended, with the reason. */
  get ended(): Promise<Failure> {
    return this.#ended;
  }

  /** Frames read so far: a sign of life. */
  get framesRead(): number {
    return this.#framesRead;
  }

  /** Requests without an outcome. */
  get inFlight(): number {
    return this.#pending.size;
  }

  /** Sends a request in one or more frames and follows it to its outcome. */
  async send<K extends AnsweredKind>(
    kind: K,
    parts: Parts,
    options: RequestOptions<K> = {},
  ): Promise<Outcome<Done<K>>> {
    const refused = this.#refusal(kind, options);
    if (refused !== null) return { ok: false, error: refused };
    const id = this.#nextId();
    const pending = new PendingRequest(id, kind, options, this.#link);
    this.#pending.set(id, pending);
    let isFirst = true;
    for (const part of parts(id)) {
      if (!isFirst) await this.#drained(pending.outcome);
      isFirst = false;
      if (!this.#pending.has(id)) break;
      const problem = this.#write(part);
      if (problem !== null) pending.fail(problem);
    }
    return pending.outcome;
  }

  /** Closes the pipe to the engine, which then ends. */
  close(): void {
    this.#pipes.toEngine.end();
  }

  #refusal<K extends AnsweredKind>(kind: K, options: RequestOptions<K>): Failure | null {
    if (this.#end !== null) return this.#end;
    if (options.signal?.aborted === true) return failure("cancelled", `${kind} was cancelled.`);
    if (this.#lastId < ID_MAX) return null;
    return failure("limit_exceeded", "The connection has no ids left.", "Restart the engine.");
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Writes a frame; returns why it was not written. */
  #write(request: Request): Failure | null {
    const { toEngine } = this.#pipes;
    if (this.#end !== null || !toEngine.writable) return this.#end ?? lost();
    if (toEngine.writableLength > UNREAD_BYTES_MAX) {
      return failure("busy", "The engine does not read what it is sent.", "Wait, or restart it.");
    }
    const frame = frameOf(request);
    if (frame === null) {
      return failure("limit_exceeded", `The request ${request.kind} is longer than a frame.`);
    }
    toEngine.write(frame);
    return null;
  }

  /** Waits until the engine has read what was written, or nothing more needs to be. */
  async #drained(outcome: Promise<unknown>): Promise<void> {
    const { toEngine } = this.#pipes;
    if (!toEngine.writableNeedDrain) return;
    const drained = new Promise((resolve) => toEngine.once("drain", resolve));
    await Promise.race([drained, outcome, this.#ended]);
  }

  #onData(piece: Uint8Array): void {
    if (this.#end !== null) return;
    const { frames, problem } = this.#splitter.push(piece);
    for (const frame of frames) {
      const broken = this.#receive(frame);
      if (broken !== null) {
        this.#finish(broken);
        return;
      }
    }
    if (problem !== null) this.#finish(nonsense(problem));
    else this.#watchFrame(frames.length > 0);
  }

  /** A frame that has begun must not take long; a new one begins a new time. */
  #watchFrame(hasCompleted: boolean): void {
    if (hasCompleted || !this.#splitter.isInside) {
      clearTimeout(this.#frameTimer);
      this.#frameTimer = undefined;
    }
    if (!this.#splitter.isInside || this.#frameTimer !== undefined) return;
    this.#frameTimer = setTimeout(() => {
      this.#finish(nonsense(`a frame was not complete within ${FRAME_MS / 1000} seconds`));
    }, FRAME_MS);
  }

  /** Hands a reply to its request; returns why the connection cannot go on. */
  #receive(frame: Uint8Array): Failure | null {
    this.#framesRead += 1;
    const decoded = replyIn(frame);
    if (!decoded.ok) return nonsense(decoded.problem);
    const { reply } = decoded;
    if (reply.kind === "error" && reply.id === 0) return failureIn(reply);
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return this.#unexpected(reply);
    const problem = pending.accept(reply);
    return problem === null ? null : nonsense(problem);
  }

  /** A reply to a request that was given up is passed over, its last one for good. */
  #unexpected(reply: Reply): Failure | null {
    if (!this.#abandoned.has(reply.id)) return nonsense(`nobody asked for ${reply.kind}`);
    if (reply.kind === "error" || reply.kind.endsWith(".done")) this.#abandoned.delete(reply.id);
    return null;
  }

  #finish(why: Failure): void {
    if (this.#end !== null) return;
    this.#end = why;
    clearTimeout(this.#frameTimer);
    clearTimeout(this.#lastWordsTimer);
    for (const pending of [...this.#pending.values()]) pending.fail(why);
    this.#abandoned.clear();
    this.#pipes.toEngine.end();
    this.#tellEnd(why);
  }
}

function lost(causes: readonly string[] = []): Failure {
  const help = "Try again: the engine is started anew.";
  return { ...failure("connection_lost", "The engine has ended.", help), causes };
}

function cutOff(): Failure {
  return lost(["Its last frame was cut off."]);
}

function nonsense(why: string): Failure {
  const message = `What the engine sent is not the protocol: ${why}.`;
  return failure("bad_frame", message, "Use the engine that came with BackTestr.");
}
