// Tests of what texts come to on bars, each table worked out by hand.
import assert from "node:assert/strict";
import { printPlan } from "../../compiler/index.ts";
import { checkPlot, planOf, run } from "../support/compile.ts";

const na = NaN;
const CLOSES = [1, 2, 3, 4, 3, 2];

function check(body: string, expected: readonly (number | boolean)[], closes = CLOSES): void {
  checkPlot(body, closes, expected);
}

describe("names that change", () => {
  it("begin anew on each bar without var", () => {
    check("x = 0\nif close > 2\n    x := 1\nplot(x)", [0, 0, 1, 1, 1, 0]);
    check("x = 0.0\nx += 2\nx *= close\nplot(x)", [2, 4, 6, 8, 6, 4]);
  });

  it("go on from the last bar with var", () => {
    check("var n = 0\nif close > 2\n    n += 1\nplot(n)", [0, 0, 1, 2, 3, 3]);
    check("var float first = close\nplot(first)", [1, 1, 1, 1, 1, 1]);
    check("var n = 10\nn := n - 1\nplot(n)", [9, 8, 7, 6, 5, 4]);
  });

  it("are merged over all branches", () => {
    const body =
      "x = 0\ny = 0\nif close > 3\n    x := 1\nelse if close > 2\n    x := 2\n    y := 5\nelse\n    y := 7\nplot(x * 10 + y)";
    check(body, [7, 7, 25, 10, 25, 7]);
  });

  it("are merged over nested branches", () => {
    const body =
      "x = 0\nif close > 1\n    x := 1\n    if close > 2\n        x := x + 10\n    x := x + 100\nplot(x)";
    check(body, [0, 101, 111, 111, 111, 101]);
  });

  it("see what was assigned above, not below", () => {
    check("x = close\ny = x\nx := 0\nplot(y)", [1, 2, 3, 4, 3, 2]);
    check("x = 1.0\nx := x + close\nx := x * 2\nplot(x)", [4, 6, 8, 10, 8, 6]);
  });

  it("kept inside a block begin when the block first runs", () => {
    const body = "x = 0.0\nif close > 2\n    var float s = close\n    s += 1\n    x := s\nplot(x)";
    check(body, [0, 0, 4, 5, 6, 0]);
  });
});

describe("the past", () => {
  it("of expressions", () => {
    check("plot(close[1])", [na, 1, 2, 3, 4, 3]);
    check("plot((close * 2)[2])", [na, na, 2, 4, 6, 8]);
    check("plot(close[0])", CLOSES);
    check("x = close > 2\nplot(x[1] ? 1 : 0)", [0, 0, 0, 1, 1, 1]);
  });

  it("of a changed name is what it was at the end of the bar", () => {
    check("x = close\np = x[1]\nx := x * 10\nplot(p)", [na, 10, 20, 30, 40, 30]);
    check("x = close\nx := x * 10\nplot(x[2])", [na, na, 10, 20, 30, 40]);
    check("float x = na\nx := nz(x[1]) + close\nplot(x)", [1, 3, 6, 10, 13, 15]);
  });

  it("of a kept name", () => {
    check("var n = 0\nn += 1\nplot(n[1])", [na, 1, 2, 3, 4, 5]);
  });

  it("by an offset that changes", () => {
    check("plot(close[bar_index])", [1, 1, 1, 1, 1, 1]);
    check(
      "x = close\nx := x * 10\nn = bar_index > 2 ? 2 : 0\nplot(x[n])",
      [10, 20, 30, 20, 30, 40],
    );
  });

  it("is only asked for where the condition around it holds", () => {
    check("plot(bar_index > 2 ? close[bar_index - 2] : na)", [na, na, na, 3, 3, 3]);
    check("x = 0.0\nif bar_index > 2\n    x := close[bar_index - 3]\nplot(x)", [0, 0, 0, 4, 4, 4]);
    check("ok = bar_index > 2 and close[bar_index - 3] > 3\nplot(ok ? 1 : 0)", [0, 0, 0, 1, 1, 1]);
  });
});

describe("quotes", () => {
  it("are those of the bar's last quote", () => {
    check("plot(ask - bid)", [2, 2, 2, 2, 2, 2]);
    check("plot(ask_size - bid_size)", [10, 20, 30, 40, 30, 20]);
    check("plot(bid[1])", [na, 1, 2, 3, 4, 3]);
  });

  it("of another timeframe are those of its bar's last quote", () => {
    check("plot(confirmed(1h, ask))", [na, 4, 4, 6, 6, 4]);
    check("plot(confirmed(1h, bid_size[1]))", [na, na, na, 20, 20, 40]);
  });

  it("may be shadowed", () => {
    check("bid = 7\nask = bid + 1\nplot(ask)", [8, 8, 8, 8, 8, 8]);
  });

  it("have series of their own in the plan", () => {
    const printed = printPlan(planOf("plot(bid_size + ask_size)"));
    assert.equal(printed, '%0 = bidSize\n%1 = askSize\n%2 = add %0 %1\nplot %2 ""\n');
  });
});

