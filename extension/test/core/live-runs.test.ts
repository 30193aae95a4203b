// Newest wins, one in flight and one waiting, equal plans run nothing, a slow file pauses.
import assert from "node:assert/strict";
import { LiveRuns, type LiveEnd, type LiveJob, type LiveState } from "../../src/core/live-runs.ts";

/** A job that ends when its test says so, or when it is stopped. */
function held(key: string) {
  const log: string[] = [];
  let end: (how: LiveEnd) => void = () => undefined;
  let deadline = 0;
  const job: LiveJob = {
    key,
    onSame: () => log.push("same"),
    start: (signal, deadlineMs) => {
      log.push("started");
      deadline = deadlineMs;
      return new Promise<LiveEnd>((resolve) => {
        end = resolve;
        signal.addEventListener("abort", () => {
          log.push("stopped");
          resolve({ kind: "superseded" });
        });
      });
    },
  };
  const settle = async (how: LiveEnd): Promise<void> => {
    end(how);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { job, log, settle, deadline: () => deadline };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));
const done = (seconds: number): LiveEnd => ({ kind: "done", seconds });

function live(first = 100, budgets: Readonly<Record<string, number>> = {}) {
  let budgetMs = first;
  const states: LiveState[] = [];
  const timers = new Set<() => void>();
  const runs = new LiveRuns({
    budgetMs: (file) => budgets[file] ?? budgetMs,
    onState: (_, state) => states.push(state),
    after: (_, act) => {
      timers.add(act);
      return () => timers.delete(act);
    },
  });
  /** Lets all time pass that anybody waits for. */
  const pass = () => {
    for (const act of timers) act();
    timers.clear();
  };
  const allow = (ms: number) => {
    budgetMs = ms;
    runs.resumeAll();
  };
  return { runs, states, pass, allow };
}

