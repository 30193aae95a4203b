// Which value stands at which line's end, on texts that the compiler itself compiles.
import assert from "node:assert/strict";
import { compile } from "@backtestr/server/compiler";
import { lineNodes, linesAround, valueText } from "../../src/core/line-values.ts";
import type { CompiledStrategy } from "../../src/core/strategy.ts";

function compiled(text: string): CompiledStrategy {
  const { plan, places, settings, diagnostics } = compile([{ name: "a.strat", text }]);
  assert.ok(plan !== null && places !== null, diagnostics.map(({ message }) => message).join("\n"));
  return {
    version: 1,
    text,
    title: settings.title ?? "",
    plan,
    places,
    data: settings.data,
    account: settings.account,
    declared: [],
  };
}

const HEADER =
  'strategy "A"\n    edition = 1\ndata\n    source = file("a.csv")\n    chart = 1d\naccount\n    capital = 1_000 USD\n';
const FIRST = HEADER.split("\n").length - 1;

describe("values at line ends", () => {
  it("are those of the outermost expression of the line", () => {
    const strategy = compiled(`${HEADER}a = ta.sma(close + open, 5)\nplot(a)\n`);
    const [line] = lineNodes(strategy, [{ first: FIRST, last: FIRST }]);
    const operation = strategy.plan.nodes[line?.node ?? -1]?.operation;
    assert.equal(operation?.op === "indicator" ? operation.function : null, "sma");
  });

  it("tell bools from numbers", () => {
    const strategy = compiled(`${HEADER}up = close > open\nplot(up ? 1 : 0)\n`);
    const [line] = lineNodes(strategy, [{ first: FIRST, last: FIRST }]);
    assert.ok(line !== undefined);
    assert.equal(valueText(line, 1), "true");
    assert.equal(valueText(line, 0), "false");
  });

  it("inside a function are those of the first call, and say how many there are", () => {
    const text = `${HEADER}f(x) =>\n    x + 1\na = f(close)\nb = f(open)\nplot(a + b)\n`;
    const [line] = lineNodes(compiled(text), [{ first: FIRST + 1, last: FIRST + 1 }]);
    assert.ok(line !== undefined);
    assert.equal(line.calls, 2);
    assert.equal(valueText(line, 2.5), "2.5  (first of 2 calls)");
  });

  it("are asked for the lines in view only", () => {
    const strategy = compiled(`${HEADER}a = close\nb = open\nplot(a + b)\n`);
    assert.deepEqual(
      lineNodes(strategy, [{ first: 0, last: FIRST - 1 }]).map(({ line }) => line),
      [],
    );
    assert.deepEqual(
      lineNodes(strategy, [{ first: FIRST + 1, last: FIRST + 1 }]).map(({ line }) => line),
      [FIRST + 1],
    );
  });

  it("are asked for behind a fold as well", () => {
    const strategy = compiled(`${HEADER}a = close\nb = open\nplot(a + b)\n`);
    const inView = [
      { first: FIRST, last: FIRST },
      { first: FIRST + 2, last: FIRST + 2 },
    ];
    const lines = lineNodes(strategy, linesAround(inView, 0)).map(({ line }) => line);
    assert.deepEqual(lines, [FIRST, FIRST + 2]);
    assert.deepEqual(linesAround(inView, FIRST + 1), [
      { first: 0, last: FIRST },
      { first: FIRST + 2, last: 2 * FIRST + 3 },
    ]);
  });
});
