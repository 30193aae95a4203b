// The selected bar lies within the run that is asked for its values.
import assert from "node:assert/strict";
import type { RunSummary } from "@backtestr/hub";
import { instantWithin } from "../../src/core/bars.ts";
import type { RunResult } from "../../src/core/results.ts";

function run(firstTimeUs: number | null, lastTimeUs: number | null): RunResult {
  const summary: Partial<RunSummary> = { firstTimeUs, lastTimeUs };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the run is read
  return { summary } as RunResult;
}

describe("the selected instant", () => {
  it("is the chosen one while the run has it, else the nearest that the run has", () => {
    const cases = [
      [150, 150],
      [50, 100],
      [250, 200],
      [null, 200],
    ] as const;
    for (const [chosen, expected] of cases) {
      assert.equal(instantWithin(run(100, 200), chosen), expected);
    }
  });

  it("is none in a run without bars", () => {
    assert.equal(instantWithin(run(null, null), 150), null);
  });
});
