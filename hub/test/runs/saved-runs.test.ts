// What is kept with a run, and read from it again.
import { strict as assert } from "node:assert";
import type { RunSettings, SavedRunInfo } from "@backtestr/client";
import { factOf, isTextOf, runLabel, settingsIn } from "../../src/runs/saved-runs.ts";

const SETTINGS: RunSettings = {
  parameters: [{ name: "stop", value: 0.005 }],
  account: {
    ...{ capital: 1_000, currency: "USD", size: { by: "contracts", quantity: 1 }, commission: [] },
    ...{ slippageTicks: 0, pyramiding: 1, closeRule: "fifo", fills: "nextOpen", intrabar: null },
    ...{ closeAtEnd: false, riskFree: 0, profile: "native" },
  },
  data: {
    from: "file",
    file: {
      ...{ path: "/p/bars.csv", zone: "UTC", stamp: "open" },
      instrument: { symbol: "bars", tick: null, pointValue: 1, lot: null, currency: null },
    },
  },
  ...{ chart: null, period: null, warmupBars: null },
};

function saved(text: string): SavedRunInfo {
  const parts = { name: "", strategy: "/p/a.strat", title: "T", settings: SETTINGS, facts: {} };
  return {
    ...{ saved: "r1", label: runLabel({ ...parts, text }), savedAtUs: 0, dataset: null },
    ...{ datasetVersion: null, digest: "d", planHash: "h", figures: [], tradeCount: 0 },
    isPinned: false,
  };
}

describe("a saved run", () => {
  it("says what it was made with", () => {
    assert.deepEqual(settingsIn(saved("text")), SETTINGS);
  });

  it("says nothing where another version wrote something else", () => {
    const info = saved("text");
    for (const value of ["", "{", "null", "{}", JSON.stringify({ ...SETTINGS, chart: 3 })]) {
      const facts = [{ name: "settings", value }];
      assert.equal(settingsIn({ ...info, label: { ...info.label, facts } }), null, value);
    }
    assert.equal(settingsIn({ ...info, label: { ...info.label, facts: [] } }), null);
  });

  it("knows its text, also one that is too long to be kept", () => {
    assert.equal(isTextOf(saved("text"), "text"), true);
    assert.equal(isTextOf(saved("text"), "text "), false);
    const long = "x".repeat(300_000);
    assert.equal(factOf(saved(long), "text"), null);
    assert.equal(isTextOf(saved(long), long), true);
  });
});
