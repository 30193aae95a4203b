// Whether what is shown can be kept, and what is known of it afterwards.
import assert from "node:assert/strict";
import { keepable } from "../../src/core/keep.ts";
import { givenText } from "../../src/core/given-values.ts";
import { Results, isSameRun, type RunResult, type Staleness } from "../../src/core/results.ts";

const FILE = "/p/a.strat";

/** Only what is read of a run here. */
function result(run: number, parts: Partial<RunResult> = {}): RunResult {
  const made = {
    ...{ file: FILE, run, engine: 1, isLive: true, saved: null },
    ...{ compiled: { version: 4, declared: [] }, settings: { parameters: [] } },
    ...parts,
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of a run is read
  return made as unknown as RunResult;
}

describe("keeping what is shown", () => {
  const refusal = (staleness: Staleness, shown: RunResult | null, version = 4): string => {
    const found = keepable({ shown, kept: null, earlier: null, staleness }, version);
    return found.ok ? "" : found.sentence;
  };

  it("works for the result of the text", () => {
    const shown = result(1);
    const found = keepable({ shown, kept: null, earlier: null, staleness: { kind: "fresh" } }, 4);
    assert.deepEqual(found, { ok: true, result: shown });
  });

  it("says what to do where it does not", () => {
    const fresh = { kind: "fresh" } as const;
    assert.match(refusal(fresh, null), /no result to keep: run the strategy first/);
    assert.match(refusal({ kind: "errors" }, result(1)), /mend them, then keep/);
    assert.match(refusal({ kind: "edited" }, result(1)), /edited after this result: Run keeps/);
    assert.match(refusal({ kind: "olderData" }, result(1)), /data changed after this result/);
    assert.match(refusal(fresh, result(1), 5), /edited after this result/);
    assert.match(refusal(fresh, result(1, { saved: "r1" })), /kept already/);
    const failed = { kind: "failed", message: "No file.", help: null } as const;
    assert.match(refusal(failed, result(1)), /failed, so nothing was kept: No file\./);
  });
});

describe("results of a file", () => {
  it("compare with the kept run from then on, and let go of the one before", () => {
    const results = new Results();
    const first = result(1, { isLive: false, saved: "r1" });
    const live = result(2);
    assert.deepEqual(results.show(first), []);
    assert.deepEqual(results.show(live), []);
    assert.deepEqual(results.keep(live, "r2"), [first]);
    const { shown, kept } = results.of(FILE);
    assert.equal(shown, kept);
    assert.deepEqual([shown?.saved, shown?.isLive], ["r2", false]);
    assert.equal(shown !== null && isSameRun(shown, live), false);
  });

  it("keep the run that was meant when a newer one is shown meanwhile", () => {
    const results = new Results();
    const [live, newer] = [result(1), result(2)];
    results.show(live);
    results.show(newer);
    assert.deepEqual(results.keep(live, "r1"), []);
    const { shown, kept } = results.of(FILE);
    assert.equal(shown, newer);
    assert.equal(kept?.saved, "r1");
  });

  it("name values that are not those of the text", () => {
    const declared = ["a", "b", "c", "d"].map((name) => ({
      ...{ name, type: "int" as const, isPercent: false, preset: 10, range: null, title: null },
      declared: { start: 0, end: 1 },
    }));
    const parameters = declared.map(({ name }, at) => ({ name, value: 10 + at }));
    const compiled = { ...result(1).compiled, declared };
    const settings = { ...result(1).settings, parameters };
    const given = givenText(result(1, { compiled, settings }));
    assert.equal(given, "b 11, not 10; c 12, not 10; d 13, not 10");
    assert.equal(givenText(result(1)), null);
  });
});
