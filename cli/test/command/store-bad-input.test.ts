// Bad input to the commands on the store: each ends in one sentence, with what to do, and its exit code.
import { strict as assert } from "node:assert";
import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { ErrorJson } from "@backtestr/hub";
import { removeBench, SLOW_MS, type Bench } from "./program.ts";
import { onStore, storeBench } from "./store-bench.ts";

const BUY = 'if bar_index == 0\n    strategy.entry("L", strategy.long)';

describe("bad input to the store", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  // One store for all: nothing here may change it.
  before(async () => {
    bench = await storeBench();
  });
  after(() => removeBench(bench));

  async function check(
    words: readonly string[],
    code: number,
    ...says: readonly RegExp[]
  ): Promise<void> {
    const ended = await bench.run(...words);
    for (const sentence of says) assert.match(ended.err, sentence);
    assert.equal(ended.code, code, ended.err + ended.out);
    assert.equal(ended.out, "");
    assert.doesNotMatch(ended.err, /\n\s+at /, "no stack of our own");
  }

  describe("of an import", () => {
    const imports = async (
      content: string | Uint8Array,
      ...says: readonly RegExp[]
    ): Promise<void> => {
      await bench.write("x.csv", content);
      await check(["import", "x.csv", "--symbol", "X"], 1, /x\.csv/, ...says);
    };

    it("a path that is not there", () =>
      check(["import", "gone.csv"], 1, /error file_not_found: .*gone\.csv/));
    it("an empty folder", async () => {
      await mkdir(path.join(bench.folder, "empty"), { recursive: true });
      await check(["import", "empty"], 1, /error bad_data: There are no files/);
    });
    it("a folder that may not be read (by anybody but root)", async function () {
      if (process.getuid?.() === 0) this.skip();
      await mkdir(path.join(bench.folder, "closed"), { mode: 0 });
      await check(["import", "closed"], 1, /error file_unreadable: .*closed/);
      await chmod(path.join(bench.folder, "closed"), 0o700);
    });
    it("an empty file", () => imports("", /error bad_data: /));
    it("a header and no row", () => imports("timestamp,bid,ask\n", /error bad_data: /));
    it("columns that nobody understands", () => imports("a,b\n1,2\n", /error bad_data: /));
    it("rows of which none can be right", () =>
      imports("timestamp,bid,ask\n1,x,y\n2,x,y\n", /error bad_data: /));
    it("bytes that are no text", () =>
      imports(new Uint8Array([0x7f, 0x45, 0, 0, 1, 2, 0xff, 0x0a, 0]), /error bad_data: /));
    it("one endless line", () => imports("1".repeat(3_000_000), /error limit_exceeded: /));
    it("a file of another kind by its name", async () => {
      await bench.write("x.bi5", "no such thing");
      await check(["import", "x.bi5", "--symbol", "X"], 1, /x\.bi5/);
    });
    it("a zone that does not exist", () =>
      check(
        ["import", "ticks.csv", "--symbol", "X", "--zone", "Mars/North"],
        1,
        /Mars\/North/,
        /help: .*America\/New_York/,
      ));
    it("a symbol that is no name", () =>
      check(["import", "ticks.csv", "--symbol", " "], 1, /symbol/));
    it("flags that make no sense", async () => {
      const wrong = (flag: string, value: string, says: RegExp): Promise<void> =>
        check(["import", "ticks.csv", flag, value], 2, says);
      await wrong("--stamp", "noon", /--stamp is one of open, close, not noon/);
      await wrong("--side", "both", /--side is one of bid, ask, mid, last, not both/);
      await wrong("--point", "0", /--point wants a number above 0/);
      await wrong("--point", "1e-5", /--point wants a number above 0/);
      await wrong("--tick", "-1", /--tick wants a number above 0/);
    });
    it("no path at all", () => check(["import", "--symbol", "X"], 2, /wants a PATH/));
  });

  describe("of datasets", () => {
    it("a name that is not there, with the nearest one", () =>
      check(
        ["data", "show", "EURUSDD"],
        1,
        /error unknown_item: .*EURUSDD/,
        /Did you mean EURUSD\?/,
      ));
    it("to verify and remove", async () => {
      await check(["data", "verify", "nope"], 1, /error unknown_item: /);
      await check(["data", "remove", "nope"], 1, /error unknown_item: /);
    });
    it("an export to nowhere", async () => {
      await check(["data", "export"], 2, /Name the file to make: --duckdb FILE/);
      const words = ["data", "export", "--duckdb"];
      await check([...words, "none/all.duckdb"], 1, /error refused: .*none cannot be written/);
      await check([...words, "."], 1, /error refused: .*is there already/);
    });
    it("nothing to remove", () => check(["data", "remove"], 2, /wants a NAME, or --purge/));
    it("a change that was never made", () =>
      check(["data", "undo", "99999"], 1, /error (unknown_item|refused): /));
    it("a change that is no number", () => check(["data", "undo", "x"], 2, /A change is a number/));
    it("as one object", async () => {
      const { code, out, err } = await bench.run("data", "show", "nope", "--json");
      const { exit_code, errors } = ErrorJson.parse(JSON.parse(out));
      assert.deepEqual([code, exit_code, errors[0]?.code, err], [1, 1, "unknown_item", ""]);
    });
  });

  describe("of a data home", () => {
    it("that is a file", async () => {
      await bench.write("file", "");
      await check(["data", "list", "--data-home", "file"], 3, /error unavailable: .*store/);
    });
    it("that cannot be made", () =>
      check(["data", "list", "--data-home", "/proc/nothing"], 3, /error unavailable: .*store/));
    it("is a warning where a run only wants to be saved", async () => {
      await bench.write("a.strat", onStore(BUY, 'source = file("bars.csv")'));
      const { code, out, err } = await bench.run("run", "a.strat", "--data-home", "/proc/nothing");
      assert.equal(code, 0, err);
      assert.match(err, /^warning unavailable: The run was not saved: /);
      assert.match(out, /Net profit/);
    });
  });

  describe("of a strategy on the store", () => {
    async function run(
      data: string,
      account: string,
      place: RegExp,
      ...says: readonly RegExp[]
    ): Promise<void> {
      await bench.write("a.strat", onStore(BUY, data, account));
      await check(["run", "a.strat"], 1, place, ...says);
    }
    const ATSOURCE = /^a\.strat:[45]:\d+: error unknown_item: /;
    const SETTINGS = /^a\.strat:[45]:\d+: error bad_settings: /;
    const fifo = "close_rule = fifo";

    it("a symbol that is not there", () =>
      run('symbol = "USDJPY"\nsource = store\nchart = 1h', fifo, ATSOURCE, /USDJPY/, /import/));
    it("a dataset that is not there", () =>
      run('source = store("nope")\nchart = 1h', fifo, ATSOURCE, /nope/, /EURUSD/));
    it("a dataset of another symbol", () =>
      run('symbol = "DAX"\nsource = store("EURUSD")\nchart = 1h', fifo, SETTINGS, /EURUSD.*DAX/));
    it("last prices of quotes", () =>
      run('symbol = "EURUSD"\nsource = store\nchart = 1h\nprice = last', fifo, SETTINGS, /last/));
    it("bids of bars of trades", () =>
      run('symbol = "DAX"\nsource = store\nchart = 1h\nprice = bid', fifo, SETTINGS, /bid/));
    it("a chart of ticks on bars", () =>
      run('symbol = "DAX"\nsource = store\nchart = ticks(5)', fifo, SETTINGS, /ticks/));
    it("fills on quotes without quotes", () =>
      run('symbol = "DAX"\nsource = store\nchart = 1h', "intrabar = ticks", SETTINGS, /quotes/));
    it("bars shorter than there are", () =>
      run('symbol = "DAX"\nsource = store\nchart = 5m', fifo, SETTINGS, /15m/));
    it("no symbol, at the source", () =>
      run("source = store", fifo, /^a\.strat:4:\d+: error E207: /, /symbol/));
    it("no tick in a chart of ticks", () =>
      run(
        'symbol = "EURUSD"\nsource = store\nchart = ticks(0)',
        fifo,
        /^a\.strat:6:\d+: error E205: /,
      ));
  });

  describe("of questions", () => {
    const refuses = (text: string, ...says: readonly RegExp[]): Promise<void> =>
      check(["sql", text], 1, /^error bad_query: /, ...says);

    it("that write", async () => {
      await refuses("create table t (a int)");
      await refuses("insert into ticks values (1)");
      await refuses("drop view ticks");
      await refuses("copy ticks to 'out.csv'");
    });
    it("that reach out of the store", async () => {
      await refuses("select * from read_csv('ticks.csv')");
      await refuses("attach 'other.db'");
      await refuses("install httpfs");
      await refuses("set threads = 99");
    });
    it("that are two", () => refuses("select 1; select 2"));
    it("that are no SQL", () => refuses("selct 1"));
    it("about what is not there", () => refuses("select * from tickz", /tickz/));
    it("that are empty", () => check(["sql", " "], 2, /The question is empty/));
    it("that take too long", () =>
      check(
        ["sql", "select count(*) from ticks a, ticks b, ticks c, ticks d", "--seconds", "1"],
        1,
        /error deadline_exceeded: /,
      ));
    it("with limits that are none", async () => {
      await check(["sql", "select 1", "--rows", "0"], 2, /--rows wants a whole number/);
      await check(["sql", "select 1", "--seconds", "soon"], 2, /--seconds wants a whole number/);
      await check(["sql", "select 1", "--csv", "--json=1"], 2, /--json takes no value/);
    });
  });

  describe("of saved runs", () => {
    it("an id that is not there", () =>
      check(["runs", "show", "2020"], 1, /error unknown_item: .*2020/, /saves one/));
    it("the last of none", () => check(["runs", "show", "last"], 1, /error unknown_item: /));
    it("a count that is none", () => check(["runs", "list", "--rows", "0"], 2, /--rows wants/));
    it("a run that is not there, to be removed or compared", async () => {
      await check(["runs", "remove", "x"], 1, /error unknown_item: /);
      await check(["runs", "compare", "x", "y"], 1, /error unknown_item: /);
    });
  });

  describe("in the end", () => {
    it("has left the store as it was", async () => {
      assert.match((await bench.run("fsck")).out, /all is as it was written/);
      const { out } = await bench.run("data", "list");
      assert.equal(out.trimEnd().split("\n").length, 3, out);
      assert.match((await bench.run("runs", "list")).out, /No run has been saved yet/);
    });
  });
});
