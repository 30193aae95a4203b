// Tests of the places of a long table: scroll box, keyboard, blocks.
import { strict as assert } from "node:assert";
import type { TradeRecord } from "../../messages/trades.ts";
import { Blocks, BLOCK_ROWS } from "../../src/trades/blocks.ts";
import { HEADING, moved } from "../../src/trades/cursor.ts";
import {
  boxHeight,
  offsetAt,
  offsetMax,
  offsetShowing,
  rowsSeen,
  scrollTopAt,
} from "../../src/trades/scroll.ts";
import { marketBars } from "../browser/synthetic-market.ts";
import { tradesAlong } from "../browser/synthetic-trades.ts";

describe("scroll of the trades table", () => {
  const short = { rowHeight: 24, rowCount: 1_000, viewHeight: 500 };
  const long = { rowHeight: 24, rowCount: 1_000_000, viewHeight: 500 };

  it("is the browser's own while the rows fit", () => {
    assert.equal(boxHeight(short), 24_000);
    assert.equal(offsetAt(short, 1_234), 1_234);
  });

  it("reaches both ends in a box that is shorter than its rows", () => {
    assert.equal(boxHeight(long), 8_000_000);
    assert.equal(offsetAt(long, 0), 0);
    assert.equal(offsetAt(long, 8_000_000 - 500), offsetMax(long));
    const { first, count } = rowsSeen(long, offsetMax(long));
    assert.equal(first + count, 1_000_000);
  });

  it("goes there and back", () => {
    for (const offset of [0, 24, 12_345_678, offsetMax(long)]) {
      assert.ok(Math.abs(offsetAt(long, scrollTopAt(long, offset)) - offset) < 1e-6);
    }
  });

  it("moves no further than a row needs to be seen", () => {
    assert.equal(offsetShowing(short, 240, 10), 240);
    assert.equal(offsetShowing(short, 240, 5), 120);
    assert.equal(offsetShowing(short, 0, 30), 31 * 24 - 500);
    assert.equal(offsetShowing({ ...short, rowCount: 3 }, 0, 2), 0);
  });
});

describe("keys of the trades table", () => {
  const size = { rowCount: 100, columnCount: 5, pageRows: 20 };
  const check = (from: readonly [number, number], keys: string, to: readonly [number, number]) => {
    const parts = keys.split("+");
    const goal = moved({ row: from[0], column: from[1], anchor: from[0] }, size, {
      key: parts.at(-1) ?? "",
      isControl: parts.includes("Control"),
      isShift: parts.includes("Shift"),
    });
    assert.deepEqual([goal?.row, goal?.column], to, keys);
  };

  it("follow the grid pattern and stay inside", () => {
    check([0, 0], "ArrowUp", [HEADING, 0]);
    check([HEADING, 0], "ArrowUp", [HEADING, 0]);
    check([0, 0], "ArrowLeft", [0, 0]);
    check([99, 4], "ArrowDown", [99, 4]);
    check([50, 2], "PageDown", [70, 2]);
    check([10, 2], "PageUp", [0, 2]);
    check([50, 2], "End", [50, 4]);
    check([50, 2], "Control+Home", [0, 0]);
    check([50, 2], "Control+End", [99, 4]);
  });

  it("mark rows with shift", () => {
    const shift = { key: "ArrowDown", isControl: false, isShift: true };
    const marked = moved({ row: 4, column: 1, anchor: 2 }, size, shift);
    assert.deepEqual(marked, { row: 5, column: 1, anchor: 2 });
    assert.equal(moved({ row: 4, column: 1, anchor: 2 }, size, { ...shift, key: "x" }), null);
  });
});

describe("rows that the panel holds", () => {
  const rows: readonly TradeRecord[] = tradesAlong(marketBars(2_000, 15, 3), BLOCK_ROWS, 5);

  it("tells the first block that is missing", () => {
    const blocks = new Blocks();
    assert.equal(blocks.missing(0, 50), 0);
    blocks.put(0, rows);
    assert.equal(blocks.missing(0, 50), null);
    assert.equal(blocks.missing(BLOCK_ROWS - 10, 50), 1);
    assert.equal(blocks.rowAt(3)?.number, 4);
    assert.equal(blocks.rowAt(BLOCK_ROWS), null);
  });

  it("forgets what was used longest ago", () => {
    const blocks = new Blocks();
    for (let block = 0; block < 20; block += 1) blocks.put(block * BLOCK_ROWS, rows);
    blocks.missing(0, 1);
    blocks.put(20 * BLOCK_ROWS, rows);
    assert.notEqual(blocks.rowAt(0), null);
    assert.equal(blocks.rowAt(BLOCK_ROWS), null);
  });
});