describe("functions", () => {
  it("keep their own state for each call", () => {
    const body =
      "count(bool c) =>\n    var n = 0\n    if c\n        n += 1\n    n\na = count(close > 2)\nb = count(close > 3)\nplot(a * 10 + b)";
    check(body, [0, 0, 10, 21, 31, 31]);
  });

  it("run on every bar wherever they stand", () => {
    const body =
      "total(x) =>\n    var s = 0.0\n    s += x\n    s\ny = 0.0\nif close > 2\n    y := total(1)\nplot(y)";
    check(body, [0, 0, 3, 4, 5, 0]);
  });

  it("read globals as they are at the call", () => {
    check("x = 1\nf() => x * 10\na = f()\nx := 2\nb = f()\nplot(a + b)", [30, 30, 30, 30, 30, 30]);
  });

  it("give tuples, presets and values of branches", () => {
    const body =
      "f(a, b = 10) =>\n    if a > 2\n        [a, b]\n    else\n        [0.0, -1.0]\n[x, y] = f(close)\nplot(x + y)";
    check(body, [-1, -1, 13, 14, 13, -1]);
    check("f(a, b = 10) => a * b\nplot(f(close) + f(b = 1, a = 2))", [12, 22, 32, 42, 32, 22]);
  });

  it("see the past of what they are given", () => {
    check("before(x) => x[1]\nplot(before(close * 2))", [na, 2, 4, 6, 8, 6]);
    check("grow(x) =>\n    x := x + 1\n    x * 2\nplot(grow(close))", [4, 6, 8, 10, 8, 6]);
  });
});

describe("branches", () => {
  it("have values", () => {
    check("x = if close > 3\n    1\nelse if close > 2\n    2\nplot(x)", [na, na, 2, 1, 2, na]);
    check(
      "x = switch\n    close > 3 => 1\n    close > 2 =>\n        y = 5\n        y * 2\n    => -1\nplot(x)",
      [-1, -1, 10, 1, 10, -1],
    );
    check("x = switch int(close)\n    3 => 30\n    4 => 40\nplot(nz(x))", [0, 0, 30, 40, 30, 0]);
    check("ok = if close > 2\n    close > 3\nplot(ok ? 1 : 0)", [0, 0, 0, 1, 0, 0]);
  });

  it("on texts are decided when lowering or become conditions", () => {
    check("kind = 'b'\nx = switch kind\n    'a' => 1\n    'b' => 2\nplot(x)", [2, 2, 2, 2, 2, 2]);
    check("kind = close > 2 ? 'up' : 'down'\nplot(kind == 'up' ? 1 : 0)", [0, 0, 1, 1, 1, 0]);
    const body =
      "mode = 'none'\nif close > 3\n    mode := 'high'\nelse if close > 2\n    mode := 'mid'\nx = switch mode\n    'high' => 3\n    'mid' => 2\n    => 1\nplot(x)";
    check(body, [1, 1, 2, 3, 2, 1]);
  });

  it("of constants leave nothing behind", () => {
    const plan = planOf(
      "on = false\nif on\n    strategy.entry('L', strategy.long)\nplot(on ? close : 1)",
    );
    assert.equal(plan.statements.length, 1);
  });
});

