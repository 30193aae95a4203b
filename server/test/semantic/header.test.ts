// Tests of the header, the blocks of keys, parameters and requirements.
import assert from "node:assert/strict";
import { checkFile } from "../../src/semantic/check.ts";
import { rangeValue } from "../../src/semantic/parameters.ts";
import { presets, unmet } from "../../src/semantic/requirements.ts";
import { parseFile } from "../../src/syntax/parse.ts";
import { check, checkWhole } from "../support/check.ts";

function header(data: string, account: string): string {
  const block = (word: string, keys: string) =>
    `${word}\n${keys
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n`;
  return `strategy "T"\n    edition = 1\n${block("data", data)}${block("account", account)}`;
}

const FILE = 'source = file("a.csv")';
const STORE = 'source = store("EURUSD")';
const MONEY = "capital = 1_000 USD";

function checkData(keys: string, problems: readonly string[]): void {
  checkWhole(header(`${FILE}\n${keys}`, MONEY), problems);
}

function checkAccount(keys: string, problems: readonly string[]): void {
  checkWhole(header(FILE, `${MONEY}\n${keys}`), problems);
}

describe("header", () => {
  it("is wanted, once, with its edition", () => {
    checkWhole("x = 1", ["E201"]);
    checkWhole(
      'strategy "A"\nstrategy "B"\n',
      ["E207 strategy", "E207 strategy", "E202 strategy"].slice(1),
    );
    checkWhole(header(FILE, MONEY).replace("edition = 1", "edition = 2"), ["E215 2"]);
    checkWhole(header(FILE, MONEY).replace("edition = 1", "editon = 1"), ["E203 editon"]);
  });

  it("reads every setting", () => {
    const text = header(
      `${FILE}\nsymbol = "EURUSD"\nchart = 4h\nperiod = 2014-05-05 .. 2014-12-31\nwarmup = 200 bars\nzone = "UTC"\nstamp = close\ntick = 0.25\npoint_value = 50\nlot = 1\ncurrency = "USD"`,
      `capital = 5_000 EUR\nsize = 10 % of equity\ncommission = 0.02 %, 2 EUR per order, 0.5 EUR per contract\nslippage = 1.5 ticks\npyramiding = 3\nclose_rule = any\nfills = this_close\nintrabar = ohlc_path\nclose_at_end = true\nrisk_free = 2 %\nprofile = backtesting_py\nnumerics = exact`,
    );
    const { settings, diagnostics } = checkFile(parseFile(text));
    assert.deepEqual(diagnostics, []);
    const { source, ...data } = settings.data;
    assert.ok(source?.from === "file");
    assert.equal(source.path, "a.csv");
    const midnight = { hour: 0, minute: 0, second: 0 };
    assert.deepEqual(data, {
      symbol: "EURUSD",
      chart: "4h",
      price: null,
      period: {
        from: { year: 2014, month: 5, day: 5, ...midnight },
        to: { year: 2015, month: 1, day: 1, ...midnight },
      },
      warmupBars: 200,
      zone: "UTC",
      stamp: "close",
      tick: 0.25,
      pointValue: 50,
      lot: 1,
      currency: "USD",
    });
    assert.deepEqual(settings.account, {
      capital: 5000,
      currency: "EUR",
      size: { by: "equity", fraction: 0.1 },
      commission: [
        { per: "value", fraction: 0.0002 },
        { per: "order", amount: 2 },
        { per: "contract", amount: 0.5 },
      ],
      slippageTicks: 1.5,
      pyramiding: 3,
      closeRule: "any",
      fills: "thisClose",
      intrabar: "ohlcPath",
      closeAtEnd: true,
      riskFree: 0.02,
      profile: "backtestingPy",
    });
  });

  it("refuses keys that are unknown, double, later or missing", () => {
    checkData("chrat = 15m", ["E203 chrat"]);
    checkData("chart = 15m\nchart = 1h", ["E204 chart"]);
    checkAccount("margin = 5 % long, 5 % short", ["E903 margin"]);
    checkWhole(header("chart = 1d", MONEY), []);
    checkWhole(header(FILE, "pyramiding = 2"), ["E207 account"]);
  });

  it("refuses values of the wrong kind", () => {
    checkData("chart = 15", ["E205 15"]);
    checkData("chart = volume(1)", ["E907 volume(1)"]);
    checkData("stamp = opne", ["E205 opne"]);
    checkData("period = 2014-05-05", ["E205 2014-05-05"]);
    checkData("period = 2014-05-05 .. 2014-05-04", ["E212 2014-05-05 .. 2014-05-04"]);
    checkData("period = 2014-05-05 .. 2014-05-05", []);
    checkAccount("commission = 0.02", ["E206 0.02"]);
    checkAccount("risk_free = 2", ["E206 2"]);
    checkAccount("slippage = 1", ["E205 1"]);
    checkAccount("size = 10 %", ["E205 10 %"]);
    checkAccount("size = 5_000 EUR", ["E205 5_000 EUR"]);
    checkAccount("fills = now", ["E205 now"]);
    checkAccount("profile = v6", ["E907 v6"]);
    checkAccount("intrabar = bars(1m)", ["E907 bars(1m)"]);
    checkWhole(header(FILE, "capital = 1_000"), ["E205 1_000"]);
    checkWhole(header(FILE, 'capital = 1_000\ncurrency = "USD"'), []);
    checkWhole(header("source = folder('x')", MONEY), ["E205 folder('x')"]);
  });

  it("takes data from the store", () => {
    const sourceOf = (source: string) => {
      const { settings, diagnostics } = checkFile(parseFile(header(source, MONEY)));
      assert.deepEqual(diagnostics, []);
      return settings.data.source;
    };
    const named = sourceOf('source = store("EURUSD 2019")');
    assert.ok(named?.from === "store");
    assert.equal(named.dataset, "EURUSD 2019");
    const plain = sourceOf('symbol = "EURUSD"\nsource = store');
    assert.ok(plain?.from === "store");
    assert.equal(plain.dataset, null);
    checkWhole(header("source = store", MONEY), ["E207 store"]);
    for (const wrong of ["store(EURUSD)", "store('')", "store()", "store('a', 'b')", "shop"]) {
      checkWhole(header(`source = ${wrong}`, MONEY), [`E205 ${wrong}`]);
    }
    checkWhole(header('source = store("A")\nstamp = close', MONEY), ["E217 close"]);
  });

  it("reads charts of ticks, prices and fills on quotes", () => {
    const text = header(
      `${STORE}\nchart = ticks(1_000_000)\nprice = mid`,
      `${MONEY}\nintrabar = ticks`,
    );
    const { settings, diagnostics } = checkFile(parseFile(text));
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      [settings.data.chart, settings.data.price, settings.account.intrabar],
      ["ticks(1000000)", "mid", "ticks"],
    );
    const nothingSaid = checkFile(parseFile(header(STORE, MONEY))).settings;
    assert.deepEqual([nothingSaid.data.price, nothingSaid.account.intrabar], [null, null]);
  });

  it("refuses counts of ticks that make no bar", () => {
    for (const count of ["0", "-1", "1.5", "1_000_001", "1e300", "'5'", "n"]) {
      checkWhole(header(`${STORE}\nchart = ticks(${count})`, MONEY), [`E205 ${count}`]);
    }
    for (const chart of ["ticks()", "ticks(1, 2)", "ticks(n = 1)", "ticks"]) {
      checkWhole(header(`${STORE}\nchart = ${chart}`, MONEY), [`E205 ${chart}`]);
    }
  });

  it("refuses what needs quotes on a file, and settings that exclude each other", () => {
    checkData("chart = ticks(5)", ["E216 ticks(5)"]);
    checkData("price = bid", ["E216 bid"]);
    checkAccount("intrabar = ticks", ["E216 ticks"]);
    const onStore = (data: string, account: string, problems: readonly string[]): void => {
      checkWhole(header(`${STORE}\n${data}`, `${MONEY}\n${account}`), problems);
    };
    onStore("chart = ticks(5)", "intrabar = ohlc_path", ["E217 ohlc_path"]);
    onStore("chart = ticks(5)", "profile = backtesting_py", ["E217 backtesting_py"]);
    onStore("chart = 1h", "intrabar = ticks\nprofile = backtesting_py", ["E217 backtesting_py"]);
    onStore("chart = 1h\nprice = last", "intrabar = ticks", ["E217 last"]);
    onStore("chart = 1h\nprice = last", "intrabar = ohlc_path", []);
    onStore("price = trade", "close_rule = fifo", ["E205 trade"]);
    onStore("chart = 1h", "intrabar = tick", ["E205 tick"]);
  });

  it("lets bars of other timeframes be made of quotes", () => {
    const body = "x = confirmed(1m, close)\ny = confirmed(7m, close)\n";
    checkWhole(header(`${STORE}\nchart = ticks(5)`, MONEY) + body, []);
    checkWhole(header(`${STORE}\nchart = 15m`, MONEY) + body, []);
    checkWhole(header(`${FILE}\nchart = 15m`, MONEY) + body, ["E408 1m", "E408 7m"]);
  });

  it("keeps its words to itself", () => {
    check("capital = 3\nfills = capital\nbid = 2\nx = bid + fills", []);
  });
});

