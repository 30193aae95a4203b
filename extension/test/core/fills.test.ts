// Next and previous fill over trades laid out by hand, and what is said at them.
import assert from "node:assert/strict";
import type { TradeRow } from "@backtestr/hub";
import { fillBar, fillsOn, fillsText, noFillText } from "../../src/core/fills.ts";

function trade(number: number, entryBar: number, exitBar: number | null): TradeRow {
  return {
    ...{ number, side: number % 2 === 0 ? "short" : "long", quantity: 1, entryBar, exitBar },
    ...{ entryTimeUs: 0, entryPrice: 100 + number, entryId: "E", entryStatement: 0 },
    ...{ exitTimeUs: exitBar === null ? null : 1, exitPrice: 110 + number, exitId: "X" },
    ...{ exitReason: exitBar === null ? null : "signal", isAmbiguous: false },
    ...{ exitStatement: 1, profit: 0, profitPct: 0, fees: 0, barsHeld: 0, mae: 0, mfe: 0 },
  };
}

/** Reverses on bar 7; the last trade is open. */
const TRADES = [trade(1, 3, 7), trade(2, 7, 9), trade(3, 12, null)];

describe("fills by their bars", () => {
  it("are found forwards and backwards, each bar once", () => {
    const forwards = [-1, 3, 7, 9, 12].map((bar) => fillBar(TRADES, bar, 1));
    assert.deepEqual(forwards, [3, 7, 9, 12, null]);
    const backwards = [20, 12, 9, 8, 7, 3].map((bar) => fillBar(TRADES, bar, -1));
    assert.deepEqual(backwards, [12, 9, 7, 7, 3, null]);
  });

  it("do not depend on the order of the trades", () => {
    assert.equal(fillBar(TRADES.toReversed(), 4, 1), 7);
    assert.equal(fillBar(TRADES.toReversed(), 11, -1), 9);
  });

  it("are named, the exit of a reversal first", () => {
    assert.equal(
      fillsText(fillsOn(TRADES, 7)),
      "trade 1 long exited at 111, trade 2 short entered at 102",
    );
    const crowd = [1, 2, 3, 4].map((number) => trade(number, 5, null));
    assert.match(fillsText(fillsOn(crowd, 5)), /^trade 1 .*, trade 2 .*, 2 more$/);
  });

  it("end with a sentence", () => {
    assert.equal(noFillText(TRADES, 1), "There is no fill after the selected bar.");
    assert.equal(noFillText(TRADES, -1), "There is no fill before the selected bar.");
    assert.equal(noFillText([], 1), "The run has no fills: no order was filled.");
  });
});
