// Real ticks through the real command: Dukascopy's hours of EUR/USD, 4 February 2019.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { newBench, removeBench, SLOW_MS, type Bench } from "./program.ts";
import { ok } from "./store-bench.ts";

const DATA = process.env["BACKTESTR_TEST_DATA"];

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  assert.ok(typeof value === "object" && value !== null);
  return { ...value };
}

function datasetsIn({ datasets }: Fields): readonly Fields[] {
  assert.ok(Array.isArray(datasets));
  const all: readonly unknown[] = datasets;
  return all.map(fieldsOf);
}

describe("real ticks", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  before(async function () {
    if (DATA === undefined) this.skip();
    bench = await newBench();
  });
  after(async () => {
    if (DATA !== undefined) await removeBench(bench);
  });

  async function parsed(...words: readonly string[]): Promise<Fields> {
    return fieldsOf(JSON.parse(ok(await bench.run(...words, "--json")).out));
  }

  it("of two hours are all kept, candles are bars, and twice changes nothing", async () => {
    const folder = path.join(DATA ?? "", "fx-dukascopy-bi5", "EURUSD");
    const words = ["import", folder, "--symbol", "EURUSD", "--data-home", "home"];
    const datasets = datasetsIn(await parsed(...words));
    assert.deepEqual(
      datasets
        .filter(({ series }) => series === "quotes")
        .map(({ kept, rows_in, duplicates }) => [kept, rows_in, duplicates]),
      [[3_733 + 8_438, 3_733 + 8_438, 0]],
    );
    assert.ok(datasets.some(({ series }) => series === "bars"));
    const before = ok(await bench.run("data", "list", "--data-home", "home")).out;
    const again = await parsed(...words);
    assert.ok(datasetsIn(again).every(({ is_new }) => is_new === false));
    assert.equal(ok(await bench.run("data", "list", "--data-home", "home")).out, before);
  });

  it("of the hour from midnight are those that another project decoded, tick by tick", async () => {
    const file = path.join(DATA ?? "", "fx-dukascopy-bi5/reference-decode");
    const text = readFileSync(path.join(file, "EURUSD_2019-02-04T00_ticks.json"), "utf8");
    const reference: unknown = JSON.parse(text);
    assert.ok(Array.isArray(reference) && reference.length === 3_733);
    const sql =
      "select epoch_ms(time) as ms, ask, bid from ticks where time < '2019-02-04 01:00' order by time";
    const words = ["sql", sql, "--rows", "5000", "--data-home", "home"];
    const { rows } = await parsed(...words);
    assert.ok(Array.isArray(rows));
    // Rows of the reference: milliseconds, ask, bid, volumes.
    const wanted = reference.map((row: readonly number[]) => row.slice(0, 3));
    assert.deepEqual(
      rows.map((row: readonly string[]) => row.map(Number)),
      wanted,
    );
  });
});
