// What an import in the editor asks for, and what it shows before it begins.
import { strict as assert } from "node:assert";
import type { Answer, ImportFound, ImportOptions } from "@backtestr/hub";
import { foundLines, openQuestion, symbolsIn } from "../../src/core/import-words.ts";

const OPTIONS: ImportOptions = {
  paths: ["/data/ticks.csv"],
  symbol: null,
  dataset: null,
  zone: null,
  point: null,
  tick: null,
  stamp: null,
  side: null,
  currency: null,
  replace: false,
};

function found(symbol: string, warnings: readonly string[] = []): ImportFound {
  return {
    dataset: symbol,
    symbol,
    series: "quotes",
    timeframe: null,
    price: null,
    format: "csv",
    understood: "times in UTC, 5 decimals",
    files: 1,
    bytes: 1_000,
    paths: ["/data/ticks.csv"],
    columns: [],
    sample: [],
    warnings: [...warnings],
  };
}

function refused(code: "bad_settings" | "bad_data", help: string): Answer<never> {
  const error = {
    code,
    message: "It is open.",
    help,
    statement: null,
    node: null,
    causes: [],
  };
  return { ok: false, error };
}

describe("an import in the editor", () => {
  it("asks for what a refusal names, with its sentence", () => {
    const asked = (help: string): string | undefined =>
      openQuestion(refused("bad_settings", help), OPTIONS)?.option;
    assert.equal(asked("Say it: --symbol EURUSD."), "symbol");
    assert.equal(asked("Say what one unit of a price is worth: --point 0.00001."), "point");
    assert.equal(asked("Leave --symbol out, or import the files by themselves."), "symbol");
    assert.equal(asked("Leave --dataset out."), undefined);
    assert.equal(openQuestion(refused("bad_data", "Say --zone UTC."), OPTIONS), null);
  });

  it("asks for the zone of times that name none, once", () => {
    const look = {
      ok: true,
      value: [found("EURUSD", ["They are read as UTC. Say --zone if they are not."])],
    } as const;
    const question = openQuestion(look, OPTIONS);
    assert.deepEqual([question?.option, question?.offered], ["zone", "UTC"]);
    assert.equal(openQuestion(look, { ...OPTIONS, zone: "UTC" }), null);
    assert.equal(openQuestion({ ok: true, value: [found("EURUSD")] }, OPTIONS), null);
  });

  it("tells each dataset with what it was understood as and what looks odd", () => {
    const both = [found("EURUSD"), found("GBPJPY", ["2 rows were skipped."])];
    assert.deepEqual(foundLines(both), [
      "EURUSD (csv, 1 file): times in UTC, 5 decimals.",
      "GBPJPY (csv, 1 file): times in UTC, 5 decimals. 2 rows were skipped.",
    ]);
    assert.deepEqual(symbolsIn([...both, found("EURUSD")]), ["EURUSD", "GBPJPY"]);
  });
});
