// Tests of the import rules: each row refuses a breach and lets an honest import pass.
import assert from "node:assert/strict";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { importRules } from "../lint/edges.mjs";

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.ts"],
      languageOptions: { parser: tseslint.parser },
      plugins: { "@typescript-eslint": tseslint.plugin },
    },
    ...importRules(),
  ],
});

/** @param {string} filePath @param {string} code */
async function messages(filePath, code) {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map((message) => message.message);
}

const REFUSED = [
  ["server/src/semantic/x.ts", 'import "node:fs";', "pure"],
  ["server/src/lower/x.ts", 'import { Plan } from "@backtestr/client";', "import type"],
  ["server/src/lower/x.ts", 'import { a } from "../../../hub/src/a.ts";', "package name"],
  ["server/compiler/index.ts", 'import { z } from "zod";', "pure"],
  ["hub/src/x.ts", 'import { compile } from "@backtestr/server/compiler";', "cli/src"],
  ["cli/src/x.ts", 'import { Client } from "@backtestr/client";', "@backtestr/hub"],
  ["extension/src/core/x.ts", 'import * as vscode from "vscode";', "extension/src/ui"],
  ["webviews/src/report/x.ts", 'import "node:path";', "browser"],
  ["webviews/messages/report.ts", 'import { a } from "@backtestr/hub";', "contract"],
];

const ALLOWED = [
  ["server/src/lower/x.ts", 'import type { Plan } from "@backtestr/client";'],
  ["server/src/semantic/x.ts", 'import { span } from "../base/span.ts";'],
  ["hub/src/x.ts", 'import { spawn } from "node:child_process";'],
  ["hub/src/x.ts", 'import type { ReportData } from "@backtestr/webviews/messages/report";'],
  ["cli/src/x.ts", 'import { compile } from "@backtestr/server/compiler";'],
];

describe("import rules", () => {
  for (const [file = "", code = "", hint = ""] of REFUSED) {
    it(`${file} may not: ${code}`, async () => {
      const found = await messages(file, code);
      assert.equal(found.length, 1, found.join("\n"));
      assert.ok(found[0]?.includes(hint), `${found[0]} names ${hint}`);
    });
  }

  for (const [file = "", code = ""] of ALLOWED) {
    it(`${file} may: ${code}`, async () => {
      assert.deepEqual(await messages(file, code), []);
    });
  }
});
