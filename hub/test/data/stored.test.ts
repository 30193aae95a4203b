// Requests to the store, against an engine in which there is always the same.
import assert from "node:assert/strict";
import { askInSql } from "../../src/data/query.ts";
import { datasetsOf, removeItem, verifyData } from "../../src/data/stored.ts";
import { launch, type Launched } from "../../src/process/launch.ts";
import { factOf, figureOf, parametersIn, runLabel, saveRun } from "../../src/runs/saved-runs.ts";
import { Engines } from "../process/engines.ts";

const HOME = "/somewhere/backtestr";

describe("requests to the store", () => {
  const engines = new Engines();
  let engine: Launched;

  before(async () => {
    const configuration = { dataHome: HOME, threads: null, memoryBytes: null };
    const program = engines.that("has-a-store");
    const started = await launch({ program, hostVersion: "test", configuration });
    assert.ok(started.ok);
    ({ engine } = started);
  });
  after(async () => {
    engine.client.close();
    engine.process.kill("SIGKILL");
    await engine.process.ended;
    engines.remove();
  });

  it("go to the store of the configuration", async () => {
    assert.equal(engine.misconfigured, null);
    const saved = await saveRun(engine.client, 1, { name: "", strategy: "", facts: [] });
    assert.deepEqual(saved, { ok: true, value: HOME });
  });

  it("put the rows of an answer together", async () => {
    const limits = { rowsMax: 2, secondsMax: 1 };
    const answer = await askInSql(engine.client, "select 1", limits);
    assert.deepEqual(answer, {
      ok: true,
      value: { columns: [{ name: "n", typeName: "BIGINT" }], rows: [["1"], [null]], isCut: true },
    });
  });

  it("give the number by which a removal is taken back", async () => {
    const removed = await removeItem(engine.client, { what: "dataset", name: "A" });
    assert.deepEqual(removed, { ok: true, value: 17 });
  });

  it("join the parts of a dataset that came one after the other", async () => {
    const found = await datasetsOf(engine.client);
    assert.ok(found.ok);
    const versions = found.value.map(({ name, versions }) => [
      name,
      ...versions.map(({ version }) => version),
    ]);
    assert.deepEqual(versions, [
      ["A", 1],
      ["B", 1, 2],
      ["C", 1],
    ]);
  });

  it("say how far a check is", async () => {
    const seen: number[] = [];
    const checked = await verifyData(engine.client, null, {
      onProgress: ({ filesDone, filesTotal }) => seen.push(filesDone, filesTotal),
    });
    assert.deepEqual(seen, [1, 2]);
    assert.ok(checked.ok);
    const { files, bytes, findings } = checked.value;
    assert.deepEqual([files, bytes, findings.map(({ path }) => path)], [2, 10, ["a", "b"]]);
  });
});

describe("the label of a run", () => {
  const settings = {
    parameters: [
      { name: "fast", value: 10 },
      { name: "isShort", value: 1 },
    ],
    account: {
      ...{ capital: 1, currency: "USD", size: { by: "contracts" as const, quantity: 1 } },
      ...{ commission: [], slippageTicks: 0, pyramiding: 1, closeRule: "fifo" as const },
      ...{ fills: "nextOpen" as const, intrabar: null, closeAtEnd: false, riskFree: 0 },
      profile: "backtestingPy" as const,
    },
    data: {
      from: "file" as const,
      file: {
        ...{ path: "/a.csv", zone: "UTC", stamp: "open" as const },
        instrument: { symbol: "A", tick: null, pointValue: 1, lot: null, currency: null },
      },
    },
    ...{ chart: null, period: null, warmupBars: null },
  };
  const parts = { name: "", strategy: "/p/a.strat", title: "A", settings, facts: { git_sha: "f" } };
  const info = (text: string) => ({
    ...{ saved: "1", label: runLabel({ ...parts, text }), savedAtUs: 0, dataset: null },
    ...{ datasetVersion: null, digest: "", planHash: "", tradeCount: 0, isPinned: false },
    figures: [{ name: "fees", value: 2 }],
  });

  it("has what is needed to know a run again", () => {
    const run = info("abc");
    assert.equal(factOf(run, "profile"), "backtesting_py");
    assert.equal(factOf(run, "text"), "abc");
    // The hash of "abc" in FIPS 180-2, appendix B.1.
    assert.equal(
      factOf(run, "text_sha256"),
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    assert.deepEqual(parametersIn(run), [
      ["fast", "10"],
      ["isShort", "1"],
    ]);
    assert.deepEqual([figureOf(run, "fees"), figureOf(run, "sharpe")], [2, null]);
    assert.deepEqual([factOf(run, "git_sha"), factOf(run, "nothing")], ["f", null]);
  });

  it("keeps of a very long text the hash alone", () => {
    const run = info("x".repeat(300_000));
    assert.equal(factOf(run, "text"), null);
    assert.match(factOf(run, "text_sha256") ?? "", /^[0-9a-f]{64}$/);
  });
});
