// One request from its sending to its only outcome: progress, chunks with credit, cancel, deadline.
import { type Failure, type Outcome, failure, failureIn } from "./failure.ts";
import { CHUNK_CREDIT, type Reply } from "./generated/protocol.ts";
import {
  type AnsweredKind,
  type Chunk,
  type Done,
  type Progress,
  ROLES,
  isChunk,
  isDone,
  isProgress,
} from "./kinds.ts";

/** How long a cancelled request may take to say so before it counts as cancelled anyway. */
const CANCEL_GRACE_MS = 1_000;

export interface RequestOptions<K extends AnsweredKind> {
  /** Aborting it asks the engine to stop. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress<K>) => void;
  /** The engine sends a few chunks ahead; the next come as the promises returned here resolve. */
  readonly onChunk?: (chunk: Chunk<K>) => void | Promise<void>;
  /** Time after which the request is cancelled and fails with `deadline_exceeded`. */
  readonly deadlineMs?: number;
}

/** What a request needs of its connection. */
export interface Link {
  readonly sendCancel: (id: number) => void;
  readonly sendCredit: (id: number) => void;
  /** The request has its outcome; `isAnswered` is false when the engine may still reply to it. */
  readonly settled: (id: number, isAnswered: boolean) => void;
}

/** A request under way, as its connection sees it. */
export interface Pending {
  /** Takes a reply; returns what is wrong with it. */
  readonly accept: (reply: Reply) => string | null;
  /** Ends the request without an answer of the engine. */
  readonly fail: (error: Failure) => void;
}

/** Follows a request that is about to be sent. Its outcome comes exactly once. */
export class PendingRequest<K extends AnsweredKind> implements Pending {
  readonly #id: number;
  readonly #kind: K;
  readonly #options: RequestOptions<K>;
  readonly #link: Link;
  readonly outcome: Promise<Outcome<Done<K>>>;
  #resolve: (outcome: Outcome<Done<K>>) => void = unset;
  #reject: (bug: unknown) => void = unset;
  /** The engine has said its last word; readers of chunks may still be at work. */
  #isAnswered = false;
  #isSettled = false;
  #chunksSeen = 0;
  #chunksUnread = 0;
  /** The last chunk's reader; chunks are read one after another. */
  #reading: Promise<void> = Promise.resolve();
  readonly #deadline: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  readonly #onAbort = (): void => {
    this.#cancel();
  };

  constructor(id: number, kind: K, options: RequestOptions<K>, link: Link) {
    this.#id = id;
    this.#kind = kind;
    this.#options = options;
    this.#link = link;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (options.deadlineMs !== undefined) {
      this.#deadline = setTimeout(() => {
        this.#expire(options.deadlineMs ?? 0);
      }, options.deadlineMs);
    }
  }

  accept(reply: Reply): string | null {
    if (this.#isAnswered) return `${reply.kind} came after the end of request ${this.#id}`;
    switch (ROLES[reply.kind]) {
      case "error":
        return this.#onError(reply);
      case "done":
        return this.#onDone(reply);
      case "progress":
        return this.#onProgress(reply);
      case "chunk":
        return this.#onChunk(reply);
    }
  }

  fail(error: Failure): void {
    if (!this.#isAnswered) this.#settle({ ok: false, error });
  }

  #onError(reply: Reply): string | null {
    if (reply.kind !== "error") return strange(this.#kind, reply);
    this.#isAnswered = true;
    this.#settle({ ok: false, error: failureIn(reply) });
    return null;
  }

  #onDone(reply: Reply): string | null {
    if (!isDone(this.#kind, reply)) return strange(this.#kind, reply);
    this.#isAnswered = true;
    // The outcome waits until the last chunk has been read.
    void this.#reading.then(() => {
      this.#settle({ ok: true, reply });
    });
    return null;
  }

  #onProgress(reply: Reply): string | null {
    if (!isProgress(this.#kind, reply)) return strange(this.#kind, reply);
    this.#options.onProgress?.(reply);
    return null;
  }

  #onChunk(reply: Reply): string | null {
    if (!("chunk" in reply) || !isChunk(this.#kind, reply)) return strange(this.#kind, reply);
    if (reply.chunk !== this.#chunksSeen) {
      return `chunk ${reply.chunk} of request ${this.#id} came where ${this.#chunksSeen} was due`;
    }
    this.#chunksSeen += 1;
    this.#chunksUnread += 1;
    if (this.#chunksUnread > CHUNK_CREDIT) return `request ${this.#id} sent chunks without credit`;
    this.#reading = this.#reading.then(() => this.#read(reply));
    return null;
  }

  async #read(chunk: Chunk<K>): Promise<void> {
    if (this.#isSettled) return;
    try {
      await this.#options.onChunk?.(chunk);
    } catch (bug) {
      // The reader is at fault, not the engine: the request stops and the caller sees what was thrown.
      if (!this.#isAnswered) this.#link.sendCancel(this.#id);
      this.#finish();
      this.#reject(bug);
      return;
    }
    this.#chunksUnread -= 1;
    if (!this.#isOver()) this.#link.sendCredit(this.#id);
  }

  /** Whether the engine needs to hear nothing more. */
  #isOver(): boolean {
    return this.#isSettled || this.#isAnswered;
  }

  #cancel(): void {
    this.#link.sendCancel(this.#id);
    this.#grace = setTimeout(() => {
      this.fail(failure("cancelled", "The request was cancelled."));
    }, CANCEL_GRACE_MS);
  }

  #expire(deadlineMs: number): void {
    this.#link.sendCancel(this.#id);
    const message = `The engine did not answer ${this.#kind} within ${deadlineMs / 1000} seconds.`;
    this.fail(
      failure("deadline_exceeded", message, "Try again; restart the engine if it persists."),
    );
  }

  #settle(outcome: Outcome<Done<K>>): void {
    if (this.#isSettled) return;
    this.#finish();
    this.#resolve(outcome);
  }

  #finish(): void {
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    clearTimeout(this.#grace);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    this.#link.settled(this.#id, this.#isAnswered);
  }
}

function unset(): void {
  // Replaced in the constructor, where a promise hands out its two ends.
}

function strange(kind: AnsweredKind, reply: Reply): string {
  return `${reply.kind} is no answer to ${kind}`;
}
