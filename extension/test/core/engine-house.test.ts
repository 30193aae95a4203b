// The engine of a window is looked for where the user's settings say by now.
import assert from "node:assert/strict";
import type { EngineSetup } from "@backtestr/hub";
import { EngineHouse } from "../../src/core/engine-house.ts";

function setupAt(program: string): EngineSetup {
  const setting = "backtestr.engine.path";
  return { places: { environment: null, configured: program, setting, shipped: "/nowhere" } };
}

describe("the engine of a window", () => {
  it("is looked for anew at a restart, and the setting is named that says where", async () => {
    const house = new EngineHouse({ ...setupAt("/no/first"), hostVersion: "1.2.3" }, () =>
      Promise.resolve(setupAt("/no/second")),
    );
    assert.match((await house.supervisor.start())?.message ?? "", /\/no\/first/);
    const failed = await house.restart();
    assert.match(failed?.message ?? "", /\/no\/second/);
    assert.match(failed?.help ?? "", /`backtestr\.engine\.path`/);
  });
});
