// Sorting and filtering of trades, worked by hand on three trades.
import assert from "node:assert/strict";
import type { TradeRow } from "@backtestr/hub";
import type { TradesQuery } from "@backtestr/webviews/messages/trades";
import { matching, matchedCsv, tradeRecords } from "../../src/core/trades-query.ts";

const BASE: TradeRow = {
  number: 1,
  side: "long",
  quantity: 2,
  entryTimeUs: 0,
  entryPrice: 100,
  entryId: "L",
  entryStatement: 0,
  entryBar: 0,
  exitTimeUs: 60_000_000,
  exitPrice: 101,
  exitId: "X",
  exitStatement: 1,
  exitBar: 1,
  exitReason: "trailingStop",
  isAmbiguous: true,
  profit: 10,
  profitPct: 5,
  fees: 0,
  barsHeld: 1,
  mae: -4,
  mfe: 8,
};
const TRADES: readonly TradeRow[] = [
  BASE,
  {
    ...{ ...BASE, number: 2, side: "short", profit: -5, entryId: '=1+"2",3' },
    ...{ exitReason: "endOfData", isAmbiguous: null },
  },
  {
    ...{ ...BASE, number: 3, exitTimeUs: null, exitId: null, exitStatement: null, profit: 10 },
    ...{ exitReason: null, isAmbiguous: false },
  },
];
const RECORDS = tradeRecords(TRADES, { capital: 1_000, pointValue: 10 });

function numbers(query: Partial<TradesQuery>): readonly number[] {
  const whole: TradesQuery = {
    sort: { key: "number", isDescending: false },
    filters: [],
    ...query,
  };
  return matching(RECORDS, whole).rows.map(({ number }) => number);
}

describe("the trades that a table asks for", () => {
  it("carry running sums and shares of their value", () => {
    assert.deepEqual(
      RECORDS.map((row) => row.cumulativeProfit),
      [10, 5, 15],
    );
    assert.deepEqual(
      RECORDS.map((row) => row.cumulativeProfitPct),
      [1, 0.5, 1.5],
    );
    assert.deepEqual(
      RECORDS.map(({ value, maePct }) => [value, maePct]),
      [
        [2_000, -0.2],
        [2_000, -0.2],
        [2_000, -0.2],
      ],
    );
  });

  it("say in words why they ended, and whether the path inside a bar decided it", () => {
    assert.deepEqual(
      RECORDS.map(({ exitReason, isAmbiguous }) => [exitReason, isAmbiguous]),
      [
        ["trailing stop", true],
        ["end of data", null],
        [null, false],
      ],
    );
  });

  it("are sorted, equal ones by number, absent ones last both ways", () => {
    assert.deepEqual(numbers({ sort: { key: "profit", isDescending: true } }), [1, 3, 2]);
    assert.deepEqual(numbers({ sort: { key: "exitTimeUs", isDescending: false } }), [1, 2, 3]);
    assert.deepEqual(numbers({ sort: { key: "exitTimeUs", isDescending: true } }), [1, 2, 3]);
  });

  it("are filtered by all filters together", () => {
    const losing = { kind: "between", key: "profit", least: null, most: 0 } as const;
    const open = { kind: "is", key: "exitTimeUs", value: false } as const;
    const shorts = { kind: "contains", key: "side", text: "SHO" } as const;
    assert.deepEqual(numbers({ filters: [losing] }), [2]);
    assert.deepEqual(numbers({ filters: [open] }), [3]);
    assert.deepEqual(numbers({ filters: [shorts] }), [2]);
    const trailing = { kind: "contains", key: "exitReason", text: "stop" } as const;
    assert.deepEqual(numbers({ filters: [trailing] }), [1]);
    const ambiguous = (value: boolean) => ({ kind: "is", key: "isAmbiguous", value }) as const;
    assert.deepEqual(numbers({ filters: [ambiguous(true)] }), [1]);
    assert.deepEqual(numbers({ filters: [ambiguous(false)] }), [3]);
    assert.deepEqual(numbers({ filters: [shorts, open] }), []);
  });

  it("are written as the command line writes them, in the order of the table", () => {
    const sort = { key: "profit", isDescending: false } as const;
    const csv = matchedCsv(TRADES, matching(RECORDS, { sort, filters: [] }), "EURUSD");
    const [head, first, ...others] = csv.trimEnd().split("\n");
    assert.match(head ?? "", /^number,symbol,side,quantity,entry_time,/);
    // Quoted, and kept from running as a formula of a spreadsheet.
    assert.match(first ?? "", /^2,EURUSD,short,.*,"'=1\+""2"",3",/);
    assert.deepEqual(
      others.map((line) => line.split(",")[0]),
      ["1", "3"],
    );
  });
});
