// What the status bar says of the engine.
import assert from "node:assert/strict";
import type { EngineState, Failure, Health, ServiceInfo } from "@backtestr/hub";
import { engineLines, isAiling } from "../../src/core/engine-words.ts";

const READY: EngineState = { state: "ready", version: "0.1.0", pid: 7, misconfigured: null };
const FAILURE: Failure = {
  ...{ code: "unavailable", message: "The folder is read-only.", help: "Name another." },
  ...{ statement: null, node: null, causes: [] },
};

function service(name: string, more: Partial<ServiceInfo> = {}): ServiceInfo {
  return {
    ...{ name, verbs: [], state: "ready", sinceUs: 0, lastError: null, queueDepth: 0, requests: 0 },
    ...{ memoryBytes: null, latencyP50Us: null, latencyP99Us: null, ...more },
  };
}

function health(services: readonly ServiceInfo[]): Health {
  return {
    ...{ uptimeUs: 1, memoryBytes: 1_234_567_890, requestsInFlight: 1, runsKept: 3 },
    services: [...services],
  };
}

describe("the status bar's words for the engine", () => {
  it("tell version, memory, queue and services", () => {
    const services = [service("run", { queueDepth: 2 }), service("query", { state: "stopped" })];
    assert.deepEqual(engineLines(READY, health(services)), [
      "Engine: ready, version 0.1.0",
      "Memory: 1,235 MB · runs held: 3 · queue: 2 waiting",
      "Services: run, query (stopped)",
    ]);
    assert.equal(isAiling(READY, health(services)), false);
    assert.deepEqual(engineLines(READY, null), ["Engine: ready, version 0.1.0"]);
  });

  it("tell what does not work while the rest does", () => {
    const store = service("store", { state: "failed", lastError: "The journal is damaged." });
    const lines = engineLines({ ...READY, misconfigured: FAILURE }, health([store]));
    assert.deepEqual(lines.slice(1, 3), [
      "The engine did not take its configuration, so nothing is imported or kept: The folder is read-only. Name another.",
      "The service store failed: The journal is damaged.",
    ]);
    assert.ok(isAiling({ ...READY, misconfigured: FAILURE }, null));
    assert.ok(isAiling(READY, health([store])));
  });

  it("tell why there is no engine and what to do", () => {
    const lines = engineLines({ state: "failed", error: FAILURE }, null);
    assert.deepEqual(lines, ["Engine: The folder is read-only.", "Name another."]);
    assert.equal(isAiling({ state: "failed", error: FAILURE }, null), false);
  });
});
