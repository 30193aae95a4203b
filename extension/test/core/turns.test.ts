// Whose answers are dropped.
import assert from "node:assert/strict";
import { Turns } from "../../src/core/turns.ts";

describe("turns", () => {
  it("end with the next one of the same thing, and with no other's", () => {
    const turns = new Turns();
    const [left, right] = [{}, {}];
    const first = turns.begin(left);
    const other = turns.begin(right);
    assert.ok(turns.isLatest(left, first) && turns.isLatest(right, other));
    const second = turns.begin(left);
    assert.ok(!turns.isLatest(left, first));
    assert.ok(turns.isLatest(left, second) && turns.isLatest(right, other));
  });
});
