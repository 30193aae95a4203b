// The times of live runs, against percentiles by hand.
import assert from "node:assert/strict";
import { LiveTimesLog } from "../../src/core/live-times.ts";

describe("the times of live runs", () => {
  it("are nothing before the first", () => {
    const nothing = { runs: 0, planMs: null, engineMs: null, wholeMs: null };
    assert.deepEqual(new LiveTimesLog().summary(), nothing);
  });

  it("are medians and 95th percentiles by nearest rank", () => {
    const log = new LiveTimesLog();
    for (let run = 1; run <= 20; run += 1) {
      log.add({ planMs: 1, engineMs: run, wholeMs: run * 2.04 });
    }
    assert.deepEqual(log.summary(), {
      runs: 20,
      planMs: { p50: 1, p95: 1 },
      engineMs: { p50: 10, p95: 19 },
      wholeMs: { p50: 20.4, p95: 38.8 },
    });
  });

  it("are those of the latest 500, and all are counted", () => {
    const log = new LiveTimesLog();
    for (let run = 0; run < 600; run += 1) {
      log.add({ planMs: run < 100 ? 1_000 : 1, engineMs: 1, wholeMs: 1 });
    }
    const { runs, planMs } = log.summary();
    assert.deepEqual([runs, planMs], [600, { p50: 1, p95: 1 }]);
  });
});
