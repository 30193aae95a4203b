// A bench whose strategies run on a store: ticks and bars made up by a rule, imported by the command.
import { strict as assert } from "node:assert";
import { newBench, type Bench, type Ended } from "./program.ts";

/** A Monday. */
export const BEGIN_MS = Date.UTC(2024, 0, 8);

/** A quote every ten seconds: the bid goes 1.10000, 1.10001 … and back every 100 quotes, the ask is 2 above. */
export function ticksText(count = 1_000): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const steps = Math.abs(50 - (at % 100));
    const [bid, ask] = [110_000 + steps, 110_002 + steps].map((price) => (price / 1e5).toFixed(5));
    return `${String(BEGIN_MS + at * 10_000)},${bid ?? ""},${ask ?? ""},1.50,0.75`;
  });
  return `timestamp,bid,ask,bid_volume,ask_volume\n${rows.join("\n")}\n`;
}

/** Fifteen-minute bars that rise by one a bar. */
export function barsText(count = 100): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const open = 100 + at;
    const time = new Date(BEGIN_MS + at * 900_000).toISOString();
    return `${time},${open},${open + 2},${open - 1},${open + 1},1000`;
  });
  return `time,open,high,low,close,volume\n${rows.join("\n")}\n`;
}

/** A strategy on the store; the body begins on line 9. */
export function onStore(body: string, data: string, account = "close_rule = fifo"): string {
  const keys = data.split("\n").map((line) => `    ${line}\n`);
  return `strategy "Test"\n    edition = 1\ndata\n${keys.join("")}account\n    capital = 1_000 USD\n    ${account}\n\n${body}\n`;
}

/** A bench with 1,000 quotes of EURUSD and 100 bars of DAX in its store. */
export async function storeBench(): Promise<Bench> {
  const bench = await newBench();
  await bench.write("ticks.csv", ticksText());
  await bench.write("bars.csv", barsText());
  ok(await bench.run("import", "ticks.csv", "--symbol", "EURUSD", "--tick", "0.00001"));
  ok(await bench.run("import", "bars.csv", "--symbol", "DAX", "--side", "last"));
  return bench;
}

export function ok(ended: Ended): Ended {
  assert.equal(ended.code, 0, ended.err + ended.out);
  return ended;
}
