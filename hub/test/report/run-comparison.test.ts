// Two runs side by side: which trade differs first, and what is written.
import { strict as assert } from "node:assert";
import type { TradeRow } from "@backtestr/client";
import {
  comparedFigures,
  comparedTrades,
  firstTradeDifference,
  type ComparedRun,
} from "../../src/report/run-comparison.ts";

const TRADE: TradeRow = {
  ...{ number: 1, side: "long", quantity: 2, entryId: "L", entryStatement: 0, entryBar: 3 },
  ...{ entryTimeUs: Date.UTC(2024, 0, 2, 9, 30) * 1_000, entryPrice: 100.25 },
  ...{ exitTimeUs: null, exitPrice: 101, exitId: null, exitStatement: null, exitBar: null },
  ...{ exitReason: null, isAmbiguous: false },
  ...{ profit: 1.5, profitPct: 0.7, fees: 0, barsHeld: 4, mae: -1, mfe: 2 },
};
const OTHER: TradeRow = { ...TRADE, number: 2, exitPrice: 99, profit: -2.5 };

const RUN: ComparedRun = {
  ...{ name: "before", strategy: "cross.strat", currency: "USD", digest: "aa" },
  parameters: [["fast", "10"]],
  figures: [
    { name: "sharpe", value: null },
    { name: "net_profit", value: -3.5 },
  ],
};

describe("two runs", () => {
  it("differ first where a trade does, whatever the lines of the text", () => {
    const moved = { ...TRADE, entryStatement: 5 };
    assert.equal(firstTradeDifference([TRADE], [moved]), null);
    const old = { ...TRADE, isAmbiguous: null };
    const told: TradeRow = { ...TRADE, exitReason: "target" };
    assert.equal(firstTradeDifference([old], [told]), null);
    assert.deepEqual(firstTradeDifference([TRADE, TRADE], [TRADE, OTHER]), {
      left: TRADE,
      right: OTHER,
    });
    assert.deepEqual(firstTradeDifference([TRADE], []), { left: TRADE, right: null });
  });

  it("stand in aligned columns, headline figures first", () => {
    const right: ComparedRun = {
      ...{ name: "now\u0007", strategy: "cross.strat", currency: "USD", digest: "bb" },
      parameters: [
        ["fast", "12"],
        ["slow", "40"],
      ],
      figures: [{ name: "net_profit", value: 10 }],
    };
    assert.deepEqual(comparedFigures(RUN, right), [
      "run                before         now\ufffd  difference",
      "strategy      cross.strat  cross.strat",
      "fast                   10           12",
      "slow                    –           40",
      "Net profit      -3.50 USD    10.00 USD  +13.50 USD",
      "Sharpe ratio            –            –           –",
    ]);
    assert.deepEqual(comparedTrades(RUN, right, { left: TRADE, right: null }), [
      "The first trade that differs is number 1:",
      "  first   long  2  2024-01-02T09:30:00Z  100.25  open  101  profit 1.50",
      "  second  none: its trades have ended",
    ]);
  });

  it("are told apart by as many digits as it takes", () => {
    const written = (left: TradeRow, right: TradeRow) =>
      comparedTrades(RUN, RUN, { left, right }).slice(1);
    const long = { ...TRADE, quantity: 205.67222342498377 };
    const [first = "", second = ""] = written(long, OTHER);
    assert.match(first, /long {2}205\.67222 {2}/);
    assert.match(second, /profit -2\.50$/);
    const close = { ...long, profit: 1.5000000001 };
    assert.match(written(long, close).join("\n"), /205\.67222342498377[^]*profit 1\.5000000001/);
  });

  it("are the same in their trades, or to the last bit", () => {
    assert.equal(comparedTrades(RUN, RUN, null)[0], "The runs are the same to the last bit.");
    const other = { ...RUN, digest: "bb" };
    assert.equal(comparedTrades(RUN, other, null)[0], "All trades are the same.");
  });
});
