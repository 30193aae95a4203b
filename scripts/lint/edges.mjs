// Who may import whom, as lint rules: one row a folder, everything not listed is refused.
// Relative imports between layers are held by the project references; rows here bind imports by
// package name, which project references do not see.

/**
 * @typedef {object} Row
 * @property {string[]} files where the row applies
 * @property {string[]} may packages that may be imported; a trailing `/*` allows sub-paths
 * @property {string[]} [types] packages that may be imported for their types only
 * @property {boolean} [node] whether Node's own modules are allowed
 * @property {string} instead what to do about a refused import
 */

const PURE = "This folder is pure";

/** @type {Row[]} */
export const ROWS = [
  {
    files: ["server/src/{base,syntax,semantic,ide}/**/*.ts", "server/compiler/**/*.ts"],
    may: [],
    instead: `${PURE}: files, processes and LSP belong to server/src/lsp, the engine's types to server/src/lower.`,
  },
  {
    files: ["server/src/lower/**/*.ts"],
    may: [],
    types: ["@backtestr/client"],
    instead: `${PURE}: it may import types of @backtestr/client and nothing else from outside.`,
  },
  {
    files: ["server/src/lsp/**/*.ts"],
    may: ["vscode-languageserver", "vscode-languageserver/*", "vscode-languageserver-textdocument"],
    node: true,
    instead:
      "The server never talks to the engine or a face: a face pulls plans through server/api.",
  },
  {
    files: ["server/api/**/*.ts"],
    may: ["zod"],
    types: ["@backtestr/client"],
    instead: "A contract holds schemas and types only.",
  },
  {
    files: ["engine/client/src/**/*.ts"],
    may: ["zod", "@msgpack/msgpack"],
    node: true,
    instead: "The client knows frames only: starting the engine belongs to hub/src/process.",
  },
  {
    files: ["hub/src/**/*.ts"],
    may: [
      "@backtestr/client",
      "@backtestr/webviews/messages/*",
      "@backtestr/webviews/trades-model",
      "zod",
      "toml-eslint-parser",
    ],
    node: true,
    instead:
      "The hub has no face: editor code belongs to extension/src/ui, terminal code to cli/src.",
  },
  {
    files: ["cli/src/**/*.ts"],
    may: [
      "@backtestr/hub",
      "@backtestr/server/compiler",
      "@backtestr/server/format",
      "@backtestr/server/lsp",
      "@backtestr/webviews/messages/*",
    ],
    node: true,
    instead: "The command line reaches the engine through @backtestr/hub.",
  },
  {
    files: ["extension/src/core/**/*.ts"],
    may: [
      "@backtestr/hub",
      "@backtestr/server/api",
      "@backtestr/webviews/messages/*",
      "@backtestr/webviews/panel-page",
      "@backtestr/webviews/trades-model",
    ],
    node: true,
    instead:
      "extension/src/core knows no editor: what touches `vscode` belongs to extension/src/ui.",
  },
  {
    files: ["extension/src/ui/**/*.ts", "extension/src/*.ts"],
    may: [
      "vscode",
      "vscode-languageclient/*",
      "@backtestr/hub",
      "@backtestr/server/api",
      "@backtestr/webviews/messages/*",
      "@backtestr/webviews/panel-page",
    ],
    node: true,
    instead: "The face reaches the engine through @backtestr/hub, the server through server/api.",
  },
  {
    files: ["webviews/messages/**/*.ts"],
    may: ["zod", "zod/mini"],
    instead: "A contract holds schemas and types only.",
  },
  {
    files: ["webviews/src/{chart,trades,report,shell}/**/*.ts"],
    may: ["lightweight-charts"],
    instead: "A panel runs in a browser: ask the host for data through webviews/messages.",
  },
  {
    files: ["webviews/src/parts/**/*.ts"],
    may: ["@vscode-elements/elements", "@vscode-elements/elements/*"],
    instead: "Parts know no panel and no host.",
  },
  {
    files: ["webviews/src/format/**/*.ts"],
    may: [],
    instead: `${PURE}: numbers and dates in, text out.`,
  },
];

/** A relative path that climbs into another package, whatever its depth. */
const FOREIGN_RELATIVE =
  "^(\\.\\./)+(server/(src|compiler|api)|hub/src|cli/src|extension/src|engine/client|webviews/(src|messages))/";

const THROUGH_THE_DOOR = {
  regex: FOREIGN_RELATIVE,
  message: "Import a neighbour by its package name (@backtestr/…): its exports are its contract.",
};

/** @param {string} name */
function asPattern(name) {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return escaped.replace(/\\\/\\\*$/, "\\/.+");
}

/** @param {Row} row @returns {import("eslint").Linter.Config} */
function ruleOf(row) {
  const values = [...row.may.map(asPattern), ...(row.node ? ["node:.+"] : [])];
  const types = (row.types ?? []).map(asPattern);
  /** @param {string[]} names */
  const others = (names) =>
    `^(?!\\.{1,2}\\/)${names.length > 0 ? `(?!(${names.join("|")})$)` : ""}.+`;
  const patterns = [
    THROUGH_THE_DOOR,
    { regex: others([...values, ...types]), message: row.instead },
    ...types.map((name) => ({
      regex: `^${name}$`,
      allowTypeImports: true,
      message: `Types only: write \`import type\`. ${row.instead}`,
    })),
  ];
  return {
    files: row.files,
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

/** The rows as entries of a flat configuration. @returns {import("eslint").Linter.Config[]} */
export function importRules() {
  return ROWS.map(ruleOf);
}
