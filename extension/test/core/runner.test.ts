// What is shown when runs that were asked for and live runs of edited texts end in any order.
import assert from "node:assert/strict";
import { failure, type RunSummary } from "@backtestr/hub";
import type { EngineHouse, RunCall } from "../../src/core/engine-house.ts";
import { LiveTimesLog } from "../../src/core/live-times.ts";
import { Results } from "../../src/core/results.ts";
import { Runner } from "../../src/core/runner.ts";
import { NOTHING_GIVEN, type CompiledStrategy } from "../../src/core/strategy.ts";

const FILE = "/w/a.strat";

/** Only what settings are made of; texts with the same title have equal plans. */
function compiled(version: number, title: string): CompiledStrategy {
  const parts = {
    ...{ version, title, text: title, plan: { title }, declared: [] },
    data: { source: { from: "file", path: "a.csv" }, chart: "1d", period: null, zone: null },
    account: { size: {}, commission: [] },
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the text is read
  return parts as unknown as CompiledStrategy;
}

/** An engine whose runs end when the test says so, in the order of its questions. */
function scene(at: { version: number; text: string }) {
  const ends: (() => Promise<void>)[] = [];
  const run = (_: string, { signal }: RunCall) =>
    new Promise((resolve) => {
      const number = ends.length + 1;
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the summary is read
      const summary = { run: number, seconds: 0.01 } as RunSummary;
      const end = () => {
        resolve({ ok: true, value: summary });
        return soon();
      };
      ends.push(end);
      signal.addEventListener("abort", () => void end());
    });
  const error = failure("internal", "The engine has ended too often.", "Restart the engine.");
  const engine = { starts: 0, isGivenUp: false };
  const supervisor = {
    get state() {
      return engine.isGivenUp ? { state: "failed", error } : { state: "ready" };
    },
    start: () => {
      engine.starts += 1;
      engine.isGivenUp = false;
      return Promise.resolve(null);
    },
  };
  const house = {
    life: 1,
    supervisor,
    start: supervisor.start,
    run,
    forget: () => Promise.resolve(),
  };
  const results = new Results();
  const again: string[] = [];
  const runner = new Runner({
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the runner asks nothing else of it
    house: house as unknown as EngineHouse,
    results,
    budgetMs: () => 100,
    onLive: () => undefined,
    openText: () => at,
    folderOf: () => null,
    onOlder: (file) => again.push(file),
    liveTimes: new LiveTimesLog(),
    nowMs: () => 0,
    after: () => () => undefined,
  });
  const type = async (version: number, title: string): Promise<void> => {
    Object.assign(at, { version, text: title });
    runner.textChanged(FILE, compiled(version, title), 0);
    await soon();
  };
  const ask = async (version: number, title: string): Promise<void> => {
    const { signal } = new AbortController();
    const options = { given: NOTHING_GIVEN, signal, onProgress: () => undefined };
    void runner.run(FILE, compiled(version, title), options);
    await soon();
  };
  const end = (number: number): Promise<void> | undefined => ends[number - 1]?.();
  return { results, runner, engine, again, type, ask, end, runs: () => ends.length };
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a run that was asked for", () => {
  it("does not take the place of a newer text's result when it ends late", async () => {
    const { results, again, type, ask, end, runs } = scene({ version: 1, text: "slow" });
    await ask(1, "slow");
    await type(2, "edited");
    await end(2);
    await end(1);
    const { shown, kept, staleness } = results.of(FILE);
    assert.deepEqual([shown?.run, kept?.run, staleness.kind], [2, 1, "fresh"]);
    assert.deepEqual(again, [FILE]);
    await type(3, "edited");
    assert.equal(runs(), 2);
    assert.equal(results.of(FILE).shown?.compiled.version, 3);
  });

  it("is shown as that of an older text where there is no newer result", async () => {
    const at = { version: 1, text: "slow" };
    const { results, type, ask, end, runs } = scene(at);
    await ask(1, "slow");
    Object.assign(at, { version: 2, text: "with errors" });
    results.mark(FILE, { kind: "errors" });
    await end(1);
    assert.deepEqual(results.of(FILE).staleness, { kind: "errors" });
    results.mark(FILE, { kind: "fresh" });
    await ask(2, "slower");
    Object.assign(at, { version: 3, text: "edited" });
    await end(2);
    assert.deepEqual(results.of(FILE).staleness, { kind: "edited" });
    assert.equal(results.of(FILE).shown?.run, 2);
    await type(4, "slower");
    assert.equal(runs(), 2);
    assert.deepEqual(results.of(FILE).staleness, { kind: "fresh" });
  });

  it("is shown as fresh when nothing was edited", async () => {
    const { results, again, ask, end } = scene({ version: 1, text: "slow" });
    await ask(1, "slow");
    await end(1);
    const { shown, kept, staleness } = results.of(FILE);
    assert.deepEqual([shown?.run, kept?.run, staleness.kind, again], [1, 1, "fresh", []]);
  });

  it("is that of a text whose edit was undone, or whose file has another name", async () => {
    const at = { version: 1, text: "slow" };
    const { results, again, ask, end } = scene(at);
    await ask(1, "slow");
    at.version = 3;
    await end(1);
    assert.deepEqual(results.of(FILE).staleness, { kind: "fresh" });
    assert.deepEqual(again, [FILE]);
  });
});

describe("an edit that nothing runs", () => {
  it("makes what is shown the result of an older text, until the text is run", async () => {
    const { results, runner, type, end } = scene({ version: 1, text: "slow" });
    runner.edited(FILE);
    assert.deepEqual(results.of(FILE).staleness, { kind: "fresh" });
    await type(1, "first");
    await end(1);
    runner.edited(FILE);
    assert.deepEqual(results.of(FILE).staleness, { kind: "edited" });
    await type(3, "first");
    assert.deepEqual(results.of(FILE).staleness, { kind: "fresh" });
  });
});

describe("an engine that was given up", () => {
  it("is not started again by typing, but by a run that was asked for", async () => {
    const { results, engine, type, ask, end, runs } = scene({ version: 1, text: "slow" });
    engine.isGivenUp = true;
    await type(1, "first");
    assert.deepEqual([engine.starts, runs()], [0, 0]);
    const { staleness } = results.of(FILE);
    assert.ok(staleness.kind === "failed");
    assert.match(`${staleness.message} ${staleness.help ?? ""}`, /too often.*Restart the engine/);
    await ask(1, "first");
    await end(1);
    assert.deepEqual([engine.starts, results.of(FILE).shown?.run], [1, 1]);
  });
});
