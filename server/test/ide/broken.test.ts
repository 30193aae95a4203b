// Right while broken: every strategy is cut off before every name, and the name that stood there must
// be among the first three proposals, with nothing, one and two of its letters written.
import assert from "node:assert/strict";
import { Token } from "../../src/syntax/token.ts";
import type { SyntaxFile } from "../../src/syntax/tree.ts";
import { analysisOf } from "../../src/ide/analysis.ts";
import { mentionsIn } from "../../src/ide/name-table.ts";
import { completionAt } from "../../src/ide/completion.ts";
import { PASTED, SHIPPED } from "./texts.ts";

/** Shares of names found, in percent, by letters written. They may rise; a change that lowers one is wrong. */
const FLOORS = [54, 96, 98] as const;

/** Names that the text declares here are new to everybody, so that nobody can propose them. */
function isNew({ tokens, text }: SyntaxFile, index: number, names: ReadonlySet<number>): boolean {
  const start = tokens.starts[index] ?? 0;
  const word = text.slice(start, tokens.ends[index]);
  return names.has(start) || word === "_" || word === "USD";
}

/** Whether a proposal begins with the name, or ends with it after a dot. */
function writes(label: string, name: string): boolean {
  const [head = ""] = label.split(/[^\w.]/);
  const parts = head.split(".");
  return parts[0] === name || parts.at(-1) === name;
}

function scoreOf(letters: number): { readonly share: number; readonly missed: readonly string[] } {
  let all = 0;
  const missed: string[] = [];
  for (const text of [...SHIPPED, ...PASTED]) {
    const { syntax, names } = analysisOf(text);
    const declared = new Set(mentionsIn(names).map(({ binding }) => binding.node.start));
    for (const [index, kind] of syntax.tokens.kinds.entries()) {
      if (kind !== Token.name || isNew(syntax, index, declared)) continue;
      const start = syntax.tokens.starts[index] ?? 0;
      const word = text.slice(start, syntax.tokens.ends[index]);
      if (word.length <= letters) continue;
      all++;
      const offset = start + letters;
      const items = completionAt(analysisOf(text.slice(0, offset)), offset).slice(0, 3);
      if (!items.some(({ label }) => writes(label, word)))
        missed.push(`${text.slice(Math.max(0, start - 30), start)}|${word}`.replaceAll("\n", "⏎"));
    }
  }
  return { share: (100 * (all - missed.length)) / all, missed };
}

describe("completion in broken texts", () => {
  for (const [letters, floor] of FLOORS.entries()) {
    it(`finds names by ${letters} letters`, () => {
      const { share, missed } = scoreOf(letters);
      process.stdout.write(
        `  score with ${letters} letters: ${share.toFixed(1)} % in the first three\n`,
      );
      assert.ok(
        share >= floor,
        `${share} % is below ${floor} %:\n${missed.slice(0, 20).join("\n")}`,
      );
      if (process.env["SHOW_MISSED"] === "1") process.stdout.write(`${missed.join("\n")}\n`);
    });
  }
});
