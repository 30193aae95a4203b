// When the engine of a window may start.
import assert from "node:assert/strict";
import { savedRuns } from "@backtestr/hub";
import { EngineHouse } from "../../src/core/engine-house.ts";

/** Where there is no engine: whoever tries to start it is told so. */
function house(isTrusted: boolean) {
  const nowhere = "/there/is/no/engine";
  const places = { environment: null, configured: nowhere, shipped: nowhere };
  return new EngineHouse({ places, hostVersion: "0.0.0" }, () => isTrusted);
}

describe("the engine of a window", () => {
  it("does not start for a folder that is not trusted, whoever asks", async () => {
    const engine = house(false);
    const states: string[] = [];
    engine.onState(({ state }) => states.push(state));
    const listed = await savedRuns(engine.requests, null);
    const failures = [
      listed.ok ? null : listed.error,
      await engine.start(),
      await engine.restart(),
    ];
    for (const failure of failures) assert.match(failure?.message ?? "", /not trusted/);
    assert.deepEqual(states, []);
  });

  it("starts for one that is trusted", async () => {
    const engine = house(true);
    const failed = await engine.start();
    assert.doesNotMatch(failed?.message ?? "", /not trusted/);
    assert.equal(engine.supervisor.state.state, "failed");
  });
});
