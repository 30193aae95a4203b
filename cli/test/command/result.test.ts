// What a run gives through the real command: screen, JSON, CSV, report; plan, check and doctor.
import { strict as assert } from "node:assert";
import { readdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { ResultJson } from "@backtestr/hub";
import {
  barsText,
  interrupted,
  newBench,
  removeBench,
  SLOW_MS,
  strategyText,
  type Bench,
} from "./program.ts";

/** Decides on the second day, fills at the open of the third (102), sells at the open of the sixth (105). */
const BODY = `param buyAt = 1 in 0 .. 5
if bar_index == buyAt
    strategy.entry("L", strategy.long, qty = 3)
if bar_index == 4
    strategy.close("L")`;

describe("results", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  beforeEach(async () => {
    bench = await newBench();
    await bench.write("bars.csv", barsText());
    await bench.write("a.strat", strategyText(BODY));
  });
  afterEach(() => removeBench(bench));

  async function result(...words: readonly string[]): Promise<ResultJson> {
    const ended = await bench.run("run", "a.strat", "--json", ...words);
    assert.equal(ended.code, 0, ended.err + ended.out);
    return ResultJson.parse(JSON.parse(ended.out));
  }

  it("are those worked out by hand: 3 · (105 − 102) = 9", async () => {
    const { summary, bars, schema, notes, data } = await result();
    assert.equal(schema, "backtestr.run/1");
    assert.deepEqual(
      [summary["final_equity"], summary["net_profit"], summary["trade_count"], bars],
      [1_009, 9, 1, 10],
    );
    assert.equal(data.first_time, "2024-01-01T00:00:00Z");
    const absent = Object.keys(summary).filter((name) => summary[name] === null);
    assert.deepEqual(absent.sort(), Object.keys(notes).sort());
    assert.ok(absent.includes("average_loss"));
  });

  it("are the same bytes twice, and others with another parameter", async () => {
    const [first, second, other] = [
      await result(),
      await result(),
      await result("--param", "buyAt=2"),
    ];
    assert.equal(first.digest, second.digest);
    assert.notEqual(first.digest, other.digest);
    assert.equal(first.plan_hash, other.plan_hash);
    assert.deepEqual(other.provenance.parameters, { buyAt: 2 });
    assert.equal(other.summary["final_equity"], 1_006);
  });

  it("say where they come from, and that nothing is known outside a repository", async () => {
    const { provenance } = await result();
    assert.equal(provenance.git_sha, null);
    assert.match(provenance.environment_hash, /^[0-9a-f]{64}$/);
    assert.match(provenance.lock_hash ?? "", /^[0-9a-f]{64}$/);
  });

  it("show figures, curve, data, profile and the next step on the screen", async () => {
    const { out, code } = await bench.run("run", "a.strat");
    assert.equal(code, 0);
    assert.match(out, /^Test · bars 1d · 2024-01-01 to 2024-01-10\n/);
    assert.match(out, /Net profit +9\.00 +USD/);
    assert.match(out, /Equity {3}[▁-█]{10} {2}1,000 to 1,009 USD/);
    assert.match(out, /Data {5}10 rows of bars\.csv, 1d bars, 10 decisions/);
    assert.match(out, /Profile {2}native\n/);
    assert.match(out, /Next: backtestr run a\.strat --report report\.html/);
    assert.ok(!out.includes("\u001b"), "no colour without a terminal");
  });

  it("stand side by side under two profiles, with the rules that differ", async () => {
    const words = ["run", "a.strat", "--profile", "backtesting_py", "--compare", "native"];
    const { out, code } = await bench.run(...words);
    assert.equal(code, 0);
    assert.match(out, /backtesting_py +native +difference/);
    assert.match(out, /Final equity +1,009\.00 USD +1,009\.00 USD +same/);
    assert.match(out, /Rules that differ:\n +Quantity: under backtesting_py/);
  });

  it("write the trades as CSV and a page that holds them", async () => {
    const words = ["run", "a.strat", "--trades", "t.csv", "--report", "r.html"];
    const { code, err } = await bench.run(...words);
    assert.equal(code, 0, err);
    const [, row] = (await readFile(path.join(bench.folder, "t.csv"), "utf8")).split("\n");
    assert.equal(
      row,
      "1,bars,long,3,2024-01-03T00:00:00Z,102,L,2024-01-06T00:00:00Z,105,close L,9,2.9411764705882355,0,3,-3,12",
    );
    const page = await readFile(path.join(bench.folder, "r.html"), "utf8");
    assert.ok(page.startsWith("<!doctype html>") && page.includes('"strategy":"Test"'));
    assert.doesNotMatch(page, /(src|href)=/);
    const left = (await readdir(bench.folder)).filter((name) => name.endsWith(".new"));
    assert.deepEqual(left, []);
  });

  it("follow links, and take other bars from the command line", async () => {
    await symlink("bars.csv", path.join(bench.folder, "link.csv"));
    await bench.write("a.strat", strategyText(BODY, 'file("link.csv")'));
    assert.equal((await result()).summary["final_equity"], 1_009);
    await bench.write("few.csv", barsText(6));
    assert.equal((await result("--data", "few.csv")).bars, 6);
  });

  it("are no more than a plan for `plan`, whose JSON holds plan and settings", async () => {
    const text = await bench.run("plan", "a.strat");
    assert.match(text.out, /10:5 +when %\d+ entry id="L"/);
    const json = await bench.run("plan", "a.strat", "--json");
    const whole: unknown = JSON.parse(json.out);
    assert.ok(
      typeof whole === "object" && whole !== null && "plan" in whole && "settings" in whole,
    );
  });

  it("are counted by `check`, file by file", async () => {
    await bench.write("b.strat", strategyText("plot(clsoe)"));
    const { out, code } = await bench.run("check", "a.strat", "b.strat");
    assert.deepEqual([out, code], ["a.strat: ok\nb.strat: 1 error\n", 1]);
  });

  it("need what `doctor` finds in order", async () => {
    const { out, code } = await bench.run("doctor", "--data-home", "home");
    assert.equal(code, 0, out);
    assert.match(out, /^ok +engine: 0\.1\.0 at /m);
    assert.match(out, /^ok +protocol: [0-9a-f]{12} on both sides/m);
    await bench.write("file", "");
    const broken = await bench.run("doctor", "--data-home", "file");
    assert.equal(broken.code, 3);
    assert.match(broken.out, /^problem +data home: .*file cannot be written to/m);
  });

  it("end with Ctrl-C in time, and say that nothing was kept", async () => {
    // Enough work for seconds: wide windows over many bars.
    const rows = Array.from({ length: 200_000 }, (_, at) => {
      const price = 100 + (at % 97);
      return `${1_600_000_000 + at * 60},${price},${price + 1},${price - 1},${price}`;
    });
    await bench.write("bars.csv", `time,open,high,low,close\n${rows.join("\n")}\n`);
    const widths = Array.from({ length: 12 }, (_, at) => `ta.stdev(close, ${9_000 + at})`);
    const body = `if ${widths.join(" + ")} > 1\n    strategy.entry("L", strategy.long)`;
    await bench.write("a.strat", strategyText(body));
    const { code, err, tookMs } = await interrupted(bench.folder, ["run", "a.strat"], 300);
    assert.equal(code, 130, err);
    assert.match(err, /Interrupted\. Nothing was kept/);
    // The promise is 200 ms; a machine that builds something else meanwhile is slower.
    assert.ok(tookMs < 1_000, `${tookMs} ms`);
  });
});
