// Tests of the tables: every row has a sentence and an example that compiles.
import assert from "node:assert/strict";
import { compile } from "../../compiler/index.ts";
import { ACCOUNT_KEYS, DATA_KEYS, type KeySpec, STRATEGY_KEYS } from "../../src/semantic/keys.ts";
import { isLater } from "../../src/semantic/library/later.ts";
import {
  LIBRARY_NAMES,
  functionSpec,
  isFunctionName,
  isValueName,
  valueSpec,
} from "../../src/semantic/library/library.ts";
import { withHeader } from "../support/fixture.ts";

/** Names that examples take for granted. */
const PRELUDE = `fast = ta.ema(close, 10)
slow = ta.ema(close, 30)
buy = ta.crossover(fast, slow)
atr = ta.atr(14)
risk = 100.0
level = close > open ? close : na
`;

function errorsIn(text: string): readonly string[] {
  const { diagnostics } = compile([{ name: "example.strat", text }]);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);
}

function exampleText(example: string): string {
  const isStatement =
    /^(\[.*\]|[\w ]+) = |^(strategy|plot)\b/.test(example) && !/^strategy\.\w+ /.test(example);
  const isBare = /^strategy\.\w+$/.test(example);
  const line = isStatement && !isBare ? example : `_x = ${example}`;
  // Inside a block an example may use a name that the prelude has.
  return line.startsWith("plot") ? line : `if close > 0\n    ${line}`;
}

describe("library", () => {
  for (const name of LIBRARY_NAMES) {
    it(name, () => {
      const specs = [
        ...(isFunctionName(name) ? [functionSpec(name)] : []),
        ...(isValueName(name) ? [valueSpec(name)] : []),
      ];
      assert.ok(specs.length > 0);
      for (const { doc, example, since } of specs) {
        assert.match(doc, /^[\S\s]+[.)\d]$/);
        assert.match(since, /^\d+\.\d+$/);
        const isUnconfirmed = isValueName(name) && valueSpec(name).isUnconfirmed === true;
        const text = withHeader(PRELUDE + exampleText(example));
        if (!isUnconfirmed) assert.deepEqual(errorsIn(text), [], example);
      }
      // A name is either there or later, but a value may be callable later.
      assert.equal(isLater(name), false);
    });
  }
});

describe("keys", () => {
  const base = new Map([
    ["data", 'source = store("EURUSD")'],
    ["account", "capital = 100_000 USD"],
  ]);

  /** What a row's time means is a matter of files. */
  const onFile = new Set(["stamp"]);

  function textWith(word: string, key: string, example: string): string {
    const block = (name: string): string => {
      const own = name === word ? [example] : [];
      const plain =
        onFile.has(key) && name === word ? 'source = file("bars.csv")' : (base.get(name) ?? "");
      const lines = plain.startsWith(`${key} `) && name === word ? own : [plain, ...own];
      return `${name}\n${lines.map((line) => `    ${line}\n`).join("")}`;
    };
    const edition = word === "strategy" ? example : "edition = 1";
    return `strategy "Test"\n    ${edition}\n\n${block("data")}\n${block("account")}`;
  }

  const tables: readonly (readonly [string, Readonly<Record<string, KeySpec>>])[] = [
    ["strategy", STRATEGY_KEYS],
    ["data", DATA_KEYS],
    ["account", ACCOUNT_KEYS],
  ];
  for (const [word, table] of tables) {
    for (const [key, { doc, example, later }] of Object.entries(table)) {
      it(`${word}: ${key}`, () => {
        assert.match(doc, /\.$/);
        const errors = errorsIn(textWith(word, key, example));
        if (later === undefined) assert.deepEqual(errors, []);
        else assert.match(errors.join(), /^E903 (?!.*,E\d)/);
      });
    }
  }
});
