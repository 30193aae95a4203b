// Tests of types, qualifiers, units and arguments.
import { check } from "../support/check.ts";

describe("types", () => {
  it("keep bool and numbers apart", () => {
    check("x = 1 + true", ["E311 true"]);
    check("x = close and true", ["E312 close"]);
    check("x = not 1", ["E312 1"]);
    check("if bar_index\n    x = 1", ["E312 bar_index"]);
    check("x = close ? 1 : 2", ["E312 close"]);
    check("x = 'a' + 1", ["E311 'a'"]);
    check("x = 'a' + 'b'\ny = x == 'ab'", []);
  });

  it("give bool no na", () => {
    check("bool x = na", ["E313 na"]);
    check("x = close > open ? true : na", ["E313 close > open ? true : na"]);
    check("x = true\nx := na", ["E313 na"]);
    check("x = na and true", ["E313 na"]);
    check("x = if close > open\n    true", []);
  });

  it("refuse a comparison with na", () => {
    check("x = close == na", ["E314 close == na"]);
    check("x = na != close", ["E314 na != close"]);
    check("x = close > na", ["E314 close > na"]);
  });

  it("share one type between branches", () => {
    check("x = close > 1 ? 1 : 2.5\nx2 = x + 1", []);
    check("x = close > 1 ? 1 : 'a'", ["E315 close > 1 ? 1 : 'a'"]);
    check("x = if close > 1\n    1\nelse\n    'a'", ["E315 if close > 1"]);
    check("x = switch\n    close > 1 => 1\n    => na", []);
    check("if close > 1\n    1\nelse\n    'a'", []);
  });

  it("hold a variable to its type", () => {
    check("x = 0\nx := 1.5", ["E316 1.5"]);
    check("x = 0\nx /= 2", ["E316 2"]);
    check("float x = 0\nx := 1.5\nx /= 2", []);
    check("int x = 1.5", ["E316 1.5"]);
    check("x = na", ["E327 na"]);
    check("float x = na\nvar int y = na", []);
    check("foo x = 1", ["E330 foo"]);
    check("array<float> x = na", ["E907 array<float>"]);
  });

  it("want a value where nothing comes", () => {
    check("x = strategy.close_all()", ["E317 strategy.close_all()"]);
    check("x = if close > 1\n    strategy.close_all()", [
      "E317 \n    strategy.close_all()".slice(0, 5),
    ]);
    check("f() =>\n    if close > 1\n        strategy.close_all()\nf()", []);
    check("plot(plot(close))", ["E317 plot(close)"]);
  });

  it("take tuples apart by number", () => {
    check("[a, b, c] = ta.macd(close, 12, 26, 9)\n[_, _, d] = ta.bb(close, 20, 2)", []);
    check("[a, b] = ta.macd(close, 12, 26, 9)", ["E318 ta.macd(close, 12, 26, 9)"]);
    check("x = ta.macd(close, 12, 26, 9)", ["E318 ta.macd(close, 12, 26, 9)"]);
    check("[a, b] = close", ["E318 close"]);
  });

  it("compare switch cases with their subject", () => {
    check("x = switch 'a'\n    'a' => 1\n    2 => 2", ["E311 2"]);
    check("x = switch\n    1 => 1", ["E312 1"]);
  });
});

describe("qualifiers", () => {
  it("ask for what is fixed for the run", () => {
    check("param n = 5 in 1 .. 9\nx = ta.sma(close, n * 2)", []);
    check("n = 5\nx = ta.sma(close, n)", []);
    check("n = 5\nn := 6\nx = ta.sma(close, n)", ["E319 n"]);
    check("x = ta.ema(close, bar_index)", ["E319 bar_index"]);
    check("simple float x = close", ["E319 close"]);
  });

  it("ask for what the text fixes", () => {
    check("param t = 5\nplot(close, close > 1 ? 'a' : 'b')", ["E319 close > 1 ? 'a' : 'b'"]);
    check("tf = '1D'\nx = request.security(syminfo.tickerid, tf, close)", []);
    check("x = confirmed(close > 1 ? 1d : 1w, close)", ["E319 close > 1 ? 1d : 1w"]);
  });

  it("tell a changed name from one of the same name", () => {
    check("n = 5\nif close > 1\n    n = 1\n    n := 2\nx = ta.sma(close, n)", []);
    check("n = 5\nf() =>\n    n = 1\n    n := 2\n    n\nx = ta.sma(close, n) + f()", []);
  });
});

describe("units", () => {
  it("stand where they belong", () => {
    check(
      'strategy.exit("X", "L", loss = 20 ticks, profit = 40, qty = 1 contracts, qty_percent = 50 %)',
      [],
    );
    check("x = ta.sma(close, 20 bars) + size.cash(500 USD) + size.percent(10 %)", []);
    check("x = size.risk(0.5 % of equity, distance = 2 * ta.atr(14))", []);
  });

  it("are refused elsewhere", () => {
    check('strategy.exit("X", stop = 20 ticks)', ["E325 20 ticks"]);
    check("x = size.risk(0.5 %, 10)", ["E325 0.5 %"]);
    check("x = 20 ticks", ["E325 20 ticks"]);
    check("x = math.abs(20 ticks)", ["E325 20 ticks"]);
    check("x = ta.sma(close, 5 %)", ["E325 5 %"]);
    check("x = math.abs(5 %) + 5 % + 5 % of close", []);
  });
});

