// The typed client against a scripted engine: every request ends exactly once, whatever happens.
import assert from "node:assert/strict";
import type { Request } from "../src/generated/protocol.ts";
import { assertFailed, FakeEngine, pong } from "./fake-engine.ts";

const RUN = { run: 1, first: 0, count: 10 };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A chunk of trades without trades. */
function sendChunk(engine: FakeEngine, id: number, chunk: number): void {
  engine.send({ kind: "run.trades.chunk", id, chunk, trades: [] });
}

describe("the client", () => {
  it("answers requests by id, in any order", async () => {
    const held: Request[] = [];
    const engine = new FakeEngine((request) => held.push(request));
    const pings = ["a", "b", "c"].map((payload) =>
      engine.client.request("engine.ping", { payload }),
    );
    await engine.seen("engine.ping", 3);
    for (const request of held.reverse()) pong(request, engine);
    const payloads = (await Promise.all(pings)).map((one) => (one.ok ? one.reply.payload : null));
    assert.deepEqual(payloads, ["a", "b", "c"]);
    assert.equal(engine.client.inFlight, 0);
  });

  it("hands errors on as data", async () => {
    const error = { code: "unknown_run", message: "Run 1 is gone.", help: null } as const;
    const engine = new FakeEngine(({ id }, self) => {
      self.send({ kind: "error", id, ...error, statement: 4, node: null, causes: ["why"] });
    });
    const outcome = await engine.client.request("run.drop", { run: 1 });
    assert.deepEqual(outcome, {
      ok: false,
      error: { ...error, statement: 4, node: null, causes: ["why"] },
    });
  });

  it("refuses to send what the wire does not carry", async () => {
    const engine = new FakeEngine();
    assertFailed(await engine.client.request("run.drop", { run: -1 }), "bad_request", /run/);
    assertFailed(
      await engine.client.request("run.drop", { run: Number.NaN }),
      "bad_request",
      /run/,
    );
    const payload = "x".repeat(2 << 20);
    assertFailed(await engine.client.request("engine.ping", { payload }), "limit_exceeded");
    assert.equal(engine.requests.length, 0);
    assert.equal(engine.client.inFlight, 0);
  });

  it("reports progress and gives credit as chunks are read", async () => {
    const engine = new FakeEngine();
    const seen: number[] = [];
    const outcome = engine.client.request("run.trades", RUN, {
      onChunk: async ({ chunk }) => {
        await turn();
        seen.push(chunk);
      },
    });
    const { id } = await engine.seen("run.trades");
    for (let chunk = 0; chunk < 20; chunk += 1) {
      if (chunk >= 8) await engine.seen("engine.credit", chunk - 7);
      sendChunk(engine, id, chunk);
    }
    engine.send({ kind: "run.trades.done", id, total: 20 });
    assert.ok((await outcome).ok);
    assert.deepEqual(seen, [...Array(20).keys()]);
  });

  it("reads every chunk before the outcome", async () => {
    const engine = new FakeEngine();
    let isRead = false;
    const outcome = engine.client.request("run.trades", RUN, {
      onChunk: async () => {
        await turn();
        await turn();
        isRead = true;
      },
    });
    const { id } = await engine.seen("run.trades");
    sendChunk(engine, id, 0);
    engine.send({ kind: "run.trades.done", id, total: 1 });
    assert.ok((await outcome).ok);
    assert.ok(isRead);
  });

  it("stops a request whose reader throws, and shows the caller what was thrown", async () => {
    const engine = new FakeEngine(pong);
    const outcome = engine.client.request("run.trades", RUN, {
      onChunk: () => {
        throw new Error("a bug");
      },
    });
    const { id } = await engine.seen("run.trades");
    sendChunk(engine, id, 0);
    await assert.rejects(outcome, /a bug/);
    assert.equal((await engine.seen("engine.cancel")).request, id);
    sendChunk(engine, id, 1);
    engine.send({ kind: "run.trades.done", id, total: 2 });
    assert.ok((await engine.client.request("engine.ping", { payload: "" })).ok);
  });

  it("cancels on abort and takes the engine's word for how it ended", async () => {
    const engine = new FakeEngine();
    const stop = new AbortController();
    const outcome = engine.client.request("run.trades", RUN, { signal: stop.signal });
    const { id } = await engine.seen("run.trades");
    stop.abort();
    assert.equal((await engine.seen("engine.cancel")).request, id);
    engine.send({ kind: "run.trades.done", id, total: 3 });
    assert.ok((await outcome).ok);
  });

  it("does not wait long for an engine that does not confirm a cancel", async () => {
    const engine = new FakeEngine(pong);
    const stop = new AbortController();
    const outcome = engine.client.request("run.trades", RUN, { signal: stop.signal });
    const { id } = await engine.seen("run.trades");
    stop.abort();
    assertFailed(await outcome, "cancelled");
    sendChunk(engine, id, 0);
    engine.send({ kind: "run.trades.done", id, total: 1 });
    assert.ok((await engine.client.request("engine.ping", { payload: "" })).ok);
  });

  it("sends nothing for a request that is cancelled before it starts", async () => {
    const engine = new FakeEngine();
    const signal = AbortSignal.abort();
    assertFailed(await engine.client.request("services.list", {}, { signal }), "cancelled");
    assert.equal(engine.requests.length, 0);
  });

  it("holds a deadline and passes over the late answer", async () => {
    const engine = new FakeEngine(pong);
    const outcome = await engine.client.request("services.list", {}, { deadlineMs: 30 });
    assertFailed(outcome, "deadline_exceeded", /services\.list/);
    const { request } = await engine.seen("engine.cancel");
    engine.send({ kind: "services.list.done", id: request, services: [] });
    assert.ok((await engine.client.request("engine.ping", { payload: "" })).ok);
  });

  it("refuses an engine of another protocol and names both versions", async () => {
    const engine = new FakeEngine(({ id }, self) => {
      const other = { schemaHash: "0123456789abcdef", engineVersion: "7.7.7", capabilities: [] };
      self.send({ kind: "engine.hello.done", id, ...other });
    });
    const outcome = await engine.client.greet("8.8.8");
    assertFailed(outcome, "schema_mismatch", /8\.8\.8.*7\.7\.7 \(protocol 01234567\)/);
  });

  it("sends a large plan in parts under one id", async () => {
    const engine = new FakeEngine((request, self) => {
      if (request.kind !== "plan.put" || !request.isLast) return;
      const counts = { nodeCount: 0, statementCount: 0 };
      self.send({ kind: "plan.put.done", id: request.id, planHash: "h", ...counts });
    });
    const texts = Array.from({ length: 300 }, (_, index) => `${index}`.padEnd(10_000, "x"));
    const plan = { contexts: [], parameters: [], texts, nodes: [], cells: [], statements: [] };
    assert.ok((await engine.client.putPlan(plan)).ok);
    const parts = engine.requests.filter((request) => request.kind === "plan.put");
    assert.ok(parts.length > 2);
    assert.equal(new Set(parts.map(({ id }) => id)).size, 1);
    assert.deepEqual(
      parts.flatMap(({ part }) => part.texts),
      texts,
    );
    assert.deepEqual(parts.map(({ isLast }) => isLast).lastIndexOf(false), parts.length - 2);
  });
});
