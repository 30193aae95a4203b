// Tests of names, scopes and functions: each problem once, where it is.
import { check } from "../support/check.ts";

describe("names", () => {
  it("are found with the nearest known one", () => {
    check("x = clsoe", ["E301 clsoe"]);
    check("average = 1\ny = avrage", ["E301 avrage"]);
    check("x = ta.emaa(close, 5)", ["E303 ta.emaa"]);
    check("x = foo(1)", ["E302 foo"]);
    check("x = data", ["E301 data"]);
  });

  it("may not be used before their declaration", () => {
    check("x = y\ny = 1", ["E304 y"]);
    check("x = f(1)\nf(a) => a", ["E304 f"]);
    check("f(a) => a + z\nz = 1\nx = f(1)", ["E304 z"]);
  });

  it("are declared once in a scope and may be hidden in an inner one", () => {
    check("x = 1\nx = 2", ["E305 x"]);
    check("x = 1\nif close > open\n    x = 2\n    plotted = x", []);
    check("f(a, a) => a\ny = f(1, 2)", ["E305 a"]);
    check("param n = 1\nparam n = 2", ["E202 n"]);
  });

  it("of ours give way to the user's own", () => {
    check("size = 3\nequity = size * 2\nconfirmed = true\nx = confirmed ? equity : 0", []);
    check("ema(x) => x\ny = ema(close)", []);
    check("close = 5\ny = close + 1", []);
  });

  it("are changed only after they are declared", () => {
    check("x := 1", ["E306 x"]);
    check("close := 1", ["E307 close"]);
    check("param n = 1\nn := 2", ["E307 n"]);
    check("f(a) => a\nf := 2", ["E307 f"]);
  });

  it("of the top level cannot be changed by a function", () => {
    check("var n = 0\nf() =>\n    n := n + 1\n    n\nx = f()", ["E308 n"]);
  });

  it("that broken lines may have declared are not called unknown", () => {
    check("x = ta.sma(close,\ny = x + 1", ["E111 ("]);
    check("f(a =>\n    a\ny = f(1)", ["E110 =>"]);
    check("type P\n    float x\np = P.new(1)", ["E904 type"]);
  });

  it("are values or functions, not both", () => {
    check("x = ta.ema", ["E328 ta.ema"]);
    check("x = close(1)", ["E302 close"]);
    check("f(a) => a\nx = f", ["E328 f"]);
    check("x = close.y", ["E301 close.y"]);
    check("x = 1\ny = x.z", ["E904 z"]);
    check("x = (1)(2)", ["E302 (1)"]);
  });
});

describe("functions", () => {
  it("are checked for each kind of arguments", () => {
    check("twice(x) => x * 2\na = twice(1)\nb = twice(close)\nint c = twice(3)", []);
    check("twice(x) => x * 2\na = twice('a')", ["E311 x"]);
    check("avg(n) => ta.sma(close, n)\na = avg(10)\nb = avg(bar_index)", ["E319 n"]);
  });

  it("are checked even when nothing calls them", () => {
    check("f(x) => x + yy", ["E301 yy"]);
    check("f(bool x) => x + 1", ["E311 x"]);
  });

  it("take arguments by position, name and preset", () => {
    check("f(a, b = 2) => a + b\nx = f(1)\ny = f(b = 1, a = 2)", []);
    check("f(a, b = 2) => a + b\nx = f()", ["E320 f"]);
    check("f(a) => a\nx = f(1, 2)", ["E321 2"]);
    check("f(a) => a\nx = f(c = 1)", ["E322 c"]);
    check("f(a) => a\nx = f(1, a = 2)", ["E323 a = 2"]);
    check("f(a, b) => a\nx = f(a = 1, 2)", ["E324 2"]);
  });

  it("check what their parameters declare", () => {
    check("f(int a) => a\nx = f(1.5)", ["E310 1.5"]);
    check("f(simple int a) => a\nx = f(bar_index)", ["E319 bar_index"]);
    check("f(a) => a\nx = f([1, 2])", ["E318 [1, 2]"]);
    check("f(a) => a\nx = f(strategy.close_all())", ["E317 strategy.close_all()"]);
  });

  it("do not call themselves", () => {
    check("f(n) => n == 0 ? 0 : f(n - 1)\nx = f(3)", ["E326 f"]);
  });

  it("stand at the top level", () => {
    check("if close > open\n    f(x) => x", ["E211 f"]);
  });
});
