// Random programs: what their plans come to on random bars equals what a naive interpreter of the
// text comes to.
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseFile } from "../../src/syntax/parse.ts";
import { interpret } from "../support/interpret.ts";
import { run } from "../support/compile.ts";
import { withHeader } from "../support/fixture.ts";

const FLOATS = ["a", "b", "c"] as const;
const KEPT = ["k", "m"] as const;

/** Expressions over the names; conditions are bools, the rest numbers. */
const { number, condition } = fc.letrec<{ number: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("close", "close[1]", "ask", "1.5", "2", "bar_index", ...FLOATS, ...KEPT),
    fc
      .constantFrom(...FLOATS, ...KEPT)
      .chain((name) => fc.constantFrom(`${name}[1]`, `${name}[2]`)),
    fc
      .tuple(tie("number"), fc.constantFrom("+", "-", "*"), tie("number"))
      .map((parts) => `(${parts.join(" ")})`),
    fc
      .tuple(tie("condition"), tie("number"), tie("number"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    tie("number").map((value) => `nz(${value}, -1)`),
    tie("number").map((value) => `-${value}`),
    fc.tuple(tie("number"), tie("number")).map(([x, y]) => `plain(${x}, ${y})`),
  ),
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .tuple(tie("number"), fc.constantFrom("<", ">", "<=", ">=", "==", "!="), tie("number"))
      .map((parts) => `(${parts.join(" ")})`),
    fc
      .tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition"))
      .map((parts) => `(${parts.join(" ")})`),
    tie("condition").map((value) => `(not ${value})`),
  ),
}));

type Lines = readonly string[];

function indented(lines: Lines): Lines {
  return lines.map((line) => `    ${line}`);
}

const assignment = fc
  .tuple(fc.constantFrom(...FLOATS, ...KEPT), fc.constantFrom(":=", "+=", "-="), number)
  .map((parts): Lines => [parts.join(" ")]);

const { block } = fc.letrec<{ block: Lines; statement: Lines }>((tie) => ({
  block: fc.array(tie("statement"), { minLength: 1, maxLength: 3 }).map((parts) => parts.flat()),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    assignment,
    fc.tuple(condition, tie("block")).map(([test, yes]): Lines => [`if ${test}`, ...indented(yes)]),
    fc
      .tuple(condition, tie("block"), condition, tie("block"), tie("block"))
      .map(([one, yes, two, other, no]): Lines => [
        ...[`if ${one}`, ...indented(yes), `else if ${two}`, ...indented(other)],
        ...["else", ...indented(no)],
      ]),
    fc
      .tuple(fc.constantFrom(...FLOATS), condition, tie("block"), number, number)
      .map(([name, test, yes, value, otherwise]): Lines => [
        `${name} := switch`,
        ...indented([`${test} =>`, ...indented([...yes, value]), `=> ${otherwise}`]),
      ]),
    fc
      .tuple(fc.constantFrom(...FLOATS), number)
      .map(([name, value]): Lines => [
        "if close > 2",
        ...indented([`t = ${value}`, `t := t + 1`, `${name} := t`]),
      ]),
    fc
      .tuple(condition, number)
      .map(([test, value]): Lines => [
        `if ${test}`,
        ...indented([`var float w = ${value}`, "w += 1", "a := w"]),
      ]),
  ),
}));

/** A call that keeps state stands at the top level: it runs on every bar in any case. */
const stateful = fc
  .tuple(fc.constantFrom(...FLOATS), number, condition)
  .map(([name, value, test]): Lines => [`${name} := count(${value}, ${test})`]);

const PRELUDE = `plain(x, y) =>
    float z = x > y ? x : y
    if x > 3
        z := z + a
    z * 2
count(x, test) =>
    var float s = x
    var n = 0
    if test
        n += 1
        s := s + x
    s + n * 100
float a = 0
float b = close
float c = na
var float k = 0
var float m = close
`;

/** Functions read globals, so that those are declared above them. */
function programOf(parts: readonly Lines[]): string {
  const [functions = "", names = ""] = PRELUDE.split(/(?=^float a)/m);
  return `${names}${functions}${parts.flat().join("\n")}\nplot(a)\nplot(b)\nplot(c)\nplot(k)\nplot(m)\n`;
}

const program = fc
  .array(fc.oneof(block, stateful), { minLength: 1, maxLength: 6 })
  .map((parts) => programOf(parts));

const bars = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 });

describe("random programs", () => {
  it("come to the same as a naive interpreter of the text", () => {
    const property = fc.property(program, bars, (body, closes) => {
      const { statements } = parseFile(withHeader(body));
      const wanted = interpret(statements, closes);
      const { plots } = run(body, closes);
      const found = closes.map((_, bar) => plots.map((plot) => plot[bar]));
      assert.deepEqual(found, wanted, body);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
