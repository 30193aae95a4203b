// Runs the examples of docs/errors: each page's failing example gives its code and nothing else, the
// corrected one gives nothing.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { CODES, type Code, compile } from "../compiler/index.ts";
import { withHeader } from "./support/fixture.ts";

const FOLDER = "docs/errors";

interface Example {
  readonly text: string;
  /** Other codes that come with the failing example, when they cannot be avoided. */
  readonly also: readonly string[];
}

/** The block with the given word behind its fence: `fails` or `works`. */
function exampleOf(page: string, word: string): Example | null {
  const block = new RegExp(`^\`\`\`strat ${word}(.*)\n([\\s\\S]*?)^\`\`\``, "m").exec(page);
  if (block === null) return null;
  const [, info = "", text = ""] = block;
  const times = Number(/repeat=(\d+)/.exec(info)?.[1] ?? 1);
  const also = [...info.matchAll(/with=(\w+)/g)].map(([, code = ""]) => code);
  const repeated = text.repeat(times);
  return { text: info.includes("file") ? repeated : withHeader(repeated), also };
}

function codesIn(text: string): readonly Code[] {
  const { diagnostics } = compile([{ name: "example.strat", text }]);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

describe("pages of diagnostics", () => {
  const codes = Object.keys(CODES);

  it("exist for every code and for nothing else", () => {
    const pages = readdirSync(FOLDER).filter((name) => /^[EW]\d+\.md$/.test(name));
    assert.deepEqual(pages.sort(), codes.map((code) => `${code}.md`).sort());
    const index = readFileSync(path.join(FOLDER, "README.md"), "utf8");
    for (const [code, { title }] of Object.entries(CODES)) {
      assert.ok(index.includes(`| [${code}](${code}.md) | ${title} |`), code);
    }
  });

  for (const [code, { title }] of Object.entries(CODES)) {
    it(`${code}: ${title}`, () => {
      const page = readFileSync(path.join(FOLDER, `${code}.md`), "utf8");
      assert.ok(page.startsWith(`# ${code}: ${title}\n`));
      const fails = exampleOf(page, "fails");
      const works = exampleOf(page, "works");
      // E006 is a fault of the compiler: no text is known that leads to it.
      assert.equal(fails === null, code === "E006");
      if (fails === null || works === null) return;
      const found = codesIn(fails.text).filter((other) => !fails.also.includes(other));
      assert.deepEqual(found, [code]);
      assert.deepEqual(codesIn(works.text), []);
    });
  }
});
