// What a run tells of its text in the editor: marks at their places, and questions that are taken back.
import assert from "node:assert/strict";
import type { Hint, Requests } from "@backtestr/hub";
import { compile } from "@backtestr/server/compiler";
import type { RunResult } from "../../src/core/results.ts";
import { RunHints } from "../../src/core/run-hints.ts";
import { runProblems } from "../../src/core/run-problems.ts";

const TEXT = `strategy "A"
    edition = 1
data
    source = file("a.csv")
    chart = 1d
account
    capital = 1_000 USD

slow = ta.sma(close, 200)
if close > slow
    strategy.entry(
        "L", strategy.long)
    strategy.close("X")
`;

/** Bars of the period. */
const BARS = 90;

function resultOf(run: number, text = TEXT): RunResult {
  const { plan, places } = compile([{ name: "a.strat", text }]);
  const parts = {
    ...{ file: "/a.strat", run, engine: 1, compiled: { text, plan, places } },
    settings: { warmupBars: null },
    summary: {
      bars: BARS,
      findings: [{ what: "naArgument", statement: 1, count: 1, firstTimeUs: 0 }],
    },
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the result is read
  return parts as unknown as RunResult;
}

function averageOf({ compiled }: RunResult): number {
  return compiled.plan.nodes.findIndex(({ operation }) => operation.op === "indicator");
}

interface Asked {
  readonly run: number;
  readonly signal: AbortSignal;
  readonly answer: (hints: readonly Hint[]) => void;
  readonly refuse: (message: string) => void;
}

function untroubled(sentence: string): void {
  assert.fail(sentence);
}

/** An engine that answers when the test says so, or when it is told that nobody waits. */
function engine(): { readonly asked: Asked[]; readonly client: Requests } {
  const asked: Asked[] = [];
  const request = (_: string, { run }: { run: number }, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        resolve({ ok: false, error: { code: "cancelled" } });
      });
      const answer = (hints: readonly Hint[]): void => {
        resolve({ ok: true, reply: { hints } });
      };
      const refuse = (message: string): void => {
        resolve({ ok: false, error: { code: "internal", message } });
      };
      asked.push({ run, signal, answer, refuse });
    });
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only this request is made
  return { asked, client: { request } as unknown as Requests };
}

describe("hints of a run", () => {
  const never: Hint = { what: "neverReached", statement: 1 };

  it("are marks: a warning for lost calls, idle code for an unreached order, a hint for a value", async () => {
    const result = resultOf(1);
    const { asked, client } = engine();
    const told = new RunHints(() => client, untroubled).of(result);
    const late: Hint = {
      ...{ what: "warmupTooShort", statement: 0, node: averageOf(result), barsLacking: 50 },
    };
    asked[0]?.answer([{ what: "neverReached", statement: 0 }, late]);
    const marks = runProblems(result, await told).map(({ mark, start, end }) => [
      mark,
      TEXT.slice(start, end),
    ]);
    assert.deepEqual(marks, [
      ["warning", "strategy.close"],
      ["idle", 'strategy.entry(\n        "L", strategy.long)'],
      ["hint", "ta.sma(close, 200)"],
    ]);
  });

  it("are asked for once a run, and shown for the text as it is now", async () => {
    const { asked, client } = engine();
    const hints = new RunHints(() => client, untroubled);
    const first = hints.of(resultOf(1));
    asked[0]?.answer([never]);
    assert.equal((await first)[0]?.place?.line, 13);
    const [again] = await hints.of(resultOf(1, `// A comment more.\n${TEXT}`));
    assert.equal(again?.place?.line, 14);
    assert.equal(asked.length, 1);
  });

  it("of an older run are not waited for", async () => {
    const { asked, client } = engine();
    const hints = new RunHints(() => client, untroubled);
    const older = hints.of(resultOf(1));
    const newer = hints.of(resultOf(2));
    assert.equal(asked[0]?.signal.aborted, true);
    asked[1]?.answer([never]);
    assert.deepEqual([(await older).length, (await newer).length], [0, 1]);
  });

  it("that an engine cannot give are said to be missing, and asked for again", async () => {
    const { asked, client } = engine();
    const said: string[] = [];
    const hints = new RunHints(
      () => client,
      (sentence) => said.push(sentence),
    );
    const first = hints.of(resultOf(1));
    asked[0]?.refuse("The data is gone.");
    assert.deepEqual([await first, said], [[], ["The data is gone."]]);
    const second = hints.of(resultOf(1));
    asked[1]?.answer([never]);
    assert.equal((await second).length, 1);
  });

  it("are asked for again after the question was taken back", async () => {
    const { asked, client } = engine();
    const hints = new RunHints(() => client, untroubled);
    const first = hints.of(resultOf(1));
    hints.takeBack("/a.strat");
    assert.deepEqual(await first, []);
    const second = hints.of(resultOf(1));
    asked[1]?.answer([never]);
    assert.equal((await second).length, 1);
  });

  it("are taken back with a file that was deleted, whose answer is not kept", async () => {
    const { asked, client } = engine();
    const hints = new RunHints(() => client, untroubled);
    const answered = hints.of(resultOf(1));
    asked[0]?.answer([never]);
    assert.equal((await answered).length, 1);
    hints.forget("/a.strat");
    void hints.of(resultOf(1));
    assert.equal(asked.length, 2);
    hints.forget("/b.strat");
    const taken = () => asked.map(({ signal }) => signal.aborted);
    assert.deepEqual(taken(), [true, false]);
    hints.forget("/a.strat");
    assert.deepEqual(taken(), [true, true]);
  });
});
