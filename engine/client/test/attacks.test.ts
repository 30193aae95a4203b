// The attack list on the pipe from the engine: each ends every request with a clear error.
import assert from "node:assert/strict";
import { framed } from "../src/frames.ts";
import { assertFailed, FakeEngine, pong } from "./fake-engine.ts";

const done = { kind: "engine.ping.done", id: 1, payload: "" };

/** What the engine does instead of answering a ping, and how the ping ends. */
async function check(attack: (engine: FakeEngine) => void, message: RegExp): Promise<void> {
  const engine = new FakeEngine();
  const ping = engine.client.request("engine.ping", { payload: "" });
  const other = engine.client.request("services.list", {});
  await engine.seen("services.list");
  attack(engine);
  assertFailed(await ping, "bad_frame", message);
  assertFailed(await other, "bad_frame", message);
  assertFailed(await engine.client.request("services.list", {}), "bad_frame", message);
  assert.equal((await engine.client.ended).code, "bad_frame");
  assert.equal(engine.client.inFlight, 0);
  assert.ok(engine.toEngine.writableEnded, "the engine is told to end");
}

describe("an engine that does not speak the protocol", () => {
  const attacks: [string, (engine: FakeEngine) => void, RegExp][] = [
    [
      "prints text",
      (e) => {
        e.sendBytes(Buffer.from("Segmentation fault\n"));
      },
      /claims \d+ bytes/,
    ],
    [
      "claims 4 GiB",
      (e) => {
        e.sendBytes(Buffer.alloc(4, 0xff));
      },
      /claims 4294967295 bytes/,
    ],
    [
      "sends an empty frame",
      (e) => {
        e.sendBytes(Buffer.alloc(4));
      },
      /no bytes/,
    ],
    [
      "sends no MessagePack",
      (e) => {
        e.sendBytes(framed(Uint8Array.of(0xc1)));
      },
      /not in use/,
    ],
    [
      "nests a million lists",
      (e) => {
        e.sendBytes(framed(new Uint8Array(1_000_000).fill(0x91)));
      },
      /deeper than 64/,
    ],
    [
      "sends a list",
      (e) => {
        e.sendValue([1, 2, 3]);
      },
      /object/,
    ],
    [
      "sends an unknown kind",
      (e) => {
        e.sendValue({ ...done, kind: "engine.sing" });
      },
      /kind/,
    ],
    [
      "sends an unknown field",
      (e) => {
        e.sendValue({ ...done, extra: true });
      },
      /extra/,
    ],
    [
      "sends a wrong type",
      (e) => {
        e.sendValue({ ...done, payload: 7 });
      },
      /payload/,
    ],
    [
      "answers somebody else",
      (e) => {
        e.sendValue({ ...done, id: 99 });
      },
      /nobody asked/,
    ],
    [
      "answers something else",
      (e) => {
        e.sendValue({ kind: "run.drop.done", id: 1 });
      },
      /run\.drop\.done is no answer to engine\.ping/,
    ],
    [
      "gives up the connection",
      (e) => {
        const error = { code: "bad_frame", message: "The engine ends.", help: null };
        e.sendValue({ kind: "error", id: 0, ...error, statement: null, node: null, causes: [] });
      },
      /The engine ends\./,
    ],
  ];
  for (const [name, attack, message] of attacks) {
    it(name, () => check(attack, message));
  }

  it("answers twice", async () => {
    const engine = new FakeEngine((request, self) => {
      pong(request, self);
      pong(request, self);
    });
    assert.ok((await engine.client.request("engine.ping", { payload: "" })).ok);
    assert.match((await engine.client.ended).message, /after the end of request 1/);
  });

  it("sends chunks out of order or without credit", async () => {
    const chunks = async (numbers: number[]): Promise<string> => {
      const engine = new FakeEngine();
      const never = new Promise<void>(() => undefined);
      const window = { run: 1, first: 0, count: 1 };
      const pull = engine.client.request("run.trades", window, { onChunk: () => never });
      const { id } = await engine.seen("run.trades");
      for (const chunk of numbers) engine.send({ kind: "run.trades.chunk", id, chunk, trades: [] });
      const outcome = await pull;
      return outcome.ok ? "" : outcome.error.message;
    };
    assert.match(await chunks([0, 2]), /chunk 2 of request 1 came where 1 was due/);
    assert.match(await chunks([...Array(9).keys()]), /without credit/);
  });
});

describe("an engine that ends", () => {
  it("fails what is under way and what comes after", async () => {
    const engine = new FakeEngine();
    const pings = Array.from({ length: 50 }, () =>
      engine.client.request("engine.ping", { payload: "" }),
    );
    await engine.seen("engine.ping", 50);
    engine.die();
    for (const ping of pings) assertFailed(await ping, "connection_lost", /has ended/);
    assertFailed(await engine.client.request("services.list", {}), "connection_lost");
  });

  it("inside a frame is told apart", async () => {
    const engine = new FakeEngine();
    const ping = engine.client.request("engine.ping", { payload: "" });
    await engine.seen("engine.ping");
    engine.fromEngine.end(Uint8Array.of(9, 0, 0, 0, 1));
    const outcome = await ping;
    assertFailed(outcome, "connection_lost");
    assert.match(outcome.ok ? "" : outcome.error.causes.join(), /cut off/);
  });

  it("and stops listening first, is heard out", async () => {
    const engine = new FakeEngine();
    const ping = engine.client.request("engine.ping", { payload: "" });
    await engine.seen("engine.ping");
    engine.toEngine.destroy(new Error("EPIPE"));
    const error = { code: "internal", message: "Out of memory.", help: null } as const;
    engine.send({ kind: "error", id: 0, ...error, statement: null, node: null, causes: [] });
    assertFailed(await ping, "internal", /Out of memory/);
  });

  it("after a half frame and silence, within five seconds and a bit", async () => {
    const engine = new FakeEngine();
    const ping = engine.client.request("engine.ping", { payload: "" });
    await engine.seen("engine.ping");
    const begun = performance.now();
    engine.sendBytes(Uint8Array.of(200, 0));
    assertFailed(await ping, "bad_frame", /within 5 seconds/);
    assert.ok(performance.now() - begun < 7_000);
  });
});

describe("memory", () => {
  it("stays flat over many small frames", async () => {
    const engine = new FakeEngine(pong);
    const batch = async (): Promise<void> => {
      const pings = Array.from({ length: 500 }, () =>
        engine.client.request("engine.ping", { payload: "" }),
      );
      for (const ping of pings) assert.ok((await ping).ok);
      engine.requests.length = 0;
    };
    /** The lowest use of a few rounds: what stays when garbage is gone. */
    const lowest = async (): Promise<number> => {
      let low = Infinity;
      for (let round = 0; round < 25; round += 1) {
        await batch();
        low = Math.min(low, process.memoryUsage().heapUsed);
      }
      return low;
    };
    await lowest();
    const before = await lowest();
    await lowest();
    const grown = (await lowest()) - before;
    assert.ok(grown < 16 << 20, `${grown} bytes more`);
  });

  it("is bounded when the engine does not read", async () => {
    const engine = new FakeEngine();
    engine.toEngine.pause();
    engine.toEngine.removeAllListeners("data");
    const payload = "x".repeat(500_000);
    let refused = 0;
    for (let count = 0; count < 100; count += 1) {
      void engine.client.request("engine.ping", { payload }).then((outcome) => {
        if (!outcome.ok && outcome.error.code === "busy") refused += 1;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(refused > 50, `${refused} refused`);
    assert.ok(engine.toEngine.writableLength < 20 << 20);
    engine.die();
    await engine.client.ended;
  });
});
