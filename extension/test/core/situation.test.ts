// What a panel says where a run should be, and what it offers.
import assert from "node:assert/strict";
import type { Failure } from "@backtestr/hub";
import { compile } from "@backtestr/server/compiler";
import type { EngineHouse } from "../../src/core/engine-house.ts";
import { LiveTimesLog } from "../../src/core/live-times.ts";
import { Results, type RunResult, type Staleness } from "../../src/core/results.ts";
import { Runner } from "../../src/core/runner.ts";
import { statusOf } from "../../src/core/situation.ts";
import { NOTHING_GIVEN, type CompiledStrategy } from "../../src/core/strategy.ts";

const STORED = `strategy "A"
    edition = 1
data
    symbol = "EURUSD"
    source = store("eurusd")
    chart = 1d
account
    capital = 1_000 USD

if close > open
    strategy.entry("L", strategy.long)
`;

function saidOf(shown: RunResult | null, staleness: Staleness): string {
  const { kind, sentence, remedies } = statusOf({
    file: "a.strat",
    results: { shown, kept: null, earlier: null, staleness },
    engine: { state: "ready", version: "1", pid: 1, misconfigured: null },
    isTrusted: true,
  });
  return [kind, sentence, ...remedies.map(({ label }) => `[${label}]`)].join(" ");
}

/** A strategy on a dataset, run by an engine that answers everything alike. */
async function stalenessAfter(code: Failure["code"]): Promise<Staleness> {
  const error: Failure = {
    ...{ code, message: "No.", help: null, statement: null, node: null },
    causes: [],
  };
  const refused = { ok: false, error } as const;
  const refuse = () => Promise.resolve(refused);
  const supervisor = { state: { state: "ready" }, request: refuse };
  const start = () => Promise.resolve(null);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a run needs no other part of the house
  const house = { supervisor, start, life: 1, run: refuse } as unknown as EngineHouse;
  const results = new Results();
  const runner = new Runner({
    ...{ house, results, budgetMs: () => 100, onLive: () => undefined },
    ...{ liveTimes: new LiveTimesLog(), nowMs: () => 0 },
    ...{
      openText: () => null,
      folderOf: () => null,
      onOlder: () => undefined,
      after: () => () => undefined,
    },
  });
  const { plan, places, settings } = compile([{ name: "a.strat", text: STORED }]);
  const compiled = { version: 1, text: STORED, plan, places, ...settings };
  const { signal } = new AbortController();
  await runner.run(
    "/a.strat",
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- compiled here as the server does
    { ...compiled, declared: [] } as unknown as CompiledStrategy,
    { given: NOTHING_GIVEN, signal, onProgress: () => undefined },
  );
  return results.of("/a.strat").staleness;
}

describe("a panel after a run that failed", () => {
  const message = "The store has no data of EURUSD.";
  const absent = { kind: "failed", message, help: null, code: "unknown_item" } as const;

  it("offers to import data that the store does not have", () => {
    assert.equal(
      saidOf(null, absent),
      "empty The store has no data of EURUSD. [Import data] [Run]",
    );
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- whether there is a run is all that is read
    const shown = {} as RunResult;
    assert.equal(
      saidOf(shown, absent),
      "failed The store has no data of EURUSD. [Import data] [Run]",
    );
  });

  it("knows that from the engine's answer", async () => {
    assert.equal(
      saidOf(null, await stalenessAfter("unknown_item")),
      "empty No. [Import data] [Run]",
    );
    assert.equal(saidOf(null, await stalenessAfter("store_damaged")), "empty No. [Run]");
  });

  it("does not where another thing failed, or the engine was not asked", () => {
    const other = { ...absent, message: "No such file.", code: "file_not_found" } as const;
    assert.equal(saidOf(null, other), "empty No such file. [Run]");
    const unasked = { kind: "failed", message: "No data is named.", help: "Name some." } as const;
    assert.equal(saidOf(null, unasked), "empty No data is named. Name some. [Run]");
  });
});
