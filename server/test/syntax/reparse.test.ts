// Tests that parsing after an edit gives what parsing from the beginning gives, node by node.
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseFile } from "../../src/syntax/parse.ts";
import { reparsed } from "../../src/syntax/reparse.ts";
import { withHeader } from "../support/fixture.ts";
import { type RandomEdit, editOf, editsOf } from "../support/random-edit.ts";
import { ALL, soup } from "../ide/texts.ts";

/** More by hand: `REPARSE_RUNS=20000`. */
const RUNS = Number(process.env["REPARSE_RUNS"] ?? 150);

const edits = editsOf([]);

/** Edits one after the other, each on the tree that the one before gave. */
function checkEdits(text: string, made: readonly RandomEdit[]): void {
  let file = parseFile(text);
  for (const one of made) {
    const edit = editOf(file.text, one);
    const { range, newText } = edit;
    const after = file.text.slice(0, range.start) + newText + file.text.slice(range.end);
    file = reparsed(file, edit, after);
    assert.deepEqual(file, parseFile(after), JSON.stringify({ edit, after }));
  }
}

describe("parsing after an edit", () => {
  it("equals parsing anew on strategies", () => {
    const text = fc.constantFrom(...ALL);
    fc.assert(fc.property(text, edits, checkEdits), { numRuns: RUNS });
  });

  it("equals parsing anew on token soup", () => {
    const text = fc.array(soup, { maxLength: 6 }).map((parts) => withHeader(parts.join("\n")));
    fc.assert(fc.property(text, edits, checkEdits), { numRuns: RUNS });
  });

  it("equals parsing anew where an open bracket ends a text that begins with `=`", () => {
    const made = ["=", "a"].map((newText) => ({ place: 0, length: 0, newText }));
    checkEdits(withHeader("and\n["), made);
  });

  it("equals parsing anew after each letter of a strategy", () => {
    for (const whole of ALL.slice(0, 4)) {
      let file = parseFile("");
      for (const [index, newText] of Array.from(whole).entries()) {
        if (newText.length > 1) break;
        const edit = { range: { start: index, end: index }, newText };
        file = reparsed(file, edit, whole.slice(0, index + 1));
      }
      assert.deepEqual(file, parseFile(file.text));
    }
  });
});
