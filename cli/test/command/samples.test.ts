// Every sample is checked and run by the real command, and compared with figures of the naive twin.
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { ResultJson } from "@backtestr/hub";
import { command, SLOW_MS } from "./program.ts";

const FOLDER = "samples/strategies";
const SAMPLES = readdirSync(FOLDER).filter((name) => name.endsWith(".strat"));

function expectedOf(name: string): Readonly<Record<string, unknown>> {
  const all: unknown = JSON.parse(readFileSync(`${FOLDER}/expected.json`, "utf8"));
  assert.ok(typeof all === "object" && all !== null);
  const found: unknown = Object.entries(all).find(([key]) => key === name)?.[1];
  assert.ok(typeof found === "object" && found !== null, `expected.json has no ${name}`);
  return Object.fromEntries(Object.entries(found));
}

describe("samples", function () {
  this.timeout(SLOW_MS);

  it("are five at least, each with its line in the page", () => {
    assert.ok(SAMPLES.length >= 5);
    const page = readFileSync(`${FOLDER}/README.md`, "utf8");
    for (const name of SAMPLES) assert.ok(page.includes(`| \`${name}\` |`), name);
  });

  for (const name of SAMPLES) {
    it(`${name} says what it is for, and gives the twin's digest`, async () => {
      const file = `${FOLDER}/${name}`;
      assert.match(readFileSync(file, "utf8"), /^\/\/\/ \S/);
      const ended = await command(process.cwd(), ["run", file, "--json"]);
      assert.equal(ended.code, 0, ended.err + ended.out);
      const { digest, bars, summary } = ResultJson.parse(JSON.parse(ended.out));
      const figures = ["final_equity", "trade_count", "entry_count", "fees"];
      assert.deepEqual(
        { digest, bars, ...Object.fromEntries(figures.map((key) => [key, summary[key]])) },
        expectedOf(name.replace(".strat", "")),
      );
    });
  }
});
