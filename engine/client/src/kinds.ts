// What answers what. The tables name every kind, so a new message does not compile until it is here.
import type { Reply, Request } from "./generated/protocol.ts";

type Kind = Request["kind"];

/** Requests that have no reply of their own; the client sends them itself. */
type ControlKind = "engine.cancel" | "engine.credit";

/** Requests that end in exactly one `done` or `error`. */
export type AnsweredKind = Exclude<Kind, ControlKind>;

type MessageOf<M extends { kind: string }, K extends string> = Extract<M, { kind: K }>;

/** What a request says besides its kind and id. */
export type Fields<K extends AnsweredKind> = Omit<MessageOf<Request, K>, "kind" | "id">;
/** The reply that ends a request. */
export type Done<K extends AnsweredKind> = MessageOf<Reply, `${K}.done`>;
/** One of the replies that carry a request's rows or columns. */
export type Chunk<K extends AnsweredKind> = MessageOf<Reply, `${K}.chunk`>;
/** A report on how far a request is. */
export type Progress<K extends AnsweredKind> = MessageOf<Reply, `${K}.progress`>;

const DONE: { readonly [K in AnsweredKind]: Done<K>["kind"] } = {
  "engine.hello": "engine.hello.done",
  "engine.ping": "engine.ping.done",
  "engine.shutdown": "engine.shutdown.done",
  "engine.configure": "engine.configure.done",
  "services.list": "services.list.done",
  "services.control": "services.control.done",
  "health.all": "health.all.done",
  "health.watch": "health.watch.done",
  "plan.put": "plan.put.done",
  "run.start": "run.start.done",
  "run.trades": "run.trades.done",
  "run.series": "run.series.done",
  "run.window": "run.window.done",
  "run.plots": "run.plots.done",
  "run.values": "run.values.done",
  "run.hints": "run.hints.done",
  "run.drop": "run.drop.done",
  "market.resolve": "market.resolve.done",
  "import.look": "import.look.done",
  "import.start": "import.start.done",
  "store.datasets": "store.datasets.done",
  "store.verify": "store.verify.done",
  "store.remove": "store.remove.done",
  "store.undo": "store.undo.done",
  "store.rename": "store.rename.done",
  "store.pin": "store.pin.done",
  "store.purge": "store.purge.done",
  "store.runs": "store.runs.done",
  "store.saveRun": "store.saveRun.done",
  "store.loadRun": "store.loadRun.done",
  "store.fsck": "store.fsck.done",
  "query.sql": "query.sql.done",
  "query.export": "query.export.done",
};

/** What a reply does to its request. */
export type Role = "done" | "chunk" | "progress" | "error";

export const ROLES: Readonly<Record<Reply["kind"], Role>> = {
  "engine.hello.done": "done",
  "engine.ping.done": "done",
  "engine.shutdown.done": "done",
  "engine.configure.done": "done",
  "services.list.done": "done",
  "services.control.done": "done",
  "health.all.done": "done",
  "health.watch.chunk": "chunk",
  "health.watch.done": "done",
  "plan.put.done": "done",
  "run.start.progress": "progress",
  "run.start.done": "done",
  "run.trades.chunk": "chunk",
  "run.trades.done": "done",
  "run.series.chunk": "chunk",
  "run.series.done": "done",
  "run.window.done": "done",
  "run.plots.chunk": "chunk",
  "run.plots.done": "done",
  "run.values.done": "done",
  "run.hints.done": "done",
  "run.drop.done": "done",
  "market.resolve.done": "done",
  "import.look.done": "done",
  "import.start.progress": "progress",
  "import.start.done": "done",
  "store.datasets.chunk": "chunk",
  "store.datasets.done": "done",
  "store.verify.progress": "progress",
  "store.verify.chunk": "chunk",
  "store.verify.done": "done",
  "store.remove.done": "done",
  "store.undo.done": "done",
  "store.rename.done": "done",
  "store.pin.done": "done",
  "store.purge.done": "done",
  "store.runs.chunk": "chunk",
  "store.runs.done": "done",
  "store.saveRun.done": "done",
  "store.loadRun.done": "done",
  "store.fsck.progress": "progress",
  "store.fsck.chunk": "chunk",
  "store.fsck.done": "done",
  "query.sql.chunk": "chunk",
  "query.sql.done": "done",
  "query.export.progress": "progress",
  "query.export.done": "done",
  error: "error",
};

// The three guards below say what the names of the kinds mean; the tables above hold the names.

export function isDone<K extends AnsweredKind>(kind: K, reply: Reply): reply is Done<K> {
  return reply.kind === DONE[kind];
}

export function isChunk<K extends AnsweredKind>(kind: K, reply: Reply): reply is Chunk<K> {
  return reply.kind === `${kind}.chunk`;
}

export function isProgress<K extends AnsweredKind>(kind: K, reply: Reply): reply is Progress<K> {
  return reply.kind === `${kind}.progress`;
}