describe("the library", () => {
  it("is lowered by its definitions", () => {
    check("plot(ta.change(close))", [na, 1, 1, 1, -1, -1]);
    check("plot(ta.change(close, 2))", [na, na, 2, 2, 0, -2]);
    check("plot(ta.change(close > 2) ? 1 : 0)", [0, 0, 1, 0, 0, 1]);
    check("plot(ta.mom(close, 3))", [na, na, na, 3, 1, -1]);
    check("plot(ta.roc(close, 1))", [na, 100, 50, 100 / 3, -25, -100 / 3]);
    check("plot(math.sum(close, 2))", [na, 3, 5, 7, 7, 5]);
    check("plot(ta.highest(2) + ta.lowest(close, 2))", [na, 4, 6, 8, 8, 6]);
    check("plot(ta.valuewhen(close > 2, close, 1))", [na, na, na, 3, 4, 4]);
    check(
      "plot(math.avg(high, low, close) + math.max(1, close, 3) - math.min(close, 2))",
      [3, 3, 4, 6, 4, 3],
    );
    check(
      "plot(math.round(close / 3, 1) + math.round_to_mintick(close / 3))",
      [0.55, 1.45, 2, 2.55, 2, 1.45].map((x) => x),
    );
    check("plot(nz(close[1], -1) + (na(close[1]) ? 100 : 0))", [99, 1, 2, 3, 4, 3]);
    check(
      "plot(hl2 + hlc3 + ohlc4)",
      [1, 2, 3, 4, 3, 2].map((c, i) => c + c + ((CLOSES[i - 1] ?? c) + 3 * c) / 4),
    );
  });

  it("sizes orders", () => {
    check(
      "plot(size.risk(0.5 % of equity, distance = close))",
      CLOSES.map((c) => 5 / (c * 2)),
    );
    check(
      "plot(size.cash(500 USD) + size.percent(10 %))",
      CLOSES.map((c) => 500 / (c * 2) + 100 / (c * 2)),
    );
  });

  it("divides ints as floats and keeps the sign of a remainder", () => {
    check("x = 5\ny = 2\nplot(x / y + (-5 % 3) + int(-2.5))", [-1.5, -1.5, -1.5, -1.5, -1.5, -1.5]);
    check("n = int(close)\nplot(n / 2)", [0.5, 1, 1.5, 2, 1.5, 1]);
  });

  it("compares with na as false", () => {
    check("plot((close[1] > 0 ? 1 : 0) + (close[1] != 5 ? 2 : 0))", [0, 3, 3, 3, 3, 3]);
  });
});

describe("parameters", () => {
  it("stay symbolic", () => {
    const body = "param n = 2 in 1 .. 5\nparam on = true\nplot(on ? ta.sma(close, n) : -1)";
    assert.deepEqual(run(body, CLOSES, [2, 1]).plots[0], [na, 1.5, 2.5, 3.5, 3.5, 2.5]);
    assert.deepEqual(run(body, CLOSES, [1, 0]).plots[0], [-1, -1, -1, -1, -1, -1]);
    assert.deepEqual(planOf(body).parameters, [
      { name: "n", valueType: "number" },
      { name: "on", valueType: "bool" },
    ]);
  });
});

describe("other timeframes", () => {
  // In this oracle an hour is two chart bars, a day four.
  const closes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it("show the last completed bar", () => {
    check("plot(confirmed(1d, close))", [na, na, na, 4, 4, 4, 4, 8, 8, 8], closes);
    check("plot(confirmed(1d, close > 5) ? 1 : 0)", [0, 0, 0, 0, 0, 0, 0, 1, 1, 1], closes);
    check(
      "[a, b] = confirmed(1h, [close, close[1]])\nplot(a * 100 + nz(b))",
      [na, 200, 200, 402, 402, 604, 604, 806, 806, 1008],
      closes,
    );
  });

  it("lower again what they use: globals, functions, parameters", () => {
    check(
      "x = close * 10\nplot(confirmed(1d, x + 1))",
      [na, na, na, 41, 41, 41, 41, 81, 81, 81],
      closes,
    );
    check(
      "f(a) => a[1] + close\nplot(confirmed(1h, f(close)))",
      [na, na, na, 6, 6, 10, 10, 14, 14, 18],
      closes,
    );
    check(
      "daily(e) => confirmed(1d, e)\nplot(daily(close * 2))",
      [na, na, na, 8, 8, 8, 8, 16, 16, 16],
      closes,
    );
    check(
      "[m, s] = if close > 0\n    [close, 1.0]\nelse\n    [0.0, 0.0]\nplot(confirmed(1d, m + s))",
      [na, na, na, 5, 5, 5, 5, 9, 9, 9],
      closes,
    );
  });

  it("count state on their own bars", () => {
    check(
      "bars() =>\n    var n = 0\n    n += 1\n    n\nplot(confirmed(1h, bars()))",
      [na, 1, 1, 2, 2, 3, 3, 4, 4, 5],
      closes,
    );
    check(
      "var float first = close\nplot(confirmed(1h, first))",
      [na, 2, 2, 2, 2, 2, 2, 2, 2, 2],
      closes,
    );
  });

  it("read requests as v6 does", () => {
    check(
      'plot(request.security(syminfo.tickerid, "1D", close))',
      [na, na, na, 4, 4, 4, 4, 8, 8, 8],
      closes,
    );
    check("plot(request.security(syminfo.tickerid, timeframe.period, close))", closes, closes);
    const ahead =
      'request.security(syminfo.tickerid, "1D", close[1], lookahead = barmerge.lookahead_on)';
    check(`plot(${ahead})`, [na, na, na, na, 4, 4, 4, 4, 8, 8], closes);
    const two =
      'request.security(syminfo.tickerid, "60", close[2], lookahead = barmerge.lookahead_on)';
    check(`plot(${two})`, [na, na, na, na, 2, 2, 4, 4, 6, 6], closes);
  });
});
