// When the engine of a window may start, and where it is looked for.
import assert from "node:assert/strict";
import { savedRuns, type EngineSetup } from "@backtestr/hub";
import { EngineHouse } from "../../src/core/engine-house.ts";

function setupAt(program: string): EngineSetup {
  const setting = "backtestr.engine.path";
  return { places: { environment: null, configured: program, setting, shipped: "/nowhere" } };
}

/** Where there is no engine: whoever tries to start it is told so. */
function house(isTrusted: boolean): EngineHouse {
  return new EngineHouse(
    { ...setupAt("/no/first"), hostVersion: "1.2.3" },
    { setup: () => Promise.resolve(setupAt("/no/second")), isTrusted: () => isTrusted },
  );
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

  it("is looked for anew at a restart, and the setting is named that says where", async () => {
    const engine = house(true);
    assert.match((await engine.start())?.message ?? "", /\/no\/first/);
    const failed = await engine.restart();
    assert.match(failed?.message ?? "", /\/no\/second/);
    assert.match(failed?.help ?? "", /`backtestr\.engine\.path`/);
  });
});
