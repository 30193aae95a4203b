// Lint rules. They hold what the compiler cannot: sizes, complexity, and who may import whom.
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { importRules } from "./scripts/lint/edges.mjs";

const SOURCES = ["**/*.ts"];
const PLAIN = ["**/*.mjs"];
const TESTS = ["**/test/**"];

/** A cast hides a question from the compiler, so each one needs a written reason. */
const NO_CASTS = ["error", { assertionStyle: "never" }];

const UNWANTED_SYNTAX = [
  {
    selector: "ExportDefaultDeclaration",
    message: "Export by name: a default export has another name in every file that imports it.",
  },
  {
    selector: "ExportAllDeclaration",
    message: "List what is exported, so that a reader finds where a name comes from.",
  },
  {
    selector: "TSEnumDeclaration",
    message: "Use a union of string literals: an enum is code that types cannot erase.",
  },
];

const everywhere = {
  complexity: ["error", { max: 9, variant: "modified" }],
  "max-lines": ["error", { max: 800 }],
  "max-lines-per-function": ["error", { max: 70 }],
  "no-restricted-syntax": ["error", ...UNWANTED_SYNTAX],
  "no-console": "error",
  "no-empty": ["error", { allowEmptyCatch: false }],
  "no-param-reassign": "error",
  "prefer-const": "error",
  eqeqeq: "error",
};

const typed = {
  "@typescript-eslint/consistent-type-assertions": NO_CASTS,
  "@typescript-eslint/consistent-type-definitions": "off",
  "@typescript-eslint/consistent-type-imports": "error",
  "@typescript-eslint/explicit-module-boundary-types": "error",
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-non-null-assertion": "error",
  // There are no enums (see above), and the rule asks every expression.
  "@typescript-eslint/no-unsafe-enum-assignment": "off",
  "@typescript-eslint/prefer-readonly": "error",
  "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
  "@typescript-eslint/switch-exhaustiveness-check": [
    "error",
    { considerDefaultExhaustiveForUnions: true },
  ],
};

/** `describe` and `it` take long callbacks, and node's own `it` returns a promise nobody awaits. */
const inTests = {
  "max-lines-per-function": "off",
  "@typescript-eslint/no-floating-promises": "off",
};

export default defineConfig(
  {
    ignores: [
      "**/node_modules/",
      "**/.types/",
      "**/target/",
      "dist/",
      "out/",
      "engine/client/src/generated/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: SOURCES,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // One program for all files: the schema library's types are costly, and each project of its own
    // would work them out again. Layers and their libraries are the business of `tsc --build`.
    languageOptions: { parserOptions: { project: "./tsconfig.lint.json" } },
    rules: { ...everywhere, ...typed },
  },
  {
    // Plain scripts are type-checked by their own project (scripts/tsconfig.json), not linted by type.
    files: PLAIN,
    rules: { ...everywhere, "no-undef": "off" },
  },
  // Tools load their configuration by default export.
  { files: ["eslint.config.mjs"], rules: { "no-restricted-syntax": "off" } },
  ...importRules(),
  { files: TESTS, rules: inTests },
);
