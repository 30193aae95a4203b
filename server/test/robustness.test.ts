// Tests that no text makes the compiler throw, hang, overflow or say something about no place.
import assert from "node:assert/strict";
import fc from "fast-check";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { compile } from "../compiler/index.ts";
import { parseFile } from "../src/syntax/parse.ts";
import { fixture, fixturesIn, withHeader } from "./support/fixture.ts";
import { assertSoundPlan } from "./support/plan-check.ts";

function assertSound(text: string): readonly string[] {
  const { diagnostics, plan } = compile([{ name: "any.strat", text }]);
  for (const { range, message, related, fixes } of diagnostics) {
    const ranges = [range, ...related.map((one) => one.range)];
    for (const { edits } of fixes) ranges.push(...edits.map((edit) => edit.range));
    for (const { start, end } of ranges) {
      assert.ok(start >= 0 && start <= end && end <= text.length, message);
    }
    assert.ok(/[.?]$/.test(message), message);
  }
  const codes = diagnostics.map(({ code }) => code);
  assert.ok(!codes.includes("E006"), text);
  const isRefused = diagnostics.some(({ severity }) => severity === "error");
  assert.equal(plan === null, isRefused);
  if (plan !== null) assertSoundPlan(plan);
  return codes;
}

const PIECES = [
  ..."x y f g param require if else switch for var not and or true false na".split(" "),
  ..."close bar_index ta.sma( ta.ema( ta.crossover( confirmed(1d, strategy.long".split(" "),
  ..."strategy.entry( strategy.exit( strategy.position_size barstate.islast plot(".split(" "),
  ..."request.security(syminfo.tickerid, 'D', barmerge.lookahead_on math.max( nz( int".split(" "),
  ..."( ) [ ] , . .. = := += => == != < > + - * / % ? : 1 2.5 15m 20 ticks 5 % 'L' float".split(
    " ",
  ),
  ...[
    "\n",
    "\n",
    "\n",
    "\n    ",
    "\n    ",
    "\n        ",
    "\n\t",
    "f(x) =>",
    "x = ",
    "x := ",
    "if x",
  ],
];

const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 120 })
  .map((parts) => parts.join(" "));

const SAMPLES = [
  ...fixturesIn("pasted"),
  ...fixturesIn("lookahead/refused"),
  ...fixturesIn("lookahead/honest"),
];

/** The strategies that the product ships with. */
function shipped(): readonly string[] {
  const folder = "samples/strategies";
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".strat"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
}

function sample(name: string): string {
  const text = fixture(name);
  return text.includes('strategy "') ? text : withHeader(text);
}

describe("compiler robustness", () => {
  it("takes arbitrary text", () => {
    const any = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(any, (text) => void assertSound(withHeader(text))),
      { numRuns: 300 },
    );
  });

  it("takes token soup", () => {
    fc.assert(
      fc.property(soup, (text) => void assertSound(withHeader(text))),
      { numRuns: 1_500 },
    );
  });

  it("takes every sample cut off at every token", () => {
    for (const text of [...SAMPLES.map(sample), ...shipped()]) {
      for (const end of new Set(parseFile(text).tokens.ends)) assertSound(text.slice(0, end));
    }
  });

  it("takes every sample without any one of its tokens", () => {
    for (const name of fixturesIn("pasted")) {
      const text = sample(name);
      const { starts, ends } = parseFile(text).tokens;
      for (const [index, start] of starts.entries()) {
        assertSound(text.slice(0, start) + text.slice(ends[index] ?? start));
      }
    }
  });
});

