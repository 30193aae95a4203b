// Values of parameters: written as the compiler's own reader takes them, read by the same rules.
import assert from "node:assert/strict";
import { compile, readParameterValue } from "@backtestr/server/compiler";
import type { ParameterAnswer } from "@backtestr/server/api";
import {
  brokenText,
  changesText,
  rulesText,
  valuesAgain,
  valuesOfText,
} from "../../src/core/parameter-form.ts";
import { parameterText, rangeText, readParameter } from "../../src/core/parameter-values.ts";

function parameter(parts: Partial<ParameterAnswer>): ParameterAnswer {
  const declared = { start: 0, end: 1 };
  const plain = { name: "p", type: "float", isPercent: false, preset: 1 } as const;
  return { ...plain, range: null, title: null, declared, ...parts };
}

const FAST = parameter({
  ...{ name: "fast", type: "int", preset: 10 },
  range: { from: 5, to: 50, step: 5, count: 10 },
});
const STOP = parameter({
  ...{ name: "stop", isPercent: true, preset: 0.005 },
  range: { from: 0.001, to: 0.01, step: 0.0005, count: 19 },
});
const LONG_ONLY = parameter({ name: "long_only", type: "bool", preset: 1 });
const ALL = [FAST, STOP, LONG_ONLY];

describe("a parameter's value", () => {
  it("is written without exponents, percents with their sign", () => {
    const plain: readonly (readonly [number, string])[] = [
      [0, "0"],
      [-2.5, "-2.5"],
      [1e-7, "0.0000001"],
      [1.25e21, "1250000000000000000000"],
      [100, "100"],
    ];
    for (const [value, text] of plain) assert.equal(parameterText(parameter({}), value), text);
    const percents: readonly (readonly [number, string])[] = [
      [0.005, "0.5%"],
      [0.0007, "0.07%"],
      [1, "100%"],
      [-0.1, "-10%"],
      [1e-9, "0.0000001%"],
      [0.123456789012345, "12.3456789012345%"],
    ];
    for (const [value, text] of percents) {
      assert.equal(parameterText(parameter({ isPercent: true }), value), text);
    }
    assert.equal(parameterText(LONG_ONLY, 0), "false");
  });

  it("is read back to the same bits", () => {
    for (const isPercent of [false, true]) {
      const one = parameter({ isPercent });
      for (let value = 1e-9; value < 1e9; value *= 7.7) {
        const read = readParameter(one, parameterText(one, value));
        assert.deepEqual(read, { ok: true, value, caution: null });
      }
    }
  });

  it("is read as the command line reads it", () => {
    const text =
      'strategy "A"\n    edition = 1\nparam n = 10 in 5 .. 50 step 5\nparam p = 0.5% in 0.1% .. 1% step 0.05%\nparam b = true\nparam f = 1.5\n';
    const { parameters } = compile([{ name: "a.strat", text }]);
    assert.equal(parameters.length, 4);
    const asked = ["10", " 15 ", "12", "4", "51", "1.5", "1e1", "1_0", "x", "0.3%", "0.30%", "2%"];
    for (const info of parameters) {
      const { range } = info;
      const answer = parameter({
        ...{ name: info.name, type: info.type, isPercent: info.isPercent, preset: info.preset },
        range:
          range === null
            ? null
            : {
                from: Number(range.from.units) / 10 ** range.from.scale,
                to: Number(range.to.units) / 10 ** range.to.scale,
                step: Number(range.step.units) / 10 ** range.step.scale,
                count: range.count,
              },
      });
      for (const word of [...asked, "true", "false", "1", "0", "-1", "--1", "1.", ".5"]) {
        const [mine, theirs] = [readParameter(answer, word), readParameterValue(info, word)];
        assert.equal(mine.ok, theirs.ok, `${info.name} = ${word}`);
        if (mine.ok && theirs.ok) assert.equal(mine.value, theirs.value, `${info.name} = ${word}`);
      }
    }
  });

  it("is refused with what is wanted", () => {
    const refusals: readonly (readonly [ParameterAnswer, string, string])[] = [
      [FAST, "", "Write a value for fast."],
      [FAST, "ten", 'fast is a number, not "ten".'],
      [FAST, "10.5", 'fast is a whole number, not "10.5".'],
      [FAST, "55", "fast goes from 5 to 50 by 5, which leaves out 55."],
      [FAST, "10%", 'fast is a plain number, not "10%".'],
      [STOP, "0.5", 'stop is a percent, such as 0.5%, not "0.5".'],
      [STOP, "2%", "stop goes from 0.1% to 1% by 0.05%, which leaves out 2%."],
      [LONG_ONLY, "yes", 'long_only is true or false, not "yes".'],
    ];
    for (const [one, text, message] of refusals) {
      assert.deepEqual(readParameter(one, text), { ok: false, message });
    }
  });

  it("off the steps of its range is taken, with a caution", () => {
    const caution = "fast goes by steps: a sweep would never try 12.";
    assert.deepEqual(readParameter(FAST, "12"), { ok: true, value: 12, caution });
    assert.deepEqual(readParameter(STOP, "0.65%"), { ok: true, value: 0.0065, caution: null });
  });
});

describe("the form of parameters", () => {
  it("says what a parameter takes", () => {
    assert.equal(rangeText(FAST), "5 to 50 by 5");
    assert.equal(rulesText(STOP), "0.1% to 1% by 0.05%; in the text 0.5%");
    assert.equal(rulesText(LONG_ONLY), "true or false; in the text true");
  });

  it("names the values that are not the text's", () => {
    const text = valuesOfText(ALL);
    assert.equal(changesText(ALL, text), null);
    assert.equal(
      changesText(ALL, new Map([...text, ["fast", 20], ["long_only", 0]])),
      "fast 20, long_only false",
    );
  });

  it("offers values of the last time as far as they are still taken", () => {
    assert.equal(valuesAgain(ALL, {}), null);
    assert.equal(valuesAgain(ALL, { fast: 10, gone: 3 }), null);
    const again = valuesAgain(ALL, { fast: 500, stop: 0.002 });
    assert.deepEqual(
      [...(again ?? [])],
      [
        ["fast", 10],
        ["stop", 0.002],
        ["long_only", 1],
      ],
    );
  });

  it("says which requirement does not hold", () => {
    const text = "require fast < slow";
    const start = text.indexOf("fast");
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the sentence reads no other part of the answer
    const answer = { unmetRequirements: [{ start, end: text.length }] } as unknown as Parameters<
      typeof brokenText
    >[0];
    assert.equal(
      brokenText(answer, text),
      "The strategy requires fast < slow: change a value below.",
    );
  });
});
