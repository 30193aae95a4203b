// Tests of filter and order of trades, against a plain twin that sorts records.
import { strict as assert } from "node:assert";
import type { TradeFilter, TradeKey, TradeRecord } from "../../messages/trades.ts";
import { tradeKey } from "../../messages/trades.ts";
import { matchedRows } from "../../src/trades/model.ts";
import { marketBars } from "../browser/synthetic-market.ts";
import { plainValue, sourceOf, tradesAlong } from "../browser/synthetic-trades.ts";

const trades = tradesAlong(marketBars(4_000, 15, 3), 500, 5).map((trade, at) => ({
  ...trade,
  exitId: at % 7 === 0 ? null : trade.exitId,
  maePct: at % 11 === 0 ? null : trade.maePct,
}));
const source = sourceOf(trades);
const BY_NUMBER = { key: "number", isDescending: false } as const;

function numbersOf(rows: Uint32Array): readonly number[] {
  return [...rows].map((row) => trades[row]?.number ?? -1);
}

/** What has no value comes last in both directions, and equals stay in order: written as plainly as can be. */
function twin(
  all: readonly TradeRecord[],
  key: TradeKey,
  isDescending: boolean,
): readonly number[] {
  const withValue = all.filter((trade) => plainValue(trade, key) !== null);
  const without = all.filter((trade) => plainValue(trade, key) === null);
  const sign = isDescending ? -1 : 1;
  const ordered = [...withValue].sort((a, b) => {
    const left = plainValue(a, key) ?? 0;
    const right = plainValue(b, key) ?? 0;
    if (left === right) return a.number - b.number;
    return left < right ? -sign : sign;
  });
  return [...ordered, ...without].map((trade) => trade.number);
}

describe("trades model", () => {
  for (const key of tradeKey.options) {
    it(`orders by ${key} as the plain twin does`, () => {
      for (const isDescending of [false, true]) {
        const rows = matchedRows(source, { sort: { key, isDescending }, filters: [] });
        assert.deepEqual(numbersOf(rows), twin(trades, key, isDescending));
      }
    });
  }

  it("keeps what passes every filter", () => {
    const cases: readonly (readonly [TradeFilter, (trade: TradeRecord) => boolean])[] = [
      [
        { kind: "between", key: "profit", least: 0, most: 20 },
        (t) => t.profit >= 0 && t.profit <= 20,
      ],
      [{ kind: "between", key: "maePct", least: null, most: 0 }, (t) => t.maePct !== null],
      [{ kind: "contains", key: "side", text: "LONG" }, (t) => t.side === "long"],
      [{ kind: "contains", key: "exitId", text: "prof" }, (t) => t.exitId === "take profit"],
      [{ kind: "is", key: "exitTimeUs", value: false }, (t) => t.exitTimeUs === null],
      [{ kind: "is", key: "exitTimeUs", value: true }, (t) => t.exitTimeUs !== null],
      [{ kind: "is", key: "isAmbiguous", value: true }, (t) => t.isAmbiguous === true],
    ];
    for (const [filter, passes] of cases) {
      const rows = matchedRows(source, { sort: BY_NUMBER, filters: [filter] });
      const expected = trades.filter(passes).map((trade) => trade.number);
      assert.ok(expected.length > 0 && expected.length < trades.length, JSON.stringify(filter));
      assert.deepEqual(numbersOf(rows), expected);
    }
    const both = cases.slice(0, 3).map(([filter]) => filter);
    const rows = matchedRows(source, { sort: BY_NUMBER, filters: both });
    const passesAll = (trade: TradeRecord): boolean =>
      cases.slice(0, 3).every(([, passes]) => passes(trade));
    assert.deepEqual(
      numbersOf(rows),
      trades.filter(passesAll).map((trade) => trade.number),
    );
  });

  it("passes nothing where a filter does not fit its column", () => {
    const wrong: readonly TradeFilter[] = [
      { kind: "between", key: "side", least: 0, most: null },
      { kind: "contains", key: "profit", text: "1" },
      { kind: "is", key: "profit", value: true },
    ];
    for (const filter of wrong) {
      assert.equal(matchedRows(source, { sort: BY_NUMBER, filters: [filter] }).length, 0);
    }
  });
});
