// The prefix law: cutting the data at any bar leaves the trades before the cut as they were.
import { strict as assert } from "node:assert";
import { readFileSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {
  type Answer,
  type Launched,
  type Plan,
  type RunSettings,
  type TradeRow,
  launch,
  newPlanMemory,
  settingsOf,
  startRun,
  tradesOf,
} from "@backtestr/hub";
import { compileSource } from "../../src/strategy/compile.ts";

const FOLDER = "samples/strategies";
/** Those on files: the data of the store cannot be cut, and the twin does that with quotes. */
const SAMPLES = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".strat") && textOf(name).includes("source = file("),
);
const CUTS = 100;
/** Fewer bars would leave the period of a sample without any. */
const ROWS_MIN = 1_000;
const TRADES_MAX = 100_000;

interface Outcome {
  readonly bars: number;
  readonly trades: readonly TradeRow[];
}

function textOf(name: string): string {
  return readFileSync(`${FOLDER}/${name}`, "utf8");
}

function valueOf<Value>(answer: Answer<Value>): Value {
  assert.ok(answer.ok, answer.ok ? "" : answer.error.message);
  return answer.value;
}

function sampleAt(file: string): { readonly plan: Plan; readonly settings: RunSettings } {
  const { compiled } = compileSource({ name: file, text: readFileSync(file, "utf8") });
  assert.ok(compiled !== null);
  const parameters = compiled.parameters.map(({ name, preset }) => ({ name, value: preset }));
  const strategy = { ...compiled, parameters, file: path.resolve(file) };
  const found = settingsOf(strategy, { profile: null, data: null, folder: null });
  assert.ok(found.ok);
  return { plan: compiled.plan, settings: found.settings };
}

/** Row counts to cut at: multiplication and addition modulo 2^32, the same on every run. */
function cutsOf(seed: number, rows: number): readonly number[] {
  let state = seed;
  return Array.from({ length: CUTS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ROWS_MIN + Math.floor((state / 2 ** 32) * (rows - ROWS_MIN));
  });
}

/** Trades that ended by a bar before `bars`; a close because the data ended is no decision. */
function endedBefore(trades: readonly TradeRow[], bars: number): readonly TradeRow[] {
  return trades.filter(
    ({ exitBar, exitStatement }) => exitBar !== null && exitStatement !== null && exitBar < bars,
  );
}

describe("the prefix law", function () {
  this.timeout(120_000);
  let engine: Launched;
  let scratch: string;

  before(async () => {
    const program = path.resolve("dist/engine/backtestr-engine");
    const launched = await launch({ program, hostVersion: "test" });
    assert.ok(launched.ok, launched.ok ? "" : launched.error.message);
    engine = launched.engine;
    scratch = await mkdtemp(path.join(os.tmpdir(), "backtestr-prefix-"));
  });

  after(async () => {
    engine.client.close();
    await engine.process.ended;
    await rm(scratch, { recursive: true, force: true });
  });

  async function outcomeOf(plan: Plan, settings: RunSettings): Promise<Outcome> {
    const summary = valueOf(await startRun(engine.client, newPlanMemory(), plan, settings));
    const trades = valueOf(await tradesOf(engine.client, summary.run, TRADES_MAX));
    return { bars: summary.bars, trades };
  }

  for (const [seed, name] of SAMPLES.entries()) {
    it(`${name} trades the same before each of ${String(CUTS)} cuts`, async () => {
      const { plan, settings } = sampleAt(`${FOLDER}/${name}`);
      assert.ok(settings.data.from === "file");
      const { file: bars } = settings.data;
      const lines = readFileSync(bars.path, "utf8").trimEnd().split("\n");
      const whole = await outcomeOf(plan, settings);
      assert.ok(endedBefore(whole.trades, whole.bars).length > 0);
      const file = path.join(scratch, `${name}.csv`);
      const onCut = {
        ...settings,
        data: { from: "file", file: { ...bars, path: file } },
      } as const;
      for (const rows of cutsOf(seed, lines.length - 1)) {
        await writeFile(file, `${lines.slice(0, rows + 1).join("\n")}\n`);
        const cut = await outcomeOf(plan, onCut);
        assert.deepEqual(
          endedBefore(cut.trades, cut.bars),
          endedBefore(whole.trades, cut.bars),
          `${name} cut after ${String(rows)} rows`,
        );
      }
    });
  }
});
