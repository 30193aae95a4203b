// The TextMate grammar, made from the tables of the language, so that its word lists cannot differ
// from them. `grammars/strat.tmLanguage.json` is this as text; a test compares both.
import { ACCOUNT_KEYS, DATA_KEYS, STRATEGY_KEYS } from "../semantic/keys.ts";
import {
  LIBRARY_NAMES,
  isFunctionName,
  isValueName,
  valueSpec,
} from "../semantic/library/library.ts";

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
  readonly include?: string;
}

type Captures = Readonly<Record<string, { readonly name: string }>>;

export interface Grammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const SUFFIX = "strat";

function scope(name: string): string {
  return `${name}.${SUFFIX}`;
}

function captures(...names: readonly string[]): Captures {
  return Object.fromEntries(names.map((name, index) => [index + 1, { name: scope(name) }]));
}

/** A choice of words; longer ones first, because the first that fits is taken. */
function choice(words: readonly string[]): string {
  return [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|");
}

function include(...names: readonly string[]): readonly Rule[] {
  return names.map((name) => ({ include: `#${name}` }));
}

type Kind = "function" | "variable" | "constant";

function kindOf(name: string): Kind {
  if (!isValueName(name)) return "function";
  return valueSpec(name).value === undefined ? "variable" : "constant";
}

/** The library's names of one kind: those without a dot, and one rule a namespace. */
function libraryRules(kind: Kind): readonly Rule[] {
  const names = LIBRARY_NAMES.filter(
    (name) => kindOf(name) === kind || (kind === "function" && isFunctionName(name)),
  );
  const plain = names.filter((name) => !name.includes("."));
  const members = new Map<string, string[]>();
  for (const name of names.filter((one) => one.includes("."))) {
    const [namespace = "", ...rest] = name.split(".");
    members.set(namespace, [...(members.get(namespace) ?? []), rest.join("\\.")]);
  }
  const behind = kind === "function" ? "(?=\\s*\\()" : "";
  const inNamespace = [...members].sort().map(([namespace, words]) => ({
    match: `(?<![\\w.])(${namespace})\\s*(\\.)\\s*(${choice(words)})\\b${behind}`,
    captures: captures("support.other.namespace", "punctuation.accessor", `support.${kind}`),
  }));
  const alone = {
    name: scope(`support.${kind}`),
    match: `(?<![\\w.])(?:${choice(plain)})\\b${behind}`,
  };
  return plain.length === 0 ? inNamespace : [...inNamespace, alone];
}

/** A declaration word with the keys below it. */
function headerRule(head: string, keys: readonly string[]): Rule {
  return {
    begin: head,
    beginCaptures: captures("keyword.declaration"),
    while: "^(?=\\s|$)",
    patterns: [
      {
        match: `^\\s+(${choice(keys)})\\s*(=)(?!=)`,
        captures: captures("support.type.property-name", "keyword.operator.assignment"),
      },
      ...include("comments", "values"),
    ],
  };
}

const REPOSITORY: Readonly<Record<string, Rule>> = {
  comments: {
    patterns: [
      { name: scope("comment.line.documentation"), match: "///.*$" },
      { name: scope("comment.line.double-slash"), match: "//.*$" },
    ],
  },
  declarations: {
    patterns: [
      headerRule("^(strategy)(?=\\s+[\"'])", Object.keys(STRATEGY_KEYS)),
      headerRule("^(data)(?=\\s*(//.*)?$)", Object.keys(DATA_KEYS)),
      headerRule("^(account)(?=\\s*(//.*)?$)", Object.keys(ACCOUNT_KEYS)),
      {
        match: "^(param)\\s+([A-Za-z_]\\w*)\\s*(=)(?!=)",
        captures: captures(
          "keyword.declaration",
          "variable.other.constant",
          "keyword.operator.assignment",
        ),
      },
      { match: "^(require)(?=\\s+[\\w(])", captures: captures("keyword.declaration") },
      {
        match: "^(library|test|study|import|portfolio)(?=\\s*$|\\s+[\"'])",
        captures: captures("keyword.declaration"),
      },
      {
        match: "^\\s*([A-Za-z_]\\w*)(?=\\s*\\(.*\\)\\s*=>)",
        captures: captures("entity.name.function"),
      },
    ],
  },
  values: {
    patterns: include(
      "texts",
      "numbers",
      "words",
      "calls",
      "functions",
      "variables",
      "constants",
      "operators",
    ),
  },
  texts: {
    patterns: [textRule("double", '"'), textRule("single", "'")],
  },
  numbers: {
    patterns: [
      { name: scope("constant.other.color"), match: "#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\\b" },
      {
        name: scope("constant.other.date"),
        match: "\\b\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?)?\\b",
      },
      { name: scope("constant.other.timeframe"), match: "\\b\\d[\\d_]*(?:mo|[smhdw])\\b" },
      {
        match:
          "((?:\\d[\\d_]*(?:\\.(?!\\.)[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?)\\s+(ticks?|bars?|contracts?|[A-Z]{3,5})\\b",
        captures: captures("constant.numeric", "keyword.other.unit"),
      },
      {
        name: scope("constant.numeric"),
        match: "(?<![\\w.])(?:\\d[\\d_]*(?:\\.(?!\\.)[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?",
      },
    ],
  },
  words: {
    patterns: [
      {
        name: scope("keyword.control"),
        match: "\\b(?:if|else|switch|for|while|break|continue)\\b",
      },
      { name: scope("keyword.operator.logical"), match: "\\b(?:and|or|not)\\b" },
      { name: scope("keyword.other"), match: "\\b(?:in|of|per|step)\\b(?!\\s*[=(.])" },
      { name: scope("storage.modifier"), match: "\\b(?:var|varip)\\b" },
      {
        match:
          "\\b(const|input|simple|series)\\s+(?=[A-Za-z_]\\w*\\s+[A-Za-z_]|[A-Za-z_]\\w*\\s*[,)=])",
        captures: captures("storage.modifier"),
      },
      {
        name: scope("storage.type"),
        match: "\\b(?:int|float|bool|string|color)\\b(?=\\s+[A-Za-z_])",
      },
      { name: scope("constant.language"), match: "(?<![\\w.])(?:true|false|na)\\b(?!\\s*\\()" },
    ],
  },
  calls: {
    begin: "\\(",
    beginCaptures: { "0": { name: scope("punctuation.section.parens.begin") } },
    end: "\\)|^(?=\\S)(?!\\s*[)\\],])",
    endCaptures: { "0": { name: scope("punctuation.section.parens.end") } },
    patterns: [
      {
        match: "\\b([A-Za-z_]\\w*)\\s*(=)(?![=>])",
        captures: captures("variable.parameter", "keyword.operator.assignment"),
      },
      ...include("comments", "values"),
    ],
  },
  functions: { patterns: libraryRules("function") },
  variables: { patterns: libraryRules("variable") },
  constants: { patterns: libraryRules("constant") },
  operators: {
    patterns: [
      { name: scope("keyword.operator.arrow"), match: "=>" },
      { name: scope("keyword.operator.comparison"), match: "==|!=|<=|>=|<|>" },
      { name: scope("keyword.operator.assignment"), match: ":=|[-+*/%]=|=" },
      { name: scope("keyword.operator.range"), match: "\\.\\." },
      { name: scope("keyword.operator.arithmetic"), match: "[-+*/%]" },
      { name: scope("keyword.operator.ternary"), match: "[?:]" },
    ],
  },
};

function textRule(kind: string, quote: string): Rule {
  return {
    name: scope(`string.quoted.${kind}`),
    begin: quote,
    end: `${quote}|$`,
    patterns: [{ name: scope("constant.character.escape"), match: "\\\\." }],
  };
}

export function grammarOf(): Grammar {
  return {
    name: "BackTestr",
    scopeName: `source.${SUFFIX}`,
    fileTypes: ["strat"],
    patterns: include("comments", "declarations", "values"),
    repository: REPOSITORY,
  };
}
