// What stands at the ends of order lines, on a text that the compiler itself compiles.
import assert from "node:assert/strict";
import type { TradeRow } from "@backtestr/hub";
import { compile } from "@backtestr/server/compiler";
import { isFilled, orderLines, orderText } from "../../src/core/order-lines.ts";
import type { CompiledStrategy } from "../../src/core/strategy.ts";

const TEXT = `strategy "A"
    edition = 1
data
    source = file("a.csv")
    chart = 1d
account
    capital = 1_000 USD

if close > open
    strategy.entry("L", strategy.long)
if close < open
    strategy.entry("S", strategy.short)
if close == open
    strategy.close("L")
plot(close)
`;

function compiled(): CompiledStrategy {
  const { plan, places } = compile([{ name: "a.strat", text: TEXT }]);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the text is read
  return { text: TEXT, plan, places } as unknown as CompiledStrategy;
}

/** By line of the text, from 1. */
function told(trades: readonly Partial<TradeRow>[]): readonly string[] {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of a trade is read
  const lines = orderLines(compiled(), trades as readonly TradeRow[]);
  return lines.map((line) => `${line.line + 1}${isFilled(line) ? "" : "?"} ${orderText(line)}`);
}

describe("order lines", () => {
  it("say so when none of their orders was filled", () => {
    assert.deepEqual(told([]), ["10? no fill", "12? no fill", "14? no fill"]);
  });

  it("count what they entered and exited, with its profit", () => {
    const first = { entryStatement: 0, exitStatement: 1, profit: 12 };
    const open = { entryStatement: 1, exitStatement: null, profit: -5 };
    assert.deepEqual(told([first, open]), [
      "10 1 entered, profit 12",
      "12 1 entered, 1 exited, profit 7",
      "14? no fill",
    ]);
  });
});
