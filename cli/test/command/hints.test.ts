// What a run tells of its text through the real command: screen, JSON, report. Worked by hand on ten days
// that close at 101, 102 … 110.
import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ResultJson } from "@backtestr/hub";
import { barsText, newBench, removeBench, SLOW_MS, strategyText, type Bench } from "./program.ts";

/** The average has its eight closes on the eighth day. */
const BODY = `slow = ta.sma(close, 8)
if close > slow
    strategy.entry("L", strategy.long)
if close > 110
    strategy.close("L")`;

/** Decides from the fifth day on. */
const LATE = strategyText(BODY).replace(
  "account\n",
  "    period = 2024-01-05 .. 2024-01-10\naccount\n",
);
const ALL = strategyText(BODY);

describe("hints", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  beforeEach(async () => {
    bench = await newBench();
    await bench.write("bars.csv", barsText());
  });
  afterEach(() => removeBench(bench));

  async function hintsOf(text: string): Promise<ResultJson["hints"]> {
    await bench.write("a.strat", text);
    const ended = await bench.run("run", "a.strat", "--json", "--no-save");
    assert.equal(ended.code, 0, ended.err + ended.out);
    return ResultJson.parse(JSON.parse(ended.out)).hints;
  }

  function facts(hints: ResultJson["hints"]): readonly unknown[] {
    return hints.map(({ what, line, bars_lacking }) => [what, line, bars_lacking]);
  }

  it("name the line that was never reached and the value that lacks bars", async () => {
    assert.deepEqual(facts(await hintsOf(LATE)), [
      ["neverReached", 13, null],
      ["warmupTooShort", 9, 3],
    ]);
  });

  it("count the warm-up that the text allows", async () => {
    const allowing = (warmup: string) =>
      LATE.replace("account\n", `    warmup = ${warmup}\naccount\n`);
    assert.deepEqual(facts(await hintsOf(allowing("1 bars"))), [
      // Columns begin on the fourth day, so the eighth close would be that of the eleventh.
      ["neverReached", 12, null],
      ["neverReached", 14, null],
      ["warmupTooShort", 10, null],
    ]);
  });

  it("say nothing of warm-up where the whole data decides", async () => {
    assert.deepEqual(facts(await hintsOf(ALL)), [["neverReached", 12, null]]);
  });

  it("stand below the result with line, carets and what to do, and change no exit code", async () => {
    await bench.write("a.strat", LATE);
    const { code, err } = await bench.run("run", "a.strat", "--no-save", "--report", "r.html");
    assert.equal(code, 0);
    assert.ok(
      err.includes(
        "a.strat:13:5: hint never_reached: Never reached: the condition of this line was true on none of the 6 bars.",
      ),
      err,
    );
    assert.ok(
      err.includes(
        "a.strat:9:8: hint warmup_too_short: `ta.sma(close, 8)` is na for the first 3 bars of the period",
      ),
      err,
    );
    assert.match(
      err,
      /9 \| slow = ta\.sma\(close, 8\)\n +\| +\^{16}\n +help: Let the period start later/,
    );
    const page = await readFile(path.join(bench.folder, "r.html"), "utf8");
    assert.ok(page.includes('"sentence":"Never reached:'));
    assert.ok(page.includes('"sentence":"`ta.sma(close, 8)` is na'));
  });
});
