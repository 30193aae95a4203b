// Tests of places, levels and windows: laws that hold for any bars, and gaps worked by hand.
import { strict as assert } from "node:assert";
import type { ChartTimeframe } from "../../messages/chart.ts";
import { CANDLES_MAX } from "../../messages/chart.ts";
import {
  FRESH,
  furtherSearch,
  holds,
  lastScreen,
  levelOf,
  levelWanted,
  nextWindow,
  windowAround,
  type WindowWish,
} from "../../src/chart/level.ts";
import { candleAt, placeAt, spanIn, timeAt, type Held } from "../../src/chart/place.ts";
import { levelFor } from "../browser/chart-host.ts";
import { joined, marketBars, randomFrom } from "../browser/synthetic-market.ts";

const MINUTE_US = 60_000_000;
const bars = marketBars(50_000, 1, 3);
const timeframe: ChartTimeframe = {
  name: "1m",
  lengthUs: MINUTE_US,
  barCount: bars.count,
  firstUs: bars.openTimeUs[0] ?? 0,
  lastUs: bars.closeTimeUs.at(-1) ?? 0,
};

/** Candles of so many bars from a row on, as the host gives them. */
function held(firstBar: number, count: number, barsPerCandle = 1): Held {
  const to = Math.min(bars.count, firstBar + count * barsPerCandle);
  const candles = joined(bars, barsPerCandle, firstBar, to);
  return { ...candles, firstBar, barsPerCandle, barCount: bars.count };
}

/** What the host answers to a wish: the contract's words as code. */
function answered(wish: WindowWish): Held {
  const rowAt = (timeUs: number): number => {
    const row = bars.openTimeUs.findIndex((open) => open >= timeUs);
    return row < 0 ? bars.count : row;
  };
  const from = wish.fromUs === null ? 0 : rowAt(wish.fromUs);
  const to = wish.toUs === null ? bars.count : rowAt(wish.toUs);
  const level = levelFor(from, to, wish.candlesMax);
  const firstBar = Math.floor(from / level) * level;
  return held(firstBar, Math.ceil(to / level) - firstBar / level, level);
}

describe("places of a window", () => {
  const window = held(7_000, 500, 4);

  it("go there and back, inside and outside", () => {
    for (const place of [-50, -0.5, 0, 1, 17.25, 499, 499.5, 600]) {
      assert.ok(Math.abs(placeAt(window, timeAt(window, place)) - place) < 1e-6, String(place));
    }
  });

  it("rise with time, also over a weekend", () => {
    const over = held(7_100, 400, 1);
    let before = -Infinity;
    for (let timeUs = timeAt(over, -10); timeUs < timeAt(over, 410); timeUs += 7 * MINUTE_US) {
      const place = placeAt(over, timeUs);
      assert.ok(place > before);
      before = place;
    }
  });

  it("find the candle that was open", () => {
    const open = window.openTimeUs[3] ?? 0;
    assert.equal(candleAt(window, open), 3);
    assert.equal(candleAt(window, open - 1), 2);
    assert.equal(candleAt(window, open + 4 * MINUTE_US - 1), 3);
    assert.equal(candleAt(window, (window.openTimeUs[0] ?? 0) - 1), -1);
    assert.equal(candleAt(window, Infinity), 499);
  });

  it("stay on the same bars when the window changes", () => {
    const next = held(6_000, 1_000, 8);
    // Bars 7,040 to 7,200: places 10 to 50 of four bars each, 130 to 150 of eight.
    assert.deepEqual(spanIn(next, window, { from: 10, to: 50 }), { from: 130, to: 150 });
  });
});

describe("levels", () => {
  it("join bars only where candles would be too thin", () => {
    assert.equal(levelOf(200, 1_000, null), 1);
    assert.equal(levelOf(1_000, 1_000, null), 8);
    assert.equal(levelOf(1_000_000, 1_000, null), 8_192);
  });

  it("are kept while they are fair, so that no gesture changes them to and fro", () => {
    for (let bars = 50; bars < 2_000_000; bars = Math.ceil(bars * 1.1)) {
      const level = levelOf(bars, 1_000, null);
      assert.equal(levelOf(bars, 1_000, level), level);
      assert.equal(levelOf(Math.ceil(bars * 1.2), 1_000, level), level);
      assert.equal(levelOf(Math.ceil(bars / 1.2), 1_000, level), level);
    }
  });
});

describe("windows", () => {
  it("hold what was asked for, at its level, wherever the screen is", () => {
    const random = randomFrom(19);
    for (let at = 0; at < 200; at += 1) {
      const row = Math.floor(random() * 40_000);
      const count = 100 + Math.floor(random() * 8_000);
      const level = levelOf(count, 1_000, null);
      const from = bars.openTimeUs[row] ?? 0;
      const to = bars.openTimeUs[Math.min(bars.count - 1, row + count)] ?? 0;
      const wish = windowAround(timeframe, { from, to }, level, null);
      assert.ok(wish.candlesMax <= CANDLES_MAX);
      const answer = answered(wish);
      assert.ok(holds(answer, { from, to }, timeframe));
      assert.ok(answer.barsPerCandle <= level, "never coarser than meant");
    }
  });

  it("are not asked for while the screen has room on both sides", () => {
    assert.equal(nextWindow(held(1_000, 600), timeframe, { from: 200, to: 400 }, 1_000), null);
    assert.notEqual(nextWindow(held(1_000, 600), timeframe, { from: 20, to: 220 }, 1_000), null);
    assert.notEqual(nextWindow(held(1_000, 600), timeframe, { from: 380, to: 590 }, 1_000), null);
  });

  it("are not asked for beyond the first and the last bar", () => {
    assert.equal(nextWindow(held(0, 600), timeframe, { from: -100, to: 100 }, 1_000), null);
    const end = held(bars.count - 600, 600);
    assert.equal(nextWindow(end, timeframe, { from: 500, to: 700 }, 1_000), null);
  });

  it("come to rest everywhere, also at a closed market, in few questions", () => {
    const random = randomFrom(23);
    for (let at = 0; at < 60; at += 1) {
      const count = 60 + Math.floor(random() * 3_000);
      const row = Math.floor(random() * (bars.count - count));
      let window = held(row, count + 40);
      let seen = { from: 10, to: count };
      let search = FRESH;
      let asked = 0;
      for (;;) {
        const wish = nextWindow(window, timeframe, seen, 1_000, search);
        if (wish === null) break;
        asked += 1;
        assert.ok(asked < 16, `row ${row}, ${count} bars`);
        const next = answered(wish);
        search = furtherSearch(search, levelWanted(window, seen, 1_000));
        seen = spanIn(next, window, seen);
        window = next;
      }
      assert.ok(window.openTimeUs.length <= CANDLES_MAX);
    }
  });

  it("begin with the last bars", () => {
    const { from, to } = lastScreen(timeframe, 160);
    assert.equal(to, timeframe.lastUs);
    assert.ok(to - from >= 160 * MINUTE_US);
  });
});
