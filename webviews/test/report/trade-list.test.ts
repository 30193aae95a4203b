// Tests of filter, order and pages of the trades table.
import { strict as assert } from "node:assert";
import { pageOf, tradesShown } from "../../src/report/trade-list.ts";
import { sampleReport } from "./sample-report.ts";

const { trades } = sampleReport(250);

describe("report trade list", () => {
  it("sorts without changing the list it was given", () => {
    const shown = tradesShown(trades, "all", { key: "profit", isDescending: true });
    const profits = shown.map((trade) => trade.profit);
    assert.deepEqual(
      profits,
      [...profits].sort((a, b) => b - a),
    );
    assert.equal(trades[0]?.number, 1);
  });

  it("keeps the order of numbers among equals", () => {
    const shown = tradesShown(trades, "all", { key: "fees", isDescending: true });
    assert.deepEqual(
      shown.map((trade) => trade.number),
      trades.map((trade) => trade.number),
    );
  });

  it("puts what has no value last in both directions", () => {
    const open = trades.map((trade) =>
      trade.number === 7 ? { ...trade, exitTimeUs: null } : trade,
    );
    for (const isDescending of [false, true]) {
      const shown = tradesShown(open, "all", { key: "exitTimeUs", isDescending });
      assert.equal(shown.at(-1)?.number, 7);
    }
    assert.equal(tradesShown(open, "open", { key: "number", isDescending: false }).length, 1);
  });

  it("shows winners and losers apart", () => {
    const order = { key: "number", isDescending: false } as const;
    const won = tradesShown(trades, "winners", order).length;
    const lost = tradesShown(trades, "losers", order).length;
    const even = trades.filter((trade) => trade.profit === 0).length;
    assert.equal(won + lost + even, 250);
  });

  it("turns pages within the list", () => {
    assert.deepEqual([pageOf(trades, 2).rows.length, pageOf(trades, 2).count], [50, 3]);
    assert.equal(pageOf(trades, 99).number, 2);
    assert.equal(pageOf(trades, -1).number, 0);
    assert.deepEqual(pageOf([], 0), { rows: [], number: 0, count: 1 });
  });
});
