// Tests of the grammar as editors run it, of the snippets, and of the editor's view of indentation.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar } from "vscode-textmate";
import { compile } from "../../compiler/index.ts";
import { grammarOf } from "../../src/ide/grammar.ts";
import { LIBRARY_NAMES } from "../../src/semantic/library/library.ts";
import { ACCOUNT_KEYS, DATA_KEYS } from "../../src/semantic/keys.ts";
import { withHeader } from "../support/fixture.ts";
import { ALL } from "../ide/texts.ts";

const FILE = "grammars/strat.tmLanguage.json";
const require = createRequire(import.meta.url);

async function loaded(): Promise<IGrammar> {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(readFileSync(FILE, "utf8"), FILE)),
  });
  const grammar = await registry.loadGrammar("source.strat");
  assert.ok(grammar !== null);
  return grammar;
}

describe("the grammar", () => {
  let grammar: IGrammar;

  before(async () => {
    if (process.env["UPDATE"] === "1")
      writeFileSync(FILE, `${JSON.stringify(grammarOf(), null, 2)}\n`);
    grammar = await loaded();
  });

  /** The innermost scope of each part of a text, without blanks and without its suffix. */
  function scopesOf(text: string): readonly (readonly [string, string])[] {
    const found: (readonly [string, string])[] = [];
    let state: Parameters<IGrammar["tokenizeLine"]>[1] = null;
    for (const line of text.split(/\r?\n/)) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      for (const { startIndex, endIndex, scopes } of tokens) {
        const part = line.slice(startIndex, endIndex).trim();
        const scope = scopes.at(-1)?.replace(/\.strat$/, "") ?? "";
        if (part !== "") found.push([part, scope]);
      }
      state = ruleStack;
    }
    return found;
  }

  /** Each word with the scope that it has somewhere in the text. */
  function check(text: string, expected: Readonly<Record<string, string>>): void {
    const found = scopesOf(text);
    for (const [part, scope] of Object.entries(expected)) {
      const scopes = found.filter(([one]) => one === part).map(([, one]) => one);
      assert.ok(scopes.includes(scope), `${part} is ${scope}, not ${scopes.join(", ")}`);
    }
  }

  it("is what the tables of the language give", () => {
    assert.deepEqual(
      JSON.parse(readFileSync(FILE, "utf8")),
      grammarOf(),
      "UPDATE=1 writes it again",
    );
  });

  it("knows every name of the library as what it is", () => {
    for (const name of LIBRARY_NAMES) {
      const last = name.split(".").at(-1) ?? name;
      const [value, called] = [scopesOf(`x = ${name}`), scopesOf(`x = ${name}(1)`)];
      const found = [...value, ...called].filter(([part]) => part === last);
      const isKnown = found.some(([, scope]) =>
        /^(support\.(function|variable|constant)|constant\.language)$/.test(scope),
      );
      assert.ok(isKnown, `${name}: ${JSON.stringify(found)}`);
    }
  });

  it("knows keys in their header only", () => {
    for (const key of Object.keys(DATA_KEYS))
      check(`data\n    ${key} = 1`, {
        [key]: "support.type.property-name",
        data: "keyword.declaration",
      });
    for (const key of Object.keys(ACCOUNT_KEYS))
      check(`account\n    capital = 1 USD\n    ${key} = 1`, {
        [key]: "support.type.property-name",
      });
    const [, size] = scopesOf("if a\n    size = 1").slice(1);
    assert.notEqual(size?.[1], "support.type.property-name");
    assert.ok(
      scopesOf("data\n    tick = 1\ntick = 2").filter(([part]) => part === "tick")[1]?.[1] ===
        "source",
    );
  });

  it("knows declarations at the margin only", () => {
    check('strategy "T"', { strategy: "keyword.declaration", '"': "string.quoted.double" });
    check('param len = 20 in 10 .. 60 step 5 "Length"', {
      param: "keyword.declaration",
      len: "variable.other.constant",
      "20": "constant.numeric",
      in: "keyword.other",
      "..": "keyword.operator.range",
      step: "keyword.other",
    });
    check("require fast < slow", { require: "keyword.declaration" });
    assert.equal(scopesOf("    param x = 1")[0]?.[1], "source");
    assert.equal(scopesOf("data = 1")[0]?.[1], "source");
  });

  it("knows texts, numbers, units, comments", () => {
    check('x = "a \\" b" // c', {
      "// c": "comment.line.double-slash",
      '\\"': "constant.character.escape",
    });
    check("/// doc", { "/// doc": "comment.line.documentation" });
    check("a = 100_000 USD, 20 ticks, 1.5e-4, .5, 15m, 1mo, 2024-01-31T09:30, #2962ff", {
      "100_000": "constant.numeric",
      USD: "keyword.other.unit",
      ticks: "keyword.other.unit",
      "1.5e-4": "constant.numeric",
      ".5": "constant.numeric",
      "15m": "constant.other.timeframe",
      "1mo": "constant.other.timeframe",
      "2024-01-31T09:30": "constant.other.date",
      "#2962ff": "constant.other.color",
    });
  });

  it("ends an open text with its line", () => {
    check('x = "open\ny = close', { close: "support.variable" });
  });

  it("does not let an open bracket swallow the text", () => {
    check("x = ta.ema(close,\nif close > open", { if: "keyword.control" });
    assert.equal(scopesOf("x = f(\ny = 1").find(([part]) => part === "y")?.[1], "source");
  });

  it("knows calls, named arguments and functions of the text", () => {
    check('strategy.entry("L", strategy.long, qty = 1)', {
      entry: "support.function",
      long: "support.constant",
      qty: "variable.parameter",
    });
    check("cross(a, b) => a > b and not na(a)", {
      cross: "entity.name.function",
      "=>": "keyword.operator.arrow",
      and: "keyword.operator.logical",
      na: "support.function",
    });
    check("var float x = na\nx := nz(x, 1)", {
      var: "storage.modifier",
      float: "storage.type",
      na: "constant.language",
      ":=": "keyword.operator.assignment",
    });
  });

  it("marks nothing as broken in any strategy", () => {
    for (const text of ALL)
      assert.ok(scopesOf(text).every(([, scope]) => !scope.startsWith("invalid")));
  });
});

