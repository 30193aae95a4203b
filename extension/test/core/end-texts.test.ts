// Texts at line ends while lines are edited, inserted and deleted.
import assert from "node:assert/strict";
import { areSameTexts, endTextsAfter, type LineChange } from "../../src/core/end-texts.ts";

/** Texts at lines 2, 5 and 9 after changes, as `line:text`. */
function after(...changes: readonly LineChange[]): string {
  const texts = [2, 5, 9].map((line) => ({ line, text: `t${line}` }));
  return endTextsAfter(texts, changes)
    .map(({ line, text }) => `${line}:${text}`)
    .join(" ");
}

const change = (firstLine: number, lastLine: number, linesWritten: number): LineChange => ({
  firstLine,
  lastLine,
  linesWritten,
});

describe("texts at line ends", () => {
  it("are the same when lines and words are", () => {
    const texts = [{ line: 1, text: "a" }];
    assert.ok(areSameTexts(texts, [{ line: 1, text: "a" }]));
    assert.ok(!areSameTexts(texts, [{ line: 2, text: "a" }]));
    assert.ok(!areSameTexts(texts, [{ line: 1, text: "b" }]));
    assert.ok(!areSameTexts(texts, []));
  });

  it("stay where nothing was edited", () => {
    assert.equal(after(change(3, 3, 0)), "2:t2 5:t5 9:t9");
  });

  it("go where a letter was written", () => {
    assert.equal(after(change(5, 5, 0)), "2:t2 9:t9");
  });

  it("move down behind new lines and up behind deleted ones", () => {
    assert.equal(after(change(3, 3, 2)), "2:t2 7:t5 11:t9");
    assert.equal(after(change(6, 8, 0)), "2:t2 5:t5 7:t9");
  });

  it("go with the lines that a change swallows", () => {
    assert.equal(after(change(4, 9, 1)), "2:t2");
  });

  it("follow several changes, each in the lines that the one before left", () => {
    assert.equal(after(change(9, 9, 1), change(3, 3, 1)), "2:t2 6:t5");
    assert.equal(after(change(3, 3, 1), change(10, 10, 0)), "2:t2 6:t5");
  });
});
