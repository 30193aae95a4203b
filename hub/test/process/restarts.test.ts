// The back-off: growing, with chance, bounded, and forgotten after health.
import assert from "node:assert/strict";
import { Quarantine } from "../../src/process/quarantine.ts";
import { RESTART_RULES, Restarts } from "../../src/process/restarts.ts";

describe("restarts", () => {
  it("wait longer each time and stop at five in three minutes", () => {
    const restarts = new Restarts(RESTART_RULES, () => 1);
    const delays = [0, 1, 2, 3, 4, 5].map((second) => restarts.next(second * 1_000, 10));
    assert.deepEqual(delays, [250, 500, 1_000, 2_000, 4_000, null]);
  });

  it("are allowed again when the window has passed", () => {
    const restarts = new Restarts(RESTART_RULES, () => 1);
    for (let count = 0; count < 5; count += 1) restarts.next(count, 10);
    assert.equal(restarts.next(100, 10), null);
    assert.equal(restarts.next(RESTART_RULES.windowMs + 4, 10), 250);
  });

  it("start anew after ten healthy minutes", () => {
    const restarts = new Restarts(RESTART_RULES, () => 1);
    for (let count = 0; count < 4; count += 1) restarts.next(count, 10);
    assert.equal(restarts.next(5, RESTART_RULES.healthyMs), 250);
  });

  it("never wait longer than the longest, and half of it by chance", () => {
    const rules = { ...RESTART_RULES, most: 100 };
    const restarts = new Restarts(rules, () => 0);
    const delays = Array.from({ length: 20 }, (_, index) => restarts.next(index, 10));
    assert.equal(delays[0], 125);
    assert.equal(delays.at(-1), 15_000);
  });
});

describe("quarantine", () => {
  const fields = { planHash: "a", settings: { chart: "1h" } };

  it("refuses a run that the engine died in twice, and no other", () => {
    const quarantine = new Quarantine();
    quarantine.diedDuring("run.start", fields);
    assert.equal(quarantine.refusal("run.start", fields), null);
    quarantine.diedDuring("run.start", { ...fields });
    assert.match(quarantine.refusal("run.start", fields)?.message ?? "", /died 2 times/);
    assert.equal(quarantine.refusal("run.start", { ...fields, planHash: "b" }), null);
    quarantine.forget();
    assert.equal(quarantine.refusal("run.start", fields), null);
  });

  it("does not count requests that only happened to be under way", () => {
    const quarantine = new Quarantine();
    for (let count = 0; count < 5; count += 1) quarantine.diedDuring("services.list", {});
    assert.equal(quarantine.refusal("services.list", {}), null);
  });
});
