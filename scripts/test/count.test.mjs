// Tests of the counting: a dead suite must never look like a green one.
import assert from "node:assert/strict";
import { countOfCargo, countOfMocha, lastLine, nothing, sum } from "../lib/count.mjs";

const TWO_PROGRAMS = `
running 2 tests
test a ... ok
test b ... ok

test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 3 tests
test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;

describe("count", () => {
  it("sums all programs of cargo", () => {
    assert.deepEqual(countOfCargo(TWO_PROGRAMS, 101), { passed: 3, failed: 1, skipped: 1 });
  });

  it("counts a compile error as a failure", () => {
    assert.deepEqual(countOfCargo("", 101), { passed: 0, failed: 1, skipped: 0 });
  });

  it("counts a killed test program beside failed tests", () => {
    const killed = `${TWO_PROGRAMS}\nrunning 5 tests\ntest c ... `;
    assert.equal(countOfCargo(killed, 101).failed, 2);
  });

  it("reads mocha's report", () => {
    const report = JSON.stringify({ passed: 4, failed: 0, skipped: 1, names: ["x"] });
    assert.deepEqual(countOfMocha(report, 0), { passed: 4, failed: 0, skipped: 1 });
  });

  it("counts a mocha without a report, or with a bad exit, as a failure", () => {
    assert.equal(countOfMocha(null, 0).failed, 1);
    assert.equal(countOfMocha(JSON.stringify({ passed: 4, failed: 0, skipped: 0 }), 1).failed, 1);
  });

  it("ends in one plain line", () => {
    assert.equal(lastLine({ passed: 2, failed: 0, skipped: 0 }), "2 passed, 0 failed");
    assert.equal(lastLine({ passed: 2, failed: 1, skipped: 3 }), "2 passed, 1 failed, 3 skipped");
  });

  it("adds counts", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    assert.deepEqual(sum([one, nothing(), one]), { passed: 2, failed: 4, skipped: 6 });
  });
});
