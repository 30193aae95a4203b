// The attack list on the real engine's pipes, and its life under the supervisor.
import { encode } from "@msgpack/msgpack";
import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Client, Health } from "@backtestr/client";
import { EngineSupervisor } from "../../src/process/supervisor.ts";
import { REAL_ENGINE, placesOf } from "./engines.ts";
import { RawHost, framed } from "./raw-host.ts";

/** A real engine that has said hello, and how it ends. */
class Victim {
  readonly child: ChildProcessWithoutNullStreams;
  readonly client: Client;
  readonly exit: Promise<number | null>;

  constructor() {
    this.child = spawn(REAL_ENGINE, [], { stdio: ["pipe", "pipe", "pipe"] });
    this.child.stderr.resume();
    this.client = new Client({ toEngine: this.child.stdin, fromEngine: this.child.stdout });
    this.exit = new Promise((resolve) => {
      this.child.once("exit", resolve);
    });
  }

  static async greeted(): Promise<Victim> {
    const victim = new Victim();
    assert.ok((await victim.client.greet("test")).ok);
    return victim;
  }
}

/** Stops an engine in its tracks. The signal takes effect some time after it was sent. */
async function freeze(supervisor: EngineSupervisor, pid: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  for (;;) {
    const probe = await supervisor.request("services.list", {}, { deadlineMs: 100 });
    if (!probe.ok) return;
  }
}

describe("the real engine", () => {
  before(() => {
    assert.ok(existsSync(REAL_ENGINE), `${REAL_ENGINE} is missing: run \`npm run build\``);
  });

  async function check(attack: Uint8Array, expected: RegExp): Promise<void> {
    const victim = await Victim.greeted();
    const begun = performance.now();
    victim.child.stdin.write(attack);
    const why = await victim.client.ended;
    assert.equal(why.code, "bad_frame");
    assert.match(why.message, expected);
    assert.equal(await victim.exit, 3);
    assert.ok(performance.now() - begun < 6_500);
  }

  const ping = { kind: "engine.ping", id: 7, payload: "" };
  const attacks: readonly [string, Uint8Array, RegExp][] = [
    ["a length of 4 GiB", Buffer.alloc(4, 0xff), /claims 4294967295 bytes/],
    ["an empty frame", Buffer.alloc(4), /no bytes/],
    ["bytes that are no MessagePack", framed(Uint8Array.of(0xc1)), /0xc1/],
    ["a million nested lists", framed(new Uint8Array(1_000_000).fill(0x91)), /map/],
    ["bytes behind a message", framed(Buffer.concat([encode(ping), Buffer.alloc(3)])), /3 bytes/],
    ["a message without an id", framed(encode({ kind: "engine.ping" })), /no id/],
    ["an id of 0", framed(encode({ ...ping, id: 0 })), /no id/],
  ];
  for (const [name, bytes, expected] of attacks) {
    it(`ends on ${name}, with a reason`, () => check(bytes, expected));
  }

  it("answers requests that make no sense and goes on", async () => {
    const host = new RawHost();
    await host.greet();
    const bad = [
      { kind: "engine.sing" },
      { ...ping, extra: 1 },
      { ...ping, payload: 5 },
      { kind: "run.drop", run: Number.NaN },
    ];
    for (const [index, message] of bad.entries()) host.send({ ...message, id: 100 + index });
    for (const index of bad.keys()) {
      const { kind, id, code } = await host.reply();
      assert.deepEqual([kind, id, code], ["error", 100 + index, "bad_request"]);
    }
    host.send({ ...ping, id: 200 });
    assert.equal((await host.reply()).kind, "engine.ping.done");
    host.close();
    assert.equal(await host.exit, 0);
  });

  it("waits five seconds for a header, a frame and a greeting, no longer", async () => {
    const silence = async (): Promise<void> => {
      const victim = new Victim();
      const why = await victim.client.ended;
      assert.match(why.message, /no engine\.hello came within 5 seconds/);
      assert.equal(await victim.exit, 3);
    };
    await Promise.all([
      check(Uint8Array.of(1), /within 5 seconds/),
      check(Uint8Array.of(200, 0, 0, 0, 0x83), /within 5 seconds/),
      silence(),
    ]);
  });

  it("ends when the host closes its pipe, and cut-off frames are told apart", async () => {
    const quiet = await Victim.greeted();
    quiet.client.close();
    assert.equal(await quiet.exit, 0);
    const cut = await Victim.greeted();
    cut.child.stdin.end(Uint8Array.of(9, 0, 0, 0, 1));
    assert.match((await cut.client.ended).message, /5 bytes into a frame/);
    assert.equal(await cut.exit, 3);
  });

  it("keeps its memory flat over a million small frames", async () => {
    const host = new RawHost();
    await host.greet();
    const memory = async (id: number): Promise<number> => {
      host.send({ kind: "health.all", id });
      return Health.parse((await host.reply())["health"]).memoryBytes ?? 0;
    };
    const before = await memory(2);
    // Credit for a request that does not exist has no answer: only the reader is at work.
    for (let batch = 0; batch < 100; batch += 1) {
      const first = 10 + batch * 10_000;
      const frames = Array.from({ length: 10_000 }, (_, index) =>
        framed(encode({ kind: "engine.credit", id: first + index, request: 7, chunks: 1 })),
      );
      await host.write(Buffer.concat(frames));
    }
    const grown = (await memory(2_000_000)) - before;
    assert.ok(grown < 4 << 20, `${grown} bytes more than ${before}`);
    host.close();
  }).timeout(60_000);

  it("is started again after SIGKILL, and the request under way is answered", async () => {
    const supervisor = new EngineSupervisor({
      places: placesOf(REAL_ENGINE),
      hostVersion: "test",
    });
    assert.equal(await supervisor.start(), null);
    const { state } = supervisor;
    assert.ok(state.state === "ready" && state.pid !== null);
    await freeze(supervisor, state.pid);
    const under = supervisor.request("services.list", {});
    process.kill(state.pid, "SIGKILL");
    const outcome = await under;
    assert.ok(!outcome.ok);
    assert.equal(outcome.error.code, "connection_lost");
    assert.match(outcome.error.causes.join("\n"), /signal SIGKILL/);
    assert.ok((await supervisor.request("services.list", {})).ok);
    await supervisor.stop();
  });

  it("is ended and started again when it is stopped by SIGSTOP", async () => {
    const supervisor = new EngineSupervisor({
      places: placesOf(REAL_ENGINE),
      hostVersion: "test",
    });
    assert.equal(await supervisor.start(), null);
    const { state } = supervisor;
    assert.ok(state.state === "ready" && state.pid !== null);
    await freeze(supervisor, state.pid);
    const begun = performance.now();
    const outcome = await supervisor.request("services.list", {});
    assert.ok(!outcome.ok);
    assert.match(outcome.error.causes.join("\n"), /did not answer any more/);
    assert.ok(performance.now() - begun < 5_500);
    assert.ok((await supervisor.request("services.list", {})).ok);
    await supervisor.stop();
  });
});
