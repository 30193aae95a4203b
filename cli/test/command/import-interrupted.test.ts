// Ctrl-C in the middle of an import, at several moments, and again to completion: nothing is half.
import { strict as assert } from "node:assert";
import { interrupted, newBench, removeBench, SLOW_MS, type Bench } from "./program.ts";
import { ok, ticksText } from "./store-bench.ts";

const ROWS = 300_000;
const WORDS = ["import", "ticks.csv", "--symbol", "EURUSD"];
const MOMENTS_MS = [0, 40, 120, 250, 500, 900];

describe("an import that is interrupted", function () {
  this.timeout(4 * SLOW_MS);
  let bench: Bench;

  before(async () => {
    bench = await newBench();
    await bench.write("ticks.csv", ticksText(ROWS));
  });
  after(() => removeBench(bench));

  /** Versions, rows and accounting of the dataset, without what depends on the folder. */
  async function content(home: string): Promise<string> {
    const words = ["data", "show", "EURUSD", "--json", "--data-home", home];
    return ok(await bench.run(...words)).out;
  }

  it("says what was kept, and comes to the same in the end", async () => {
    ok(await bench.run(...WORDS, "--data-home", "whole"));
    for (const moment of MOMENTS_MS) {
      const words = [...WORDS, "--data-home", "stopped"];
      const { code, out, err, tookMs } = await interrupted(bench.folder, words, moment);
      // The import was quicker. A key pressed while the program is already ending meets no handler.
      if (code === 0 || (code === null && out.includes("Done in"))) break;
      assert.deepEqual([code, out], [130, ""], err);
      assert.match(err, /Interrupted\. (Nothing was kept|The dataset is as it was)/);
      // The promise is 200 ms; a machine that builds something else meanwhile is slower.
      assert.ok(tookMs < 1_000, `${String(tookMs)} ms`);
      const { out: found } = ok(await bench.run("fsck", "--data-home", "stopped"));
      assert.doesNotMatch(found, /damage {2}/);
    }
    ok(await bench.run(...WORDS, "--data-home", "stopped"));
    assert.equal(await content("stopped"), await content("whole"));
    const words = ["sql", "select count(*) as n from ticks", "--csv", "--data-home", "stopped"];
    assert.equal(ok(await bench.run(...words)).out, `n\n${String(ROWS)}\n`);
  });
});