describe("parameters", () => {
  function parameterOf(line: string) {
    const { parameters, diagnostics } = checkFile(parseFile(header(FILE, MONEY) + line));
    assert.deepEqual(diagnostics, []);
    const [info] = parameters;
    assert.ok(info !== undefined);
    return info;
  }

  it("have values in decimal", () => {
    const { range, type, preset } = parameterOf("param s = 0.3 in 0.1 .. 0.7 step 0.1 'S'");
    assert.ok(range !== null);
    assert.deepEqual([type, preset, range.count], ["float", 0.3, 7]);
    const values = Array.from({ length: range.count }, (_, i) => rangeValue(range, i));
    assert.deepEqual(values, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  });

  it("are whole numbers, percents or bools", () => {
    const whole = parameterOf("param n = 20 in 10 .. 60 step 5");
    assert.deepEqual([whole.type, whole.preset, whole.range?.count], ["int", 20, 11]);
    const percent = parameterOf("param r = 0.5 % in 0.25 % .. 1 % step 0.25 %");
    assert.ok(percent.range !== null);
    assert.deepEqual(
      [percent.isPercent, percent.preset, rangeValue(percent.range, 3)],
      [true, 0.005, 0.01],
    );
    assert.deepEqual(parameterOf("param on = true 'On'").type, "bool");
    assert.equal(parameterOf("param n = -5 in -10 .. -1").range?.count, 10);
  });

  it("refuse what makes no grid", () => {
    check("param n = 70 in 10 .. 60", ["E208 70"]);
    check("param n = 12 in 10 .. 60 step 5", ["W201 12"]);
    check("param n = 20 in 60 .. 10", ["E209 60 .. 10"]);
    check("param n = 20 in 10 .. 60 step 0", ["E209 10 .. 60 step 0"]);
    check("param n = 20 step 5", ["E209 5"]);
    check("param n = close", ["E210 close"]);
    check("param n = 'a'", ["E907 'a'"]);
    check("param r = 0.5 % in 0.25 .. 1", ["E206 0.25", "E206 1"]);
    check("param n = 20 in 10", ["E110"]);
  });

  it("can be used above their line", () => {
    check("x = ta.sma(close, n)\nparam n = 5 in 1 .. 9", []);
  });
});

describe("requirements", () => {
  const text = `${header(FILE, MONEY)}param a = 1 in 0 .. 9\nparam b = 2 in 0 .. 9\nparam on = true\nk = 3\nrequire a < b\nrequire not on or math.max(a, b) <= k and a % 2 != 0 or (a == 2 ? true : false)\n`;

  it("are evaluated for given values", () => {
    const file = checkFile(parseFile(text));
    assert.deepEqual(file.diagnostics, []);
    assert.equal(unmet(file, presets(file.parameters)).length, 0);
    assert.equal(unmet(file, new Map([["a", 5]])).length, 2);
    assert.equal(
      unmet(
        file,
        new Map([
          ["a", 1],
          ["b", 5],
        ]),
      ).length,
      1,
    );
    assert.equal(
      unmet(
        file,
        new Map([
          ["a", 4],
          ["b", 5],
          ["on", 0],
        ]),
      ).length,
      0,
    );
  });

  it("are about parameters and hold for the defaults", () => {
    check("param a = 1\nrequire a < close", ["E213 a < close"]);
    check("param a = 1\nrequire a", ["E312 a"]);
    check("param a = 3\nparam b = 2\nrequire a < b", ["E214 a < b"]);
  });
});