describe("compiler limits", () => {
  it("take functions that call each other in a long row", () => {
    const row = Array.from({ length: 300 }, (_, i) => `f${i + 1}(x) => f${i}(x) + 1`);
    const codes = assertSound(withHeader(`f0(x) => x\n${row.join("\n")}\nplot(f300(close))`));
    assert.deepEqual([...new Set(codes)], ["E003"]);
  });

  it("take functions that multiply", () => {
    const row = Array.from({ length: 50 }, (_, i) => `f${i + 1}(x) => f${i}(x) + f${i}(x + 1)`);
    const codes = assertSound(withHeader(`f0(x) => x\n${row.join("\n")}\nplot(f50(close))`));
    assert.deepEqual(codes, ["E004"]);
  });

  it("take functions that multiply without values", () => {
    const row = Array.from({ length: 50 }, (_, i) => `f${i + 1}(x) =>\n    f${i}(x)\n    f${i}(x)`);
    const codes = assertSound(withHeader(`f0(x) => x\n${row.join("\n")}\nf50(close)`));
    assert.deepEqual(codes, ["E004"]);
  });

  it("take functions that multiply their kinds of arguments", () => {
    const row = Array.from(
      { length: 50 },
      (_, i) => `f${i + 1}(x) => f${i}(x * 2) + f${i}(x * 2 + 1)`,
    );
    const codes = assertSound(withHeader(`f0(x) => close + x\n${row.join("\n")}\nplot(f50(1))`));
    assert.deepEqual([...new Set(codes)], ["E004"]);
  });

  it("take deep expressions in deep calls", () => {
    const deep = (inner: string): string => `${"(".repeat(90)}${inner}${" + 1)".repeat(90)}`;
    const row = Array.from({ length: 55 }, (_, i) => `f${i + 1}(x) => ${deep(`f${i}(x)`)}`);
    const codes = assertSound(withHeader(`f0(x) => x\n${row.join("\n")}\nplot(f55(close))`));
    assert.deepEqual([...new Set(codes)], ["E003"]);
  });

  it("take globals that lean on each other in another timeframe", () => {
    const row = Array.from({ length: 2_000 }, (_, i) => `x${i + 1} = x${i} + 1`);
    const codes = assertSound(
      withHeader(`x0 = close\n${row.join("\n")}\nplot(confirmed(1d, x2000))`),
    );
    assert.deepEqual([...new Set(codes)], ["E003"]);
  });

  it("take thousands of branches", () => {
    const arms = Array.from({ length: 3_000 }, (_, i) => `else if close > ${i}\n    x := ${i}`);
    assert.deepEqual(
      assertSound(withHeader(`x = 0\nif close < 0\n    x := 1\n${arms.join("\n")}\nplot(x)`)),
      [],
    );
    const cases = Array.from(
      { length: 3_000 },
      (_, i) => `    close > ${i} => strategy.cancel_all()`,
    );
    assert.deepEqual(assertSound(withHeader(`switch\n${cases.join("\n")}`)), []);
  });

  it("take texts that branch without end", () => {
    const row = Array.from(
      { length: 40 },
      (_, i) => `s := close > ${i} ? s : open > ${i} ? s : "${i}"`,
    );
    assertSound(withHeader(`s = "a"\n${row.join("\n")}\nstrategy.entry(s, strategy.long)`));
    assertSound(withHeader(`s = "a"\n${row.join("\n")}\nplot(s == "3" ? 1 : 0)`));
  });
});

describe("compiler speed", () => {
  /** Half-way between a real strategy and a long one: the pasted bodies with their names made unique. */
  function textOf(lines: number): string {
    const bodies = fixturesIn("pasted").map((name) => fixture(name));
    let text = withHeader("");
    for (let part = 0; text.split("\n").length < lines; part++) {
      const body = bodies[part % bodies.length] ?? "";
      const own = new Set(
        [...body.matchAll(/^(?:var \w+ )?(\w+)(?=\(.*\) =>| *=[^=])/gm)].map(([, name]) => name),
      );
      for (const names of body.matchAll(/^\[(.*)\] =/gm))
        for (const name of names[1]?.split(", ") ?? []) own.add(name);
      text += body.replaceAll(/(?<![\w.])([a-zA-Z_]\w*)(?! *=[^=>].*[),]$)/g, (name) =>
        own.has(name) ? `${name}_${part}` : name,
      );
    }
    return text;
  }

  it("grows with the text", () => {
    const timeOf = (text: string): number => {
      const start = performance.now();
      compile([{ name: "long.strat", text }]);
      return performance.now() - start;
    };
    const [short, long] = [textOf(400), textOf(3_200)];
    for (let round = 0; round < 5; round++) timeOf(short);
    const times = Array.from({ length: 5 }, () => timeOf(short)).sort((a, b) => a - b);
    assert.ok(timeOf(long) < 200 + (times[2] ?? 0) * 40);
  });
});
