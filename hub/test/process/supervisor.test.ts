// The supervised engine: requests are answered or fail, never lost and never sent twice.
import assert from "node:assert/strict";
import type { Failure, Outcome, RunSettings } from "@backtestr/client";
import { type EngineState, EngineSupervisor } from "../../src/process/supervisor.ts";
import { RESTART_RULES } from "../../src/process/restarts.ts";
import { Engines, placesOf } from "./engines.ts";
import type { Behaviour } from "./fake-engine.ts";

/** Restarts as always, but without long waits. */
const QUICK = { ...RESTART_RULES, firstDelayMs: 20, most: 2 };

function errorOf(outcome: Outcome<unknown>): Failure {
  assert.ok(!outcome.ok, "the request did not fail");
  return outcome.error;
}

describe("the supervised engine", () => {
  const engines = new Engines();
  const started: EngineSupervisor[] = [];
  afterEach(async () => {
    for (const supervisor of started.splice(0)) await supervisor.stop();
  });
  after(() => {
    engines.remove();
  });

  /** A supervisor, and the states it goes through. */
  function supervise(behaves: Behaviour): { supervisor: EngineSupervisor; states: string[] } {
    return superviseProgram(engines.that(behaves));
  }

  function superviseProgram(program: string): { supervisor: EngineSupervisor; states: string[] } {
    const supervisor = new EngineSupervisor({
      places: placesOf(program),
      hostVersion: "1.2.3",
      helloMs: 3_000,
      restartRules: QUICK,
    });
    started.push(supervisor);
    const states: string[] = [];
    supervisor.onState(({ state }) => states.push(state));
    return { supervisor, states };
  }

  function until(supervisor: EngineSupervisor, state: EngineState["state"]): Promise<void> {
    return new Promise((resolve) => {
      const stop = supervisor.onState((now) => {
        if (now.state !== state) return;
        stop();
        resolve();
      });
    });
  }

  it("says why the engine did not take its configuration", async () => {
    const supervisor = new EngineSupervisor({
      places: placesOf(engines.that("refuses-configuration")),
      hostVersion: "1.2.3",
      configuration: { dataHome: "/nowhere", threads: null, memoryBytes: null },
    });
    started.push(supervisor);
    assert.equal(await supervisor.start(), null);
    const { state } = supervisor;
    assert.equal(state.state === "ready" ? state.misconfigured?.message : null, "No store here.");
  });

  it("starts, answers and stops", async () => {
    const { supervisor, states } = supervise("good");
    assert.equal(await supervisor.start(), null);
    assert.ok((await supervisor.request("services.list", {})).ok);
    await supervisor.stop();
    assert.deepEqual(states, ["starting", "ready", "stopped"]);
    assert.equal(errorOf(await supervisor.request("services.list", {})).code, "connection_lost");
  });

  it("starts once, however many ask", async () => {
    const { supervisor, states } = supervise("good");
    assert.deepEqual(await Promise.all([1, 2, 3].map(() => supervisor.start())), [
      null,
      null,
      null,
    ]);
    assert.deepEqual(states, ["starting", "ready"]);
  });

  it("lets requests wait for a start under way", async () => {
    const { supervisor } = supervise("good");
    void supervisor.start();
    assert.ok((await supervisor.request("services.list", {})).ok);
  });

  it("fails at once when there is no engine", async () => {
    const { supervisor } = superviseProgram("/no/such/engine");
    assert.equal((await supervisor.start())?.code, "file_not_found");
    assert.equal(supervisor.state.state, "failed");
    assert.equal(errorOf(await supervisor.request("services.list", {})).code, "file_not_found");
  });

  it("is looked for anew, where it is said to be by now, at a restart", async () => {
    const { supervisor } = superviseProgram("/no/such/engine");
    assert.equal((await supervisor.start())?.code, "file_not_found");
    const places = placesOf(engines.that("good"));
    assert.equal(await supervisor.restart({ places, helloMs: 3_000 }), null);
    assert.equal(await supervisor.restart(), null);
  });

  it("answers what was under way when the engine died, and starts it again", async () => {
    const { supervisor } = supervise("dies-when-asked");
    await supervisor.start();
    const lost = [1, 2, 3].map(() => supervisor.request("services.list", {}));
    for (const outcome of lost) {
      const error = errorOf(await outcome);
      assert.equal(error.code, "connection_lost");
      assert.match(error.causes.join("\n"), /ended with exit code 5/);
    }
    await until(supervisor, "ready");
    assert.ok((await supervisor.request("engine.ping", { payload: "again" })).ok);
  });

  it("gives up after too many deaths, and says so", async () => {
    const { supervisor, states } = supervise("dies-after-hello");
    await supervisor.start();
    await until(supervisor, "failed");
    assert.equal(states.filter((state) => state === "ready").length, 3);
    const { state } = supervisor;
    assert.ok(state.state === "failed");
    assert.match(state.error.message, /too often/);
    assert.match(state.error.causes.join("\n"), /exit code 9/);
  });

  it("ends an engine that speaks nonsense", async () => {
    const { supervisor } = supervise("garbage-when-asked");
    await supervisor.start();
    const error = errorOf(await supervisor.request("services.list", {}));
    assert.equal(error.code, "bad_frame");
    await until(supervisor, "ready");
  });

  it("notices an engine that hangs within five seconds", async () => {
    const { supervisor } = supervise("hangs-when-asked");
    await supervisor.start();
    const begun = performance.now();
    const error = errorOf(await supervisor.request("services.list", {}));
    assert.equal(error.code, "connection_lost");
    assert.match(error.causes.join("\n"), /did not answer any more/);
    assert.ok(performance.now() - begun < 5_500);
    await until(supervisor, "ready");
  });

  it("does not repeat a run in which the engine died twice", async () => {
    const { supervisor } = supervise("dies-when-asked");
    await supervisor.start();
    const run = { planHash: "a", settings: SETTINGS, isLive: false, deadlineMs: null };
    for (let death = 0; death < 2; death += 1) {
      assert.equal(errorOf(await supervisor.request("run.start", run)).code, "connection_lost");
      if (death === 0) await until(supervisor, "ready");
    }
    const error = errorOf(await supervisor.request("run.start", run));
    assert.match(error.message, /died 2 times during this very run/);
  });

  it("tries such a run again, and counts deaths anew, after a restart that was asked for", async () => {
    const { supervisor } = supervise("dies-when-asked");
    await supervisor.start();
    const run = { planHash: "a", settings: SETTINGS, isLive: false, deadlineMs: null };
    const die = () => supervisor.request("run.start", run);
    for (let death = 0; death < QUICK.most; death += 1) {
      await die();
      await until(supervisor, "ready");
    }
    assert.equal(await supervisor.restart(), null);
    assert.equal(errorOf(await die()).code, "connection_lost");
    await until(supervisor, "ready");
  });

  it("stops an engine that does not want to", async () => {
    const { supervisor } = supervise("ignores-shutdown");
    await supervisor.start();
    const { state } = supervisor;
    assert.ok(state.state === "ready" && state.pid !== null);
    await supervisor.stop();
    const { pid } = state;
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
  }).timeout(15_000);

  it("can be stopped while it waits for a restart", async () => {
    const { supervisor } = supervise("dies-after-hello");
    await supervisor.start();
    await until(supervisor, "starting");
    await supervisor.stop();
    assert.equal(supervisor.state.state, "stopped");
  });
});

const SETTINGS: RunSettings = {
  parameters: [],
  account: {
    capital: 1_000,
    currency: "USD",
    size: { by: "contracts", quantity: 1 },
    commission: [],
    slippageTicks: 0,
    pyramiding: 1,
    closeRule: "fifo",
    fills: "nextOpen",
    intrabar: "ohlcPath",
    closeAtEnd: true,
    riskFree: 0,
    profile: "native",
  },
  data: {
    from: "file",
    file: {
      path: "/bars.csv",
      zone: "UTC",
      stamp: "open",
      instrument: { symbol: "A", tick: null, pointValue: 1, lot: null, currency: null },
    },
  },
  chart: null,
  period: null,
  warmupBars: null,
};
