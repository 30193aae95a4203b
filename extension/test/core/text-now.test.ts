// Places of the text that was run, in the text after edits.
import assert from "node:assert/strict";
import { rangeNow } from "../../src/core/text-now.ts";

const THEN = "a = 1\nb = 2\nc = 3\n";

/** What stands now where a piece of the text stood when it was run; null when it was edited. */
function now(piece: string, text: string): string | null {
  const start = THEN.indexOf(piece);
  const range = rangeNow({ start, end: start + piece.length }, THEN, text);
  return range === null ? null : text.slice(range.start, range.end);
}

describe("a place of the text that was run", () => {
  it("stays where nothing was edited, and before edits", () => {
    assert.equal(now("b = 2", THEN), "b = 2");
    assert.equal(now("a = 1", "a = 1\nb = 20\nc = 3\n"), "a = 1");
  });

  it("moves along behind edits", () => {
    assert.equal(now("c = 3", "a = 1\nb = 2\nnew = 5\nc = 3\n"), "c = 3");
    assert.equal(now("c = 3", "a = 1\nc = 3\n"), "c = 3");
    assert.equal(now("b = 2", "// first\na = 1\nb = 2\nc = 3\n"), "b = 2");
  });

  it("is gone when it was edited itself", () => {
    assert.equal(now("b = 2", "a = 1\nb = 27\nc = 3\n"), null);
    assert.equal(now("b = 2", "a = 1\nc = 3\n"), null);
    assert.equal(now("b = 2", ""), null);
  });

  it("is gone between two edits", () => {
    assert.equal(now("b = 2", "a = 7\nb = 2\nc = 8\n"), null);
  });
});
