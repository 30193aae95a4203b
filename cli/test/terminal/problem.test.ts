// Tests of errors as a compiler shows them.
import { strict as assert } from "node:assert";
import { printable } from "@backtestr/hub";
import { placesIn } from "../../src/strategy/lines.ts";
import { problem, problemText, type Problem } from "../../src/terminal/problem.ts";
import { hasColour, styleOf } from "../../src/terminal/terminal.ts";

const PLAIN = styleOf(false);

function check(shown: Problem, expected: readonly string[]): void {
  assert.deepEqual(problemText(shown, PLAIN).trimEnd().split("\n"), expected);
}

describe("problem text", () => {
  it("shows place, code, sentence, the line, carets, related places and help", () => {
    const places = placesIn({ name: "a.strat", text: "fast = 1\r\n\tx = fats + 1\n" });
    const shown = problem({
      code: "E301",
      message: "There is no name `fats`.",
      help: "Did you mean `fast`?",
      place: places({ start: 15, end: 19 }),
      related: [{ place: places({ start: 0, end: 4 }), message: "`fast` is declared here." }],
      causes: [],
    });
    check(shown, [
      "a.strat:2:6: error E301: There is no name `fats`.",
      "  2 | \tx = fats + 1",
      "    | \t    ^^^^",
      "  see a.strat:1:1: `fast` is declared here.",
      "  help: Did you mean `fast`?",
    ]);
  });

  it("names a file alone when no place in it is meant", () => {
    const shown = problem({
      code: "is_a_folder",
      message: "This is a folder.",
      place: { file: "x", at: null },
    });
    check(shown, ["x: error is_a_folder: This is a folder."]);
  });

  it("keeps carets within the line and shows one at its end", () => {
    const places = placesIn({ name: "a", text: "abc\ndef" });
    const [, , carets] = problemText(
      problem({ code: "E1", message: "m", place: places({ start: 1, end: 6 }) }),
      PLAIN,
    ).split("\n");
    assert.equal(carets, "    |  ^^");
    assert.equal(places({ start: 7, end: 7 }).at?.column, 4);
    assert.equal(places({ start: 99, end: 120 }).at?.line, 2);
  });

  it("cuts long lines around the place", () => {
    const text = `${"a".repeat(5_000)}HERE${"b".repeat(5_000)}`;
    const place = placesIn({ name: "a", text })({ start: 5_000, end: 5_004 });
    const [, line = "", carets = ""] = problemText(
      problem({ code: "E1", message: "m", place }),
      PLAIN,
    ).split("\n");
    assert.ok(line.length < 120);
    assert.equal(line.slice(carets.indexOf("^"), carets.indexOf("^") + 4), "HERE");
  });

  it("lets no text steer the terminal", () => {
    assert.equal(printable("a\u001b[2Jb\u202ec\td"), "a\ufffd[2Jb\ufffdc\td");
  });
});

describe("colour", () => {
  it("respects the two variables and the terminal", () => {
    assert.equal(hasColour(true, {}), true);
    assert.equal(hasColour(false, {}), false);
    assert.equal(hasColour(true, { NO_COLOR: "1" }), false);
    assert.equal(hasColour(false, { FORCE_COLOR: "1" }), true);
    assert.equal(hasColour(true, { FORCE_COLOR: "0" }), false);
    assert.equal(hasColour(false, { FORCE_COLOR: "1", NO_COLOR: "1" }), false);
    assert.equal(hasColour(true, { TERM: "dumb" }), false);
  });
});
