// Tests of the rules about state and other timeframes that only the expanded program shows.
import assert from "node:assert/strict";
import { checkCompiled, compiled } from "../support/compile.ts";
import { withHeader } from "../support/fixture.ts";

describe("history", () => {
  it("runs on every bar, which a hint says where v6 skips it", () => {
    checkCompiled("x = close > open and ta.crossover(close, open)", [
      "W301 ta.crossover(close, open)",
    ]);
    checkCompiled("x = close > open ? ta.sma(close, 5) : 0", ["W301 ta.sma(close, 5)"]);
    checkCompiled("f(x) => ta.sma(ta.ema(x, 3), 5)\ny = close > open ? f(close) : 0", [
      "W301 f(close)",
    ]);
    checkCompiled("x = ta.sma(close, 5)\ny = confirmed(1d, ta.sma(close, 5))", []);
    checkCompiled("x = close > open ? confirmed(1d, ta.sma(close, 5)) : na", []);
  });

  it("cannot depend on a name of a conditional block", () => {
    checkCompiled("if close > open\n    b = close - open\n    y = ta.sma(b, 5)", [
      "E407 ta.sma(b, 5)",
    ]);
    checkCompiled("if close > open\n    b = close - open\n    y = b[1]", ["E407 b[1]"]);
    checkCompiled("x = 0.0\nif close > open\n    x := close\n    y = ta.ema(x, 3)", [
      "E407 ta.ema(x, 3)",
    ]);
    checkCompiled("x = 0.0\nif close > open\n    x := close\n    x := x + 1\ny = ta.sma(x, 3)", []);
    checkCompiled("if close > open\n    n = 5\n    y = ta.sma(close, n)", [
      "W301 ta.sma(close, n)",
    ]);
  });

  it("in a function cannot depend on such a name of the caller", () => {
    checkCompiled("f(x) => ta.sma(x, 5)\nif close > open\n    b = close - open\n    y = f(b)", [
      "E407 f(b)",
    ]);
    const kept = "g(x) =>\n    var s = 0.0\n    s += x\n    s\n";
    checkCompiled(`${kept}if close > open\n    b = close - open\n    y = g(b)`, ["E407 g(b)"]);
    checkCompiled("f(x) => x * 2\nif close > open\n    b = close - open\n    y = f(b)", []);
  });
});

describe("other timeframes", () => {
  it("know no account and place no orders", () => {
    checkCompiled("x = confirmed(1d, strategy.equity)", ["E405 strategy.equity"]);
    checkCompiled("p = strategy.position_size\nx = confirmed(1d, p)", ["E405 p"]);
    checkCompiled("f() => strategy.netprofit\nx = confirmed(1d, f())", ["E405 f()"]);
    checkCompiled("f() =>\n    strategy.close_all()\n    close\nx = confirmed(1d, f())", [
      "E405 f()",
    ]);
    checkCompiled("x = confirmed(1d, size.percent(5 %))", ["E405 size.percent(5 %)"]);
  });

  it("know no names that change on the chart", () => {
    checkCompiled("n = 0\nif close > open\n    n := 1\nx = confirmed(1d, n)", ["E406 n"]);
    checkCompiled("n = 0\nif close > open\n    n := 1\nm = n + 1\nx = confirmed(1d, m)", [
      "E406 m",
    ]);
    checkCompiled("var n = 0\nn += 1\nx = confirmed(1d, n[1])", ["E406 n"]);
    checkCompiled("f() =>\n    n = 0\n    n := n + 1\n    n\nx = confirmed(1d, f())", []);
  });

  it("are not nested", () => {
    checkCompiled("x = confirmed(1d, confirmed(1w, close))", ["E905 confirmed(1w, close)"]);
  });
});

describe("fixes", () => {
  function fixed(body: string, index: number): string {
    const text = withHeader(body);
    const [first] = compiled(body).diagnostics;
    const edits = [...(first?.fixes[index]?.edits ?? [])].sort(
      (a, b) => b.range.start - a.range.start,
    );
    const changed = edits.reduce(
      (now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end),
      text,
    );
    return changed.slice(withHeader("").length);
  }

  const request = (expression: string, setting: string): string =>
    `x = request.security(syminfo.tickerid, "1D", ${expression}, lookahead = ${setting})`;

  it("take the future out of a request", () => {
    const on = "barmerge.lookahead_on";
    assert.equal(fixed(request("close", on), 0), request("close", "barmerge.lookahead_off"));
    assert.equal(fixed(request("close", on), 1), request("close[1]", on));
    assert.equal(fixed(request("close - open", on), 1), request("(close - open)[1]", on));
  });

  it("put right what has one meaning", () => {
    assert.equal(fixed("x = 1\nx == na", 0), "x = 1\nna(x)");
    assert.equal(
      fixed('strategy.exit("X", stop = 20 ticks)', 0),
      'strategy.exit("X", loss = 20 ticks)',
    );
    assert.equal(fixed("n = 0\nn := 1.5", 0), "float n = 0\nn := 1.5");
    assert.equal(fixed("x = clsoe", 0), "x = close");
    assert.equal(fixed("x := 1", 0), "x = 1");
    assert.equal(fixed("if ta.change(close)\n    x = 1", 0), "if ta.change(close) != 0\n    x = 1");
  });
});
