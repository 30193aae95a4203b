// A new strategy compiles as it stands, whatever data it begins with.
import assert from "node:assert/strict";
import type { DatasetInfo } from "@backtestr/hub";
import { compile } from "@backtestr/server/compiler";
import { strategyTemplate, titleOf, type TemplateData } from "../../src/core/strategy-template.ts";

function dataset(parts: Partial<DatasetInfo>): TemplateData {
  const plain: DatasetInfo = {
    name: "EURUSD",
    symbol: "EURUSD",
    series: "quotes",
    timeframe: null,
    price: null,
    zone: "UTC",
    versions: [],
    instrument: null,
    isPinned: false,
  };
  return { kind: "dataset", dataset: { ...plain, ...parts } };
}

const INSTRUMENT = { symbol: "GBPJPY", tick: 0.001, pointValue: 1, lot: null, currency: "JPY" };

function compiled(title: string, data: TemplateData) {
  const result = compile([{ name: "new.strat", text: strategyTemplate(title, data) }]);
  assert.deepEqual(
    result.diagnostics.filter(({ severity }) => severity !== "hint"),
    [],
  );
  assert.ok(result.plan !== null);
  return result.settings;
}

describe("a new strategy", () => {
  it("runs on bars of a file", () => {
    const { title, data } = compiled("My first", { kind: "bars", file: "bars.csv" });
    assert.equal(title, "My first");
    assert.ok(data.source?.from === "file");
    assert.equal(data.source.path, "bars.csv");
  });

  it("runs on ticks of the store in 15 minutes, in the money of their instrument", () => {
    const { account } = compiled("Ticks", dataset({ instrument: INSTRUMENT }));
    assert.equal(account.currency, "JPY");
  });

  it("runs on bars of the store in their own timeframe", () => {
    compiled("Bars", dataset({ name: "WALK.1m", series: "bars", timeframe: "1m" }));
  });

  it("keeps hostile titles and names inside their quotes", () => {
    const hostile = 'a "quoted"\n\\strategy';
    const { title } = compiled(hostile, { kind: "bars", file: 'we "ird.csv' });
    assert.equal(title, "a 'quoted' 'strategy");
  });

  it("is titled by its file's name", () => {
    assert.equal(titleOf("my-first_strategy.strat"), "My first strategy");
    assert.equal(titleOf(".strat"), "Strategy");
  });
});
