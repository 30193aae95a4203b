// Closed and open trades, counted apart.
import assert from "node:assert/strict";
import { tradeCounts, tradesText } from "../../src/report/trade-counts.ts";

const run = (tradeCount: number, open: number | null) => ({
  tradeCount,
  figures: open === null ? [] : [{ name: "open_trade_count", value: open }],
});

describe("the trades of a run", () => {
  it("are the closed ones, as in the figures, and the open ones beside them", () => {
    assert.deepEqual(tradeCounts(run(13, 1)), { closed: 12, open: 1 });
    assert.equal(tradesText(run(13, 1)), "12 trades, 1 open");
    assert.equal(tradesText(run(1, 0)), "1 trade");
    assert.equal(tradesText(run(1, 1)), "0 trades, 1 open");
    assert.equal(tradesText(run(1_234, null)), "1,234 trades");
  });
});