type SnippetFile = Readonly<
  Record<string, { readonly prefix: string; readonly body: readonly string[] }>
>;

function isSnippets(value: unknown): value is SnippetFile {
  return typeof value === "object" && value !== null;
}

describe("snippets", () => {
  it("are bar logic without errors", () => {
    const file: unknown = JSON.parse(readFileSync("grammars/snippets.json", "utf8"));
    assert.ok(isSnippets(file));
    for (const [name, { body }] of Object.entries(file)) {
      const written = body
        .join("\n")
        .replaceAll(/\$\{\d+:([^}]*)\}/g, "$1")
        .replaceAll("$0", "");
      const logic = written.startsWith("size.") ? `q = ${written}` : written;
      const { diagnostics } = compile([{ name: "s.strat", text: withHeader(logic) }]);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      assert.deepEqual(
        errors.map(({ code, message }) => `${code} ${message}`),
        [],
        name,
      );
    }
  });
});

describe("the language configuration", () => {
  it("indents where a block opens", () => {
    const file: unknown = JSON.parse(readFileSync("grammars/language-configuration.json", "utf8"));
    const text = JSON.stringify(file);
    const [, escaped = '""'] = /"increaseIndentPattern":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
    const written: unknown = JSON.parse(escaped);
    const opens = new RegExp(String(written));
    for (const line of [
      "if a > b",
      "    else",
      "x = if a",
      "x := switch",
      "f(x) =>",
      "data",
      "account // c",
      'strategy "T"',
      "    1 =>",
    ])
      assert.ok(opens.test(line), line);
    for (const line of [
      "x = 1",
      "data = 1",
      "plot(close)",
      "f(x) => x",
      "strategy.close_all()",
      "iffy = 1",
    ])
      assert.ok(!opens.test(line), line);
  });
});
