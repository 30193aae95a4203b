// What the hover says of an expression over a run, against engines of few and of many bars.
import assert from "node:assert/strict";
import type { Requests } from "@backtestr/hub";
import { overRunText, pictureOf, selectedText } from "../../src/core/node-facts.ts";
import { nodeValues } from "../../src/core/node-values.ts";
import type { RunResult } from "../../src/core/results.ts";

const HOUR_US = 3_600_000_000;
const PLOTTED = 7;

function bytes(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(new Float64Array(numbers).buffer);
}

function times(timesUs: readonly number[]): Uint8Array {
  return new Uint8Array(new BigInt64Array(timesUs.map(BigInt)).buffer);
}

/** An engine with bars of an hour, on which a node is worth the number of its bar, na before the third. */
function engine(bars: number) {
  const asked: string[] = [];
  const valueOn = (bar: number): number => (bar < 2 ? NaN : bar);
  /** The last bar of each candle. */
  const lastBars = (candlesMax: number): readonly number[] => {
    let size = 1;
    while (Math.ceil(bars / size) > candlesMax) size *= 2;
    const count = Math.ceil(bars / size);
    return Array.from({ length: count }, (_, at) => Math.min(bars, (at + 1) * size) - 1);
  };
  const replies = {
    "run.window": ({ candlesMax }: { candlesMax: number }) => {
      return { closeTime: times(lastBars(candlesMax).map((bar) => (bar + 1) * HOUR_US)) };
    },
    "run.values": ({ timeUs }: { timeUs: number }) => {
      const bar = Math.floor(timeUs / HOUR_US);
      return { bar, openTimeUs: bar * HOUR_US, values: bytes([valueOn(bar)]) };
    },
  };
  const request = (
    kind: "run.window" | "run.values" | "run.plots",
    fields: { candlesMax: number; timeUs: number },
    options?: { onChunk: (chunk: unknown) => void },
  ) => {
    asked.push(kind);
    if (kind !== "run.plots") return Promise.resolve({ ok: true, reply: replies[kind](fields) });
    const values = bytes(lastBars(fields.candlesMax).map(valueOn));
    options?.onChunk({ plot: { statement: 1, title: "p", values } });
    return Promise.resolve({ ok: true, reply: { total: 1 } });
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other request is made
  return { asked, client: { request } as unknown as Requests };
}

async function told(bars: number, node: number): Promise<string> {
  const { client } = engine(bars);
  const statements = [{ does: "cancelAll" }, { does: "plot", value: PLOTTED }];
  const parts = { run: 1, summary: { bars, firstTimeUs: 0 }, compiled: { plan: { statements } } };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the result is read
  const answer = await nodeValues(client, parts as unknown as RunResult, node, () => true);
  assert.ok(answer?.ok === true);
  return overRunText(answer.value, false) ?? "nothing";
}

describe("the values of an expression over a run", () => {
  it("are those of all bars where they can be had", async () => {
    assert.equal(await told(200, 0), "Over all 200 bars: minimum 2, maximum 199, na on 1 %");
    assert.equal(
      await told(9_000, PLOTTED),
      "Over all 9,000 bars: minimum 2, maximum 8,999, na on under 0.1 %",
    );
    assert.equal(await told(0, 0), "nothing");
  });

  it("are else said to be those of some", async () => {
    assert.equal(
      await told(4_096, 0),
      "512 of 4,096 bars looked at, evenly over the run: minimum 7, maximum 4,095",
    );
    assert.match(await told(20_000, PLOTTED), /^10,000 of 20,000 bars looked at/);
  });

  it("are not asked for when nobody waits any more", async () => {
    const { client, asked } = engine(400);
    const parts = { run: 1, summary: { bars: 400, firstTimeUs: 0 } };
    const compiled = { plan: { statements: [] } };
    let turns = 2;
    const isWanted = (): boolean => {
      turns -= 1;
      return turns > 0;
    };
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the result is read
    const result = { ...parts, compiled } as unknown as RunResult;
    assert.equal(await nodeValues(client, result, 0, isWanted), null);
    assert.ok(asked.length < 30);
  });
});

describe("the words for them", () => {
  it("are of truth for conditions", () => {
    const values = [1, 0, NaN, 1];
    assert.equal(
      overRunText({ values, bars: 4 }, true),
      "Over all 4 bars: true on 50 %, na on 25 %",
    );
    assert.equal(overRunText({ values: [NaN], bars: 1 }, true), "On the only bar: na on 100 %");
  });

  it("name the selected bar", () => {
    const openTimeUs = Date.UTC(2024, 2, 5, 12) * 1_000;
    assert.equal(
      selectedText({ value: 1.10234, openTimeUs }, false, "UTC"),
      "1.10234 on the bar of 2024-03-05 12:00 UTC",
    );
    assert.match(selectedText({ value: 1, openTimeUs }, true, "UTC"), /^true on/);
    assert.match(selectedText({ value: NaN, openTimeUs }, true, "UTC"), /^na on/);
  });

  it("come with a picture of the same width for any run", () => {
    assert.equal(pictureOf([1, NaN, 3, 2]), "▁ █▅");
    assert.equal(pictureOf(Array.from({ length: 1_000 }, (_, at) => at))?.length, 24);
    assert.equal(pictureOf([NaN, NaN]), null);
  });
});
