// Checks a piece of bar logic under a plain header and compares what is found.
import assert from "node:assert/strict";
import { checkFile } from "../../src/semantic/check.ts";
import { parseFile } from "../../src/syntax/parse.ts";
import { withHeader } from "./fixture.ts";
import { shown } from "./found.ts";

export function check(body: string, problems: readonly string[]): void {
  checkWhole(withHeader(body), problems);
}

export function checkWhole(text: string, problems: readonly string[]): void {
  const { diagnostics } = checkFile(parseFile(text));
  assert.deepEqual(shown(text, diagnostics), problems, messages(diagnostics));
}

function messages(
  diagnostics: readonly { readonly code: string; readonly message: string }[],
): string {
  return diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n");
}
