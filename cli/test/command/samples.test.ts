// Every sample is checked and run by the real command, and compared with figures of the naive twin.
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ResultJson } from "@backtestr/hub";
import { naiveSample } from "./naive-quotes.ts";
import { command, newBench, removeBench, SLOW_MS, type Bench } from "./program.ts";

const FOLDER = "samples/strategies";
const SAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith(".strat"));
const QUOTES = "samples/data/synthetic-eurusd-ticks.csv";

function expectedOf(name: string): Readonly<Record<string, unknown>> {
  const all: unknown = JSON.parse(readFileSync(`${FOLDER}/expected.json`, "utf8"));
  assert.ok(typeof all === "object" && all !== null);
  const found: unknown = Object.entries(all).find(([key]) => key === name)?.[1];
  assert.ok(typeof found === "object" && found !== null, `expected.json has no ${name}`);
  return Object.fromEntries(Object.entries(found));
}

describe("samples", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;
  let home: string;

  before(async () => {
    bench = await newBench();
    home = path.join(bench.folder, "home");
    const words = ["import", QUOTES, "--symbol=EURUSD", "--dataset=synthetic-eurusd"];
    const ended = await command(process.cwd(), [...words, `--data-home=${home}`]);
    assert.equal(ended.code, 0, ended.err);
  });
  after(() => removeBench(bench));

  async function resultOf(name: string): Promise<ResultJson> {
    const words = ["run", `${FOLDER}/${name}`, "--json", `--data-home=${home}`];
    const ended = await command(process.cwd(), words);
    assert.equal(ended.code, 0, ended.err + ended.out);
    return ResultJson.parse(JSON.parse(ended.out));
  }

  it("are five at least, each with its line in the page", () => {
    assert.ok(SAMPLES.length >= 5);
    const page = readFileSync(`${FOLDER}/README.md`, "utf8");
    for (const name of SAMPLES) assert.ok(page.includes(`| \`${name}\` |`), name);
  });

  for (const name of SAMPLES) {
    it(`${name} says what it is for, and gives what is expected`, async () => {
      assert.match(readFileSync(`${FOLDER}/${name}`, "utf8"), /^\/\/\/ \S/);
      const { digest, bars, summary } = await resultOf(name);
      const figures = ["final_equity", "trade_count", "entry_count", "fees"];
      const found: Readonly<Record<string, unknown>> = {
        ...{ digest, bars },
        ...Object.fromEntries(figures.map((key) => [key, summary[key]])),
      };
      const expected = expectedOf(name.replace(".strat", ""));
      assert.deepEqual(
        Object.keys(expected).map((key) => [key, found[key]]),
        Object.entries(expected),
      );
    });
  }

  it("on quotes come to what a program of its own comes to, quote by quote", async () => {
    const naive = naiveSample(QUOTES);
    const { bars, data, summary } = await resultOf("quotes-with-the-hour.strat");
    const [dataset] = data.datasets;
    assert.ok(dataset !== undefined && "rows" in dataset);
    assert.deepEqual(
      [dataset.rows, bars, summary["entry_count"], summary["trade_count"]],
      [naive.quotes, naive.bars, naive.entries, naive.trades],
    );
    assert.ok(Math.abs((summary["final_equity"] ?? NaN) - naive.finalEquity) < 1e-6);
    assert.equal(data.intrabar, "ticks");
  });
});