describe("live runs", () => {
  it("stop for a newer text, of which only the newest waits", async () => {
    const { runs } = live();
    const [first, second, third] = [held("1"), held("2"), held("3")];
    runs.submit("a", first.job);
    runs.submit("a", second.job);
    runs.submit("a", third.job);
    await soon();
    assert.deepEqual(first.log, ["started", "stopped"]);
    assert.deepEqual(second.log, []);
    assert.deepEqual(third.log, ["started"]);
  });

  it("go on when the newest text is the one in flight again", async () => {
    const { runs } = live();
    const [first, second] = [held("1"), held("1")];
    runs.submit("a", first.job);
    runs.submit("a", second.job);
    await first.settle(done(0.01));
    assert.deepEqual(first.log, ["started"]);
    assert.deepEqual(second.log, ["same"]);
  });

  it("are not made again for an equal text", async () => {
    const { runs } = live();
    const [first, again, other] = [held("1"), held("1"), held("2")];
    runs.submit("a", first.job);
    await first.settle(done(0.01));
    runs.submit("a", again.job);
    runs.submit("a", other.job);
    assert.deepEqual([again.log, other.log], [["same"], ["started"]]);
  });

  it("are made again after the engine that held them died", async () => {
    const { runs } = live();
    const [first, again] = [held("1"), held("1")];
    runs.submit("a", first.job);
    await first.settle(done(0.01));
    runs.forgetResults();
    runs.submit("a", again.job);
    assert.deepEqual(again.log, ["started"]);
  });

  it("under way when results are forgotten are no result either", async () => {
    const { runs } = live();
    const [first, again] = [held("1"), held("1")];
    runs.submit("a", first.job);
    runs.forgetResults();
    runs.submit("a", again.job);
    await first.settle(done(0.01));
    assert.deepEqual(again.log, ["started"]);
  });

  it("pause above their budget until they are asked to go on", async () => {
    const { runs, states } = live(100);
    const [slow, next, later] = [held("1"), held("2"), held("3")];
    runs.submit("a", slow.job);
    await slow.settle(done(1.4));
    assert.deepEqual(states.at(-1), { kind: "paused", seconds: 1.4 });
    runs.submit("a", next.job);
    assert.deepEqual(next.log, []);
    runs.resume("a");
    runs.submit("a", later.job);
    assert.deepEqual(later.log, ["started"]);
  });

  it("have the budget of their own file", async () => {
    const { runs } = live(100, { slow: 5_000 });
    for (const file of ["slow", "fast"]) {
      const { job, settle } = held("1");
      runs.submit(file, job);
      await settle(done(1.4));
    }
    assert.deepEqual([runs.stateOf("slow").kind, runs.stateOf("fast").kind], ["idle", "paused"]);
  });

  it("go on with a larger budget, and pause again with one that does not suffice", async () => {
    const { runs, allow } = live(100);
    const pauses = async (key: string, seconds: number): Promise<boolean> => {
      const { job, log, settle } = held(key);
      runs.submit("a", job);
      await settle(done(seconds));
      assert.deepEqual(log, ["started"]);
      return runs.stateOf("a").kind === "paused";
    };
    assert.equal(await pauses("1", 1.4), true);
    allow(500);
    assert.equal(await pauses("2", 1.4), true);
    allow(2_000);
    assert.equal(await pauses("3", 1.4), false);
  });

  it("have time to load their data once, then their budget", async () => {
    const { runs } = live(100);
    const [first, second] = [held("1"), held("2")];
    runs.submit("a", first.job);
    await first.settle(done(0.02));
    runs.submit("a", second.job);
    assert.equal(first.deadline(), 20_000);
    assert.equal(second.deadline(), 100);
  });

  it("that end at their deadline are made once more before they pause", async () => {
    const { runs } = live(100);
    const [first, slow] = [held("1"), held("2")];
    runs.submit("a", first.job);
    await first.settle(done(0.02));
    runs.submit("a", slow.job);
    await slow.settle({ kind: "late" });
    assert.deepEqual(slow.log, ["started", "started"]);
    await slow.settle({ kind: "late" });
    assert.deepEqual(slow.log, ["started", "started"]);
    assert.deepEqual(runs.stateOf("a"), { kind: "paused", seconds: null });
  });

  it("a little above their budget pause when they are two in a row", async () => {
    const { runs } = live(100);
    const lasting = async (key: string, seconds: number) => {
      const { job, settle } = held(key);
      runs.submit("a", job);
      await settle(done(seconds));
      return runs.stateOf("a").kind;
    };
    assert.equal(await lasting("1", 0.15), "idle");
    assert.equal(await lasting("2", 0.05), "idle");
    assert.equal(await lasting("3", 0.15), "idle");
    assert.equal(await lasting("4", 0.11), "paused");
  });

  it("are long when no result comes for a while, however often they are replaced", async () => {
    const { runs, pass } = live();
    const [first, second, third] = [held("1"), held("2"), held("3")];
    runs.submit("a", first.job);
    assert.deepEqual(runs.stateOf("a"), { kind: "running", isLong: false });
    runs.submit("a", second.job);
    await soon();
    pass();
    assert.deepEqual(runs.stateOf("a"), { kind: "running", isLong: true });
    runs.submit("a", third.job);
    await soon();
    assert.deepEqual(runs.stateOf("a"), { kind: "running", isLong: true });
    await third.settle(done(0.02));
    pass();
    assert.deepEqual(runs.stateOf("a"), { kind: "idle" });
    runs.submit("a", held("4").job);
    assert.deepEqual(runs.stateOf("a"), { kind: "running", isLong: false });
  });

  it("of a renamed file stop, and its pause goes along", async () => {
    const { runs } = live(100);
    const [slow, running, later] = [held("1"), held("2"), held("3")];
    runs.submit("/w/slow", slow.job);
    await slow.settle(done(1.4));
    runs.submit("/w/a", running.job);
    runs.renamed("/w", "/v");
    await soon();
    assert.deepEqual(running.log, ["started", "stopped"]);
    assert.equal(runs.stateOf("/v/slow").kind, "paused");
    assert.equal(runs.stateOf("/v/a").kind, "idle");
    runs.submit("/v/a", later.job);
    assert.deepEqual(later.log, ["started"]);
  });

  it("of a deleted file stop, and its pause is forgotten", async () => {
    const { runs } = live(100);
    const [slow, running, again] = [held("1"), held("2"), held("1")];
    runs.submit("/w/slow", slow.job);
    await slow.settle(done(1.4));
    runs.submit("/w/a", running.job);
    runs.forget("/w");
    await soon();
    assert.deepEqual(running.log, ["started", "stopped"]);
    assert.equal(runs.stateOf("/w/slow").kind, "idle");
    runs.submit("/w/slow", again.job);
    assert.deepEqual(again.log, ["started"]);
  });

  it("of two files do not know each other", async () => {
    const { runs } = live();
    const [one, other] = [held("1"), held("2")];
    runs.submit("a", one.job);
    runs.submit("b", other.job);
    await soon();
    assert.deepEqual([one.log, other.log], [["started"], ["started"]]);
    runs.stop("a");
    await soon();
    assert.deepEqual(one.log, ["started", "stopped"]);
  });
});
