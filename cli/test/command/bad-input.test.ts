// Bad input through the real command: each case ends in one located sentence and its exit code.
import { strict as assert } from "node:assert";
import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { ErrorJson } from "@backtestr/hub";
import { barsText, newBench, removeBench, SLOW_MS, strategyText, type Bench } from "./program.ts";

const BUY = 'if bar_index == 1\n    strategy.entry("L", strategy.long)';

describe("bad input", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  beforeEach(async () => {
    bench = await newBench();
    await bench.write("bars.csv", barsText());
  });
  afterEach(() => removeBench(bench));

  /** Runs a strategy with this body; `says` must hold of what stands on stderr. */
  async function check(body: string, place: string, says: RegExp): Promise<void> {
    await bench.write("a.strat", strategyText(body));
    await checkWords(["run", "a.strat"], 1, new RegExp(`^${place}: error \\S+: `), says);
  }

  async function checkWords(
    words: readonly string[],
    code: number,
    ...says: readonly RegExp[]
  ): Promise<void> {
    const ended = await bench.run(...words);
    for (const sentence of says) assert.match(ended.err, sentence);
    assert.equal(ended.code, code, ended.err);
    assert.equal(ended.out, "");
    assert.doesNotMatch(ended.err, /\n\s+at /, "no stack of our own");
  }

  describe("in the strategy", () => {
    it("syntax", () => check("x = (1 + 2", "a\\.strat:8:5", /\(/));
    it("an unknown name", () => check("plot(clsoe)", "a\\.strat:8:6", /close/));
    it("a wrong type", () => check('x = close + "a"', "a\\.strat:8:\\d+", /\^/));
    it("a value from the future", () =>
      check(
        'if bar_index == last_bar_index\n    strategy.entry("L", strategy.long)',
        "a\\.strat:\\d+:\\d+",
        /E401/,
      ));
    it("an offset into the future", () => check("plot(close[-1])", "a\\.strat:8:\\d+", /E403/));

    it("an unknown key, with the nearest one", async () => {
      const text = strategyText(BUY).replace("capital", "captial");
      await bench.write("a.strat", text);
      await checkWords(["run", "a.strat"], 1, /^a\.strat:6:5: error E203: .*`capital`/m);
    });

    it("a broken requirement", async () => {
      const body = `param fast = 2 in 1 .. 9\nparam slow = 5 in 1 .. 9\nrequire fast < slow\n${BUY}`;
      await bench.write("a.strat", strategyText(body));
      await checkWords(
        ["run", "a.strat", "--param", "fast=7"],
        1,
        /^a\.strat:10:9: error require: /,
      );
    });

    it("no data at all", async () => {
      await bench.write(
        "a.strat",
        strategyText(BUY).replace(/ +source = .*\n/, '    symbol = "X"\n'),
      );
      await checkWords(["run", "a.strat"], 1, /^a\.strat.*: error \S+: /, /source/);
    });
  });

  describe("of the strategy's file", () => {
    it("is not there", () =>
      checkWords(
        ["run", "gone.strat"],
        1,
        /^gone\.strat: error file_not_found: There is no such file/,
      ));

    it("is a folder", async () => {
      await mkdir(path.join(bench.folder, "folder.strat"));
      await checkWords(["run", "folder.strat"], 1, /^folder\.strat: error is_a_folder: /);
    });

    it("is no text", async () => {
      await bench.write("b.strat", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff]));
      await checkWords(["run", "b.strat"], 1, /^b\.strat: error not_text: /);
      await bench.write("l.strat", new Uint8Array([0x73, 0xe9, 0x0a]));
      await checkWords(["run", "l.strat"], 1, /^l\.strat: error not_text: /);
    });

    it("is too large", async () => {
      await bench.write("a.strat", `${strategyText(BUY)}${"// more\n".repeat(780_000)}`);
      await checkWords(["run", "a.strat"], 1, /^a\.strat:1:1: error E001: /);
    });

    it("may not be read (by anybody but root)", async function () {
      if (process.getuid?.() === 0) this.skip();
      await bench.write("a.strat", strategyText(BUY));
      await chmod(path.join(bench.folder, "a.strat"), 0);
      await checkWords(["run", "a.strat"], 1, /^a\.strat: error file_unreadable: /);
    });

    it("is empty", async () => {
      await bench.write("a.strat", "");
      await checkWords(["run", "a.strat"], 1, /^a\.strat:1:1: error E201: /);
    });
  });

  describe("of the data", () => {
    const ofSource = /^a\.strat:4:\d+: error \S+: /;

    async function checkData(name: string, content: string | null, says: RegExp): Promise<void> {
      if (content !== null) await bench.write(name, content);
      await bench.write("a.strat", strategyText(BUY, `file("${name}")`));
      await checkWords(["run", "a.strat"], 1, ofSource, says);
    }

    it("is not there", () => checkData("gone.csv", null, /gone\.csv/));
    it("is a folder", async () => {
      await mkdir(path.join(bench.folder, "dir.csv"));
      await checkData("dir.csv", null, /dir\.csv/);
    });
    it("has a wrong header", () => checkData("h.csv", "alpha,beta\n1,2\n", /h\.csv/));
    it("holds nothing usable", () =>
      checkData("n.csv", "time,open,high,low,close\nx,1,1,1,1\ny,2,2,2,2\n", /n\.csv/));
    it("is empty", () => checkData("e.csv", "", /e\.csv/));
    it("has a header and no row", () => checkData("z.csv", "time,open,high,low,close\n", /z\.csv/));
    it("is no text", () => checkData("b.csv", "\u0000\u0001\u0002binary\n\u0000\n", /b\.csv/));

    it("is named by the command line", async () => {
      await bench.write("a.strat", strategyText(BUY));
      const words = ["run", "a.strat", "--data", "other.csv"];
      await checkWords(words, 1, /^other\.csv: error file_not_found: /);
    });
  });

  describe("of the command line", () => {
    beforeEach(() => bench.write("a.strat", strategyText(`param fast = 2 in 1 .. 9\n${BUY}`)));

    const usage = /^error usage: /;
    it("an unknown parameter", () =>
      checkWords(["run", "a.strat", "--param", "fats=3"], 2, usage, /Did you mean fast\?/));
    it("a parameter that is no number", () =>
      checkWords(["run", "a.strat", "--param", "fast=ten"], 2, usage, /ten/));
    it("a parameter outside its range", () =>
      checkWords(["run", "a.strat", "--param", "fast=10"], 2, usage, /1 to 9/));
    it("an unknown profile", () =>
      checkWords(["run", "a.strat", "--profile", "pine"], 2, usage, /native and backtesting_py/));
    it("an unknown flag", () =>
      checkWords(["run", "a.strat", "--reprot", "x"], 2, usage, /Did you mean --report\?/));
    it("an unknown command", () => checkWords(["rum", "a.strat"], 2, usage, /Did you mean run\?/));
    it("a bad setting", async () => {
      await bench.write("backtestr.toml", "[logging]\nlevel = 'loud'\n");
      await checkWords(["run", "a.strat"], 2, /backtestr\.toml:2:1: error config: .*"loud"/);
    });
    it("a report in a folder that is not there", () =>
      checkWords(
        ["run", "a.strat", "--report", "no/x.html"],
        1,
        /^no\/x\.html: error file_not_written/,
      ));
  });

  describe("that a run survives", () => {
    it("rejects bad rows, counts them and shows them by line", async () => {
      const good = barsText(8);
      const bad =
        "2024-01-09,110,105,120,112,5\n2024-01-10,ten,1,1,1,1\n2024-01-11,108,110,107,109,5\n";
      await bench.write("bars.csv", good + bad);
      await bench.write("a.strat", strategyText(BUY));
      const ended = await bench.run("run", "a.strat");
      assert.equal(ended.code, 0, ended.err);
      assert.match(ended.out, /11 rows of bars\.csv.*2 rejected/);
      assert.match(ended.out, /line 10 +\S+ /);
      assert.match(ended.out, /line 11 +\S+ /);
    });

    it("reports a computed na that reaches an order at its line", async () => {
      const body = `average = ta.sma(close, 5)
if strategy.position_size == 0
    strategy.entry("L", strategy.long, limit = average)`;
      await bench.write("a.strat", strategyText(body));
      const ended = await bench.run("run", "a.strat");
      assert.equal(ended.code, 0, ended.err);
      assert.match(
        ended.err,
        /^a\.strat:10:5: warning na_argument: .*4 times, first on 2024-01-0/m,
      );
      const json = await bench.run("run", "a.strat", "--json");
      assert.match(json.out, /"line": 10/);
    });
  });

  it("is one JSON object under --json", async () => {
    await bench.write("a.strat", strategyText("plot(clsoe)"));
    const ended = await bench.run("run", "a.strat", "--json");
    assert.equal(ended.code, 1);
    assert.equal(ended.err, "");
    const { errors, exit_code } = ErrorJson.parse(JSON.parse(ended.out));
    assert.equal(exit_code, 1);
    assert.deepEqual(errors[0]?.place, { file: "a.strat", line: 8, column: 6 });
  });
});