describe("arguments", () => {
  it("have the type of their parameter", () => {
    check("x = ta.sma(close > 1, 5)", ["E310 close > 1"]);
    check("x = ta.barssince(close)", ["E310 close"]);
    check('strategy.entry("L", "long")', ['E310 "long"']);
    check("x = ta.sma(close, 2.5)", ["E310 2.5"]);
    check("x = confirmed('1D', close)", ["E310 '1D'"]);
  });

  it("lie in their range", () => {
    check("x = ta.sma(close, 0)", ["E329 0"]);
    check("param n = 5 in 0 .. 9\nx = ta.sma(close, n)", ["E329 n"]);
    check("x = ta.valuewhen(close > 1, close, -1)", ["E329 -1"]);
  });

  it("choose the signature", () => {
    check(
      "x = ta.highest(20) + ta.highest(close, 20) + math.round(close) + math.round(close, 2)",
      [],
    );
    check("x = ta.highest(close)", ["E310 close"]);
    check("x = math.max(1, 2, 3, close)\ny = math.avg(1)", ["E320 math.avg"]);
    check("x = ta.change(close > open) ? 1 : 2\ny = ta.change(close, 3) + 1", []);
    check("x = nz(close[1]) + nz(close[1], 5) + fixnan(close)", []);
  });

  it("of later versions are refused or have no effect", () => {
    check('strategy.exit("X", trail_points = 5)', ["E905 5"]);
    check('strategy.entry("L", strategy.long, oca_name = "a")', ['E905 "a"']);
    check("plot(close, color = color.red)", ["W303 color.red"]);
    check('strategy.close("L", alert_message = "x")', ['W303 "x"']);
  });

  it("of an exit name a price", () => {
    check('strategy.exit("X", "L", qty = 1)', ["E501 strategy.exit"]);
  });
});

describe("offsets", () => {
  it("go into the past", () => {
    check("x = close[1] + close[bar_index] + (close > open)[2] ? 1 : 2", [
      "E311 (close > open)[2]",
    ]);
    check("param n = 1 in 0 .. 5\nx = close[n]", []);
    check("x = close[-1]", ["E403 -1"]);
    check("n = -2\nx = close[n + 1]", ["E403 n + 1"]);
    check("param n = 1 in -3 .. 5\nx = close[n]", ["E403 n"]);
    check("x = close[1.5]", ["E310 1.5"]);
    check("x = close[200_000]", ["E410 200_000"]);
    check("x = 'a'[1]", ["E907 'a'"]);
  });
});

describe("what later versions bring", () => {
  it("is refused by name", () => {
    check("x = ta.hma(close, 5)", ["E902 ta.hma"]);
    check("x = array.new<float>(3)", ["E902 array.new"]);
    check("x = str.tostring(close)", ["E902 str.tostring"]);
    check("x = strategy.closedtrades.profit(0)", ["E902 strategy.closedtrades.profit"]);
    check("x = hour", ["E902 hour"]);
    check("x = time('D')", ["E902 time"]);
    check("for i = 0 to 5\n    x = i", ["E904 for"]);
    check("varip x = 1", ["E404 varip"]);
    check("x = timenow", ["E404 timenow"]);
    check('strategy("A", overlay = true)', ["E906 strategy"]);
    check("n = input.int(5)\nx = ta.sma(close, n)", ["E906 input.int"]);
    check('test "a"\n    expect x\nstudy "b"\n    sweep y', ["E901 test", "E901 study"]);
    check('import "./x"\nportfolio\n    heat = 1', ["E901 import", "E901 portfolio"]);
    check("x = time > 2024-01-31", ["E907 2024-01-31"]);
  });
});

describe("plots", () => {
  it("stand outside blocks", () => {
    check("if close > 1\n    plot(close)", ["E502 plot"]);
    check("f() => plot(close)\nf()", ["E502 plot"]);
  });
});

describe("requests", () => {
  it("name a longer timeframe of the chart's symbol", () => {
    check("x = confirmed(1d, close) + confirmed(1w, close) + confirmed(1mo, close)", []);
    check("x = confirmed(5m, close)", ["E408 5m"]);
    check("x = confirmed(40m, close)", ["E408 40m"]);
    check('x = request.security("AAPL", "1D", close)', ['E905 "AAPL"']);
    check('x = request.security(syminfo.tickerid, "1X", close)', ['E310 "1X"']);
    check('x = request.security(syminfo.tickerid, "10", close)', ['E408 "10"']);
    check('x = request.security(syminfo.tickerid, "1D", close, barmerge.gaps_on)', [
      "E905 barmerge.gaps_on",
    ]);
    check('x = request.security(syminfo.tickerid, "1D", close, barmerge.lookahead_on)', [
      "E310 barmerge.lookahead_on",
    ]);
  });
});
