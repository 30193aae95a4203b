// Buckets of equity keep the least, the most and the last of what they hold.
import assert from "node:assert/strict";
import { equityWindow } from "../../src/core/equity-window.ts";

const COLUMNS = {
  trades: [],
  equity: {
    timesUs: Float64Array.of(10, 20, 30, 40, 50),
    equity: Float64Array.of(100, 120, 90, 95, 130),
  },
  drawdownPct: Float64Array.from([0, 0, -25, -20.8, 0]),
};

describe("equity of a window", () => {
  it("has one bucket a bar while there are few", () => {
    const { timeUs, last } = equityWindow(COLUMNS, null, null, 10);
    assert.deepEqual([...timeUs], [10, 20, 30, 40, 50]);
    assert.deepEqual([...last], [100, 120, 90, 95, 130]);
  });

  it("joins bars where there are more than buckets", () => {
    const { timeUs, low, high, last, drawdownPct } = equityWindow(COLUMNS, null, null, 2);
    assert.deepEqual([...timeUs], [30, 50]);
    assert.deepEqual([...low], [90, 95]);
    assert.deepEqual([...high], [120, 130]);
    assert.deepEqual([...last], [90, 130]);
    assert.deepEqual([...drawdownPct], [-25, -20.8]);
  });

  it("takes bars that close after the beginning and not after the end", () => {
    assert.deepEqual([...equityWindow(COLUMNS, 20, 40, 10).timeUs], [30, 40]);
    assert.deepEqual([...equityWindow(COLUMNS, 60, null, 10).timeUs], []);
  });
});
