// Tests of filters as they are typed and as they are worded, and of rows as text.
import { strict as assert } from "node:assert";
import { clockOf } from "../../src/format/clock.ts";
import { COLUMNS, rowsAsText } from "../../src/trades/columns.ts";
import { filterOf, filterWords, type Comparison } from "../../src/trades/filter-text.ts";
import { tradeKey, type TradeKey } from "../../messages/trades.ts";
import { marketBars } from "../browser/synthetic-market.ts";
import { tradesAlong } from "../browser/synthetic-trades.ts";

function column(key: TradeKey) {
  const found = COLUMNS.find((one) => one.key === key);
  if (found === undefined) throw new Error(`no column ${key}`);
  return found;
}

const UTC = clockOf("UTC");

describe("typed filters", () => {
  it("understand numbers as the table writes them, dates and letters", () => {
    const cases: readonly (readonly [TradeKey, Comparison, string, string])[] = [
      ["profit", "atLeast", "1,250.5", "Profit at least 1,250.5"],
      ["profit", "atMost", " −3 ", "Profit at most −3"],
      ["entryTimeUs", "atLeast", "2024-03-31", "Entry at least 2024-03-31 00:00 UTC"],
      ["entryTimeUs", "atMost", "2024-03-31 09:30", "Entry at most 2024-03-31 09:30 UTC"],
      ["exitId", "contains", "stop", "Exit id contains “stop”"],
      ["isAmbiguous", "no", "", "not ambiguous"],
    ];
    for (const [key, comparison, typed, words] of cases) {
      const result = filterOf(column(key), comparison, typed, UTC);
      assert.ok(result.ok, typed);
      assert.equal(filterWords(column(key), result.filter, UTC), words);
    }
  });

  it("read and write times by the clock of the table", () => {
    const newYork = clockOf("America/New_York");
    const typed = filterOf(column("exitTimeUs"), "atLeast", "2024-03-08 09:30", newYork);
    assert.ok(typed.ok);
    const least = Date.parse("2024-03-08T14:30:00Z") * 1_000;
    assert.deepEqual(typed.filter, { kind: "between", key: "exitTimeUs", least, most: null });
    assert.equal(
      filterWords(column("exitTimeUs"), typed.filter, newYork),
      "Exit at least 2024-03-08 09:30 America/New_York",
    );
  });

  it("say what to type instead", () => {
    const cases: readonly (readonly [TradeKey, Comparison, string])[] = [
      ["profit", "atLeast", ""],
      ["profit", "atLeast", "ten"],
      ["profit", "atLeast", "0x10"],
      ["entryTimeUs", "atLeast", "31.3.2024"],
      ["entryTimeUs", "atLeast", "2024-13-31"],
      ["exitId", "contains", "  "],
    ];
    for (const [key, comparison, typed] of cases) {
      const result = filterOf(column(key), comparison, typed, UTC);
      assert.match(result.ok ? "" : result.sentence, /^Type /, typed);
    }
  });
});

describe("columns of the trades table", () => {
  it("has one for each key", () => {
    assert.deepEqual(COLUMNS.map((one) => one.key).sort(), [...tradeKey.options].sort());
  });

  it("copies headings and rows, a tab between cells", () => {
    const [trade] = tradesAlong(marketBars(100, 15, 3), 3, 5);
    assert.ok(trade !== undefined);
    const hostile = { ...trade, entryId: "a\tb\nc", isAmbiguous: null, profit: -1_234.5 };
    const text = rowsAsText([hostile], { clock: clockOf("UTC"), priceDigits: 3 });
    const [headings = "", row = "", ...more] = text.split("\n");
    assert.equal(more.length, 0);
    assert.equal(headings.split("\t").length, COLUMNS.length);
    assert.equal(row.split("\t").length, COLUMNS.length);
    assert.match(row, /−1,234\.50/);
  });
});
