// The commands on the store, through the real command: import, look, run, save, ask, remove, take back.
import { strict as assert } from "node:assert";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ResultJson } from "@backtestr/hub";
import { removeBench, SLOW_MS, type Bench } from "./program.ts";
import { ok, onStore, storeBench, ticksText } from "./store-bench.ts";

/** Buys on the first bar of an hour; the first quote after it is number 360. */
const BUY = 'if bar_index == 0\n    strategy.entry("L", strategy.long, qty = 1_000)';
const EURUSD = 'symbol = "EURUSD"\nsource = store\nchart = 1h';

describe("the store", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  beforeEach(async () => {
    bench = await storeBench();
  });
  afterEach(() => removeBench(bench));

  async function json(...words: readonly string[]): Promise<Record<string, unknown>> {
    const value: unknown = JSON.parse(ok(await bench.run(...words, "--json")).out);
    assert.ok(typeof value === "object" && value !== null);
    return { ...value };
  }

  async function result(...words: readonly string[]): Promise<ResultJson> {
    return ResultJson.parse(await json("run", "a.strat", ...words));
  }

  it("takes ticks, accounts for every row, and takes nothing twice", async () => {
    const bad = `${ticksText(100)}1704672000000,x,1.1,1,1\n1704672000000,0,0,1,1\n`;
    await bench.write("bad.csv", bad);
    const words = ["import", "bad.csv", "--symbol", "GBPUSD"];
    const first = await json(...words);
    const { rows_in, kept, duplicates, rejected } = first;
    assert.deepEqual([rows_in, kept, duplicates], [102, 100, 0]);
    assert.ok(typeof rejected === "object" && rejected !== null);
    assert.deepEqual(
      Object.values(rejected).reduce((sum: number, rows) => sum + Number(rows), 0),
      2,
    );
    const list = (await bench.run("data", "list")).out;
    const again = ok(await bench.run(...words));
    assert.match(again.out, /all of this was there already/);
    assert.equal((await bench.run("data", "list")).out, list);
  });

  it("says what it would import, and imports nothing", async () => {
    const words = ["import", "ticks.csv", "--symbol", "NEW ONE", "--dry-run"];
    const { out } = ok(await bench.run(...words));
    assert.match(out, /quotes of NEW ONE/);
    assert.match(out, /2024-01-08T00:00:00/);
    assert.ok(out.endsWith("  backtestr import ticks.csv --symbol 'NEW ONE'\n"), out);
    assert.doesNotMatch((await bench.run("data", "list")).out, /NEW ONE/);
  });

  it("gives bars and fills: the ask of the first quote after the bar, marked at the last bid", async () => {
    await bench.write("a.strat", onStore(BUY, EURUSD));
    const { data, bars, summary } = await result();
    assert.deepEqual([bars, data.intrabar, data.symbol], [3, "ticks", "EURUSD"]);
    // Quote 360: |50 - 60| = 10 steps, asked 2 above: 1.10012. Quote 999: |50 - 99| = 49, bid 1.10049.
    const profit = 1_000 * (1.10049 - 1.10012);
    assert.ok(Math.abs((summary["final_equity"] ?? NaN) - (1_000 + profit)) < 1e-9);
    const [dataset] = data.datasets;
    assert.ok(dataset !== undefined && "dataset" in dataset);
    const { version, series, price, rows } = dataset;
    assert.deepEqual([version, series, price, rows], [1, "quotes", "bid", 1_000]);
  });

  it("gives charts of ticks, other timeframes and the latest quote", async () => {
    const body =
      'if confirmed(1h, close) > 0 and ask - bid < 0.00003\n    strategy.entry("L", strategy.long, qty = 1_000)';
    const data = 'symbol = "EURUSD"\nsource = store\nchart = ticks(100)';
    await bench.write("a.strat", onStore(body, data));
    const { bars, summary, data: used } = await result();
    assert.deepEqual([bars, used.timeframe, summary["entry_count"]], [10, "ticks(100)", 1]);
  });

  it("takes a dataset by name, which brings its symbol", async () => {
    await bench.write("a.strat", onStore(BUY, 'source = store("EURUSD")\nchart = 1h'));
    assert.equal((await result()).data.symbol, "EURUSD");
  });

  it("takes bars, on which orders fill along the path", async () => {
    await bench.write("a.strat", onStore(BUY, 'symbol = "DAX"\nsource = store\nchart = 1h'));
    const { data, bars } = await result();
    assert.deepEqual([bars, data.intrabar], [25, "ohlc_path"]);
  });

  it("means the dates of a period by the clock of the data", async () => {
    const rows = Array.from({ length: 96 }, (_, at) => {
      const [hour, minute] = [Math.floor(at / 4), (at % 4) * 15].map((part) =>
        String(part).padStart(2, "0"),
      );
      return `2024-01-09 ${hour ?? ""}:${minute ?? ""},1,2,1,2,5`;
    });
    await bench.write("ny.csv", `time,open,high,low,close,volume\n${rows.join("\n")}\n`);
    const zone = ["--zone", "America/New_York"];
    ok(await bench.run("import", "ny.csv", "--symbol", "NY", "--side", "last", ...zone));
    const data = 'symbol = "NY"\nsource = store\nchart = 15m\nperiod = 2024-01-09 .. 2024-01-09';
    await bench.write("a.strat", onStore(BUY, data));
    // All 96 bars are of that day in New York; in UTC five hours of them would be of the next.
    assert.equal((await result()).bars, 96);
    await bench.write("a.strat", onStore(BUY, `${data}\nzone = "UTC"`));
    assert.equal((await result()).bars, 76);
  });

  it("names dataset, version, rows and quotes a second on the screen", async () => {
    await bench.write("a.strat", onStore(BUY, EURUSD));
    const { out } = ok(await bench.run("run", "a.strat"));
    assert.match(out, /Data {5}1,000 quotes of EURUSD, version 1, bid prices, 3 decisions/);
    assert.match(out, /^ {2}Saved {4}[0-9A-F]{20}: backtestr runs show last$/m);
  });

  it("keeps runs, with text, parameters and trades, and loses them on demand only", async () => {
    const body = `param size = 1_000 in 1_000 .. 3_000 step 1_000\n${BUY.replace("1_000", "size")}`;
    await bench.write("a.strat", onStore(body, EURUSD));
    const { saved, digest } = await result();
    assert.ok(saved !== null);
    assert.equal((await result("--no-save")).saved, null);
    const other = await result("--param", "size=2000");
    const { total } = await json("runs", "list");
    assert.equal(total, 2);
    const shown = await json("runs", "show", saved, "--trades", "t.csv");
    assert.deepEqual([shown["digest"], shown["parameters"]], [digest, { size: "1000" }]);
    assert.match(JSON.stringify(shown["facts"]), /param size = 1_000/);
    const trades = await readFile(path.join(bench.folder, "t.csv"), "utf8");
    assert.match(trades, /^number,symbol,.*\n1,EURUSD,long,1000,/);
    const compared = ok(await bench.run("runs", "compare", saved, "last")).out;
    assert.match(compared, /size +1000 +2000/);
    assert.match(compared, /first trade that differs is number 1:/);
    const same = await json("runs", "compare", saved, saved);
    assert.deepEqual([same["is_same"], same["first_difference"]], [true, null]);
    const removed = ok(await bench.run("runs", "remove", other.saved ?? "")).out;
    assert.equal((await json("runs", "list"))["total"], 1);
    const undo = /backtestr (data undo \d+)/.exec(removed)?.[1] ?? "";
    ok(await bench.run(...undo.split(" ")));
    assert.equal((await json("runs", "list"))["total"], 2);
  });

  it("lists the runs of one strategy", async () => {
    await bench.write("a.strat", onStore(BUY, EURUSD));
    await bench.write("b.strat", onStore(BUY, EURUSD));
    await result();
    assert.equal((await json("runs", "list", "--strategy", "a.strat"))["total"], 1);
    assert.equal((await json("runs", "list", "--strategy", "b.strat"))["total"], 0);
  });

  it("takes datasets away and back", async () => {
    const removed = ok(await bench.run("data", "remove", "EURUSD")).out;
    assert.doesNotMatch((await bench.run("data", "list")).out, /EURUSD/);
    const undo = /backtestr (data undo \d+)/.exec(removed)?.[1] ?? "";
    ok(await bench.run(...undo.split(" ")));
    assert.match((await bench.run("data", "list")).out, /EURUSD/);
    ok(await bench.run("data", "remove", "EURUSD"));
    assert.match(ok(await bench.run("data", "remove", "--purge")).out, /Deleted \d+ files?, /);
    assert.match(ok(await bench.run("fsck")).out, /all is as it was written/);
  });

  it("answers in SQL, as table, CSV and JSON", async () => {
    const text = "select symbol, count(*) as n, max(ask) as top from ticks group by all";
    const table = ok(await bench.run("sql", text)).out;
    assert.match(table, /^symbol +n +top\nEURUSD +1000 +1\.10052\n\(1 row\)\n$/);
    assert.equal(
      ok(await bench.run("sql", text, "--csv")).out,
      "symbol,n,top\nEURUSD,1000,1.10052\n",
    );
    const { rows, is_cut } = await json("sql", "select bid from ticks", "--rows", "7");
    assert.deepEqual([Array.isArray(rows) && rows.length, is_cut], [7, true]);
    const none = ok(await bench.run("sql", "select bid from ticks where bid > 9", "--csv")).out;
    assert.equal(none, "bid\n");
  });

  it("copies everything into a database file, and writes over none", async () => {
    await bench.write("a.strat", onStore(BUY, EURUSD));
    ok(await bench.run("run", "a.strat"));
    const { out } = ok(await bench.run("data", "export", "--duckdb", "all.duckdb"));
    assert.match(out, /^Made all\.duckdb, \d[\d.]* \S*B, with the rows of\n/);
    assert.match(out, /\n {2}ticks +1,000\n/);
    assert.match(out, /\n {2}backtests +1\n/);
    const there = await readFile(path.join(bench.folder, "all.duckdb"));
    const again = await bench.run("data", "export", "--duckdb", "all.duckdb");
    assert.equal(again.code, 1);
    assert.match(again.err, /error refused: .*all\.duckdb is there already/);
    assert.deepEqual(await readFile(path.join(bench.folder, "all.duckdb")), there);
    const { schema, tables } = await json("data", "export", "--duckdb", "two.duckdb");
    assert.deepEqual([schema, Array.isArray(tables) && tables.length], ["backtestr.export/1", 8]);
  });

  it("finds a byte that is not what was written, and names its file", async () => {
    assert.match(ok(await bench.run("data", "verify")).out, /all is as it was written/);
    const home = path.join(bench.folder, ".local", "share", "backtestr");
    const names = await readdir(home, { recursive: true });
    const file = names.find((name) => name.includes("EURUSD") && name.endsWith(".parquet")) ?? "";
    const bytes = await readFile(path.join(home, file));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(path.join(home, file), bytes);
    for (const words of [["data", "verify", "EURUSD"], ["fsck"]]) {
      const { code, out } = await bench.run(...words);
      assert.equal(code, 1, out);
      assert.ok(out.includes(path.basename(file)), out);
    }
    await bench.write("a.strat", onStore(BUY, EURUSD));
    const { code, err } = await bench.run("run", "a.strat");
    assert.equal(code, 1, err);
    assert.match(err, /^a\.strat:5:\d+: error store_damaged: /);
  });

  it("is the same for two imports at once", async () => {
    await bench.write("more.csv", ticksText(20_000));
    const words = ["import", "more.csv", "--symbol", "GBPUSD"];
    const ends = await Promise.all([bench.run(...words), bench.run(...words)]);
    // The second waits or says who is at it; it never spoils anything.
    for (const { code, err } of ends)
      assert.ok(code === 0 || (code === 1 && err.includes("busy")), err);
    assert.match(ok(await bench.run("fsck")).out, /all is as it was written/);
    const { rows } = await json("sql", "select count(*) from ticks where symbol = 'GBPUSD'");
    assert.deepEqual(rows, [["20000"]]);
  });

  it("says where each setting comes from, and how the services are", async () => {
    const config = ok(await bench.run("config", "--data-home", "elsewhere")).out;
    assert.match(config, /store\.data_home +\S+elsewhere +the command line +BACKTESTR_DATA_HOME/);
    assert.match(config, /external\.engine +– +default/);
    const { out } = ok(await bench.run("doctor"));
    assert.match(out, /^ok +services: .*\bstore\b/m);
    assert.match(out, /^ok +store: 2 datasets \(.*\), 0 saved runs/m);
  });
});
