// An engine for tests of the process: a plain program that greets, and then does as its name says.
import { decode, encode } from "@msgpack/msgpack";
import { writeSync } from "node:fs";
import { z } from "zod";

const Asked = z.looseObject({
  kind: z.string(),
  id: z.number(),
  schemaHash: z.string().optional(),
  payload: z.string().optional(),
  configuration: z.looseObject({ dataHome: z.string().nullable() }).optional(),
});
type Asked = z.infer<typeof Asked>;

function write(bytes: Uint8Array): void {
  writeSync(1, bytes);
}

function send(value: unknown): void {
  const body = encode(value);
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32LE(body.length);
  frame.set(body, 4);
  write(frame);
}

function hello({ id, schemaHash }: Asked, others: object = {}): void {
  const engineVersion = "0.0.1";
  send({ kind: "engine.hello.done", id, schemaHash, engineVersion, capabilities: [], ...others });
}

function pong({ kind, id, payload }: Asked): void {
  if (kind === "engine.ping") send({ kind: "engine.ping.done", id, payload });
}

/** What the last `engine.configure` said. */
let home: string | null = null;

function finding(path: string): object {
  return { isDamage: true, path, text: "It is not what was written." };
}

/** A dataset, or a part of one, with one version. */
function dataset(name: string, version: number): object {
  const of = { symbol: name, series: "quotes", timeframe: null, price: null, zone: "UTC" };
  const counts = { rows: 1, bytes: 1, csvBytes: null, segments: 1, rowsIn: 1, rowsKept: 1 };
  const span = { firstTimeUs: 0, lastTimeUs: 0, sources: [], sourceCount: 0 };
  const rules = { rowsDuplicate: 0, rejected: [], flagged: [] };
  const versions = [{ version, ...counts, ...span, ...rules }];
  return { name, ...of, versions, instrument: null, isPinned: false };
}

/** Answers of an engine with a store in which there is always the same. */
const STORE: Readonly<Record<string, (id: number) => readonly object[]>> = {
  "engine.configure": () => [{ kind: "engine.configure.done" }],
  "query.sql": () => [
    { kind: "query.sql.chunk", chunk: 0, columns: [{ name: "n", typeName: "BIGINT" }], rows: [] },
    { kind: "query.sql.chunk", chunk: 1, columns: null, rows: [["1"], [null]] },
    { kind: "query.sql.done", rows: 2, isCut: true },
  ],
  "store.remove": () => [{ kind: "store.remove.done", change: 17 }],
  "store.verify": () => [
    { kind: "store.verify.progress", filesDone: 1, filesTotal: 2 },
    { kind: "store.verify.chunk", chunk: 0, findings: [finding("a")] },
    { kind: "store.verify.chunk", chunk: 1, findings: [finding("b")] },
    { kind: "store.verify.done", files: 2, bytes: 10 },
  ],
  "store.datasets": () => [
    { kind: "store.datasets.chunk", chunk: 0, datasets: [dataset("A", 1), dataset("B", 1)] },
    { kind: "store.datasets.chunk", chunk: 1, datasets: [dataset("B", 2), dataset("C", 1)] },
    { kind: "store.datasets.done" },
  ],
  // Says where the store is, so that a test sees what it was given.
  "store.saveRun": () => [{ kind: "store.saveRun.done", saved: home ?? "nowhere" }],
};

function answerFromStore({ kind, id, configuration }: Asked): void {
  if (configuration !== undefined) home = configuration.dataHome;
  for (const reply of STORE[kind]?.(id) ?? []) send({ ...reply, id });
}

function refuse({ id }: Asked): void {
  const nothing = { help: null, statement: null, node: null, causes: [] };
  send({ kind: "error", id, code: "unavailable", message: "No store here.", ...nothing });
}

function stayAlive(): void {
  setInterval(() => undefined, 60_000);
}

/** What each engine does with a request; `hello` comes first. */
const BEHAVIOURS = {
  good: (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    if (request.kind === "services.list") {
      send({ kind: "services.list.done", id: request.id, services: [] });
    }
    if (request.kind === "engine.shutdown") {
      send({ kind: "engine.shutdown.done", id: request.id });
      process.exit(0);
    }
    pong(request);
  },
  "has-a-store": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    else answerFromStore(request);
    pong(request);
  },
  "refuses-configuration": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    if (request.kind === "engine.configure") refuse(request);
    pong(request);
  },
  "never-greets": stayAlive,
  "greets-another-protocol": (request: Asked) => {
    hello(request, { schemaHash: "0".repeat(64) });
  },
  "dies-at-start": () => {
    process.stderr.write("libengine.so: cannot open shared object file\n");
    process.exit(127);
  },
  "prints-text": () => {
    write(Buffer.from("Welcome to the engine!\n"));
  },
  "half-a-frame": () => {
    write(Uint8Array.of(200, 0, 0));
  },
  "dies-after-hello": (request: Asked) => {
    hello(request);
    setTimeout(() => process.exit(9), 30);
  },
  "dies-when-asked": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    else if (request.kind !== "engine.ping") process.exit(5);
    pong(request);
  },
  "hangs-when-asked": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    else if (request.kind !== "engine.ping") for (;;);
    pong(request);
  },
  "garbage-when-asked": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    else if (request.kind !== "engine.ping") write(Buffer.alloc(64, 0xee));
    pong(request);
  },
  "ignores-shutdown": (request: Asked) => {
    if (request.kind === "engine.hello") hello(request);
    pong(request);
  },
};

export type Behaviour = keyof typeof BEHAVIOURS;

export function behave(name: Behaviour): void {
  if (process.argv.includes("--version")) {
    const version = { name: "backtestr-engine", engineVersion: "0.0.1", schemaHash: "0" };
    process.stdout.write(JSON.stringify({ ...version, os: "test", arch: "none" }));
    return;
  }
  if (name === "ignores-shutdown") {
    process.on("SIGTERM", () => undefined);
    stayAlive();
  }
  let rest = Buffer.alloc(0);
  process.stdin.on("data", (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
      const end = 4 + rest.readUInt32LE(0);
      const request = Asked.parse(decode(rest.subarray(4, end)));
      rest = rest.subarray(end);
      BEHAVIOURS[name](request);
    }
  });
}
