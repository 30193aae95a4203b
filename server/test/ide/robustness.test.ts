// Tests that no feature throws or answers with a place outside the text, wherever it is asked.
import assert from "node:assert/strict";
import fc from "fast-check";
import type { TextRange } from "../../src/base/text-range.ts";
import { type Analysis, analysisOf } from "../../src/ide/analysis.ts";
import { completionAt } from "../../src/ide/completion.ts";
import { completionDocumentation } from "../../src/ide/completion-documentation.ts";
import { diagnosticsOf } from "../../src/ide/diagnostics.ts";
import { foldsOf } from "../../src/ide/folding.ts";
import { hoverAt } from "../../src/ide/hover.ts";
import { inlayHintsIn } from "../../src/ide/inlay-hints.ts";
import { definitionAt, occurrencesAt } from "../../src/ide/references.ts";
import { renamed } from "../../src/ide/rename.ts";
import { selectionRanges } from "../../src/ide/selection.ts";
import { semanticTokensOf } from "../../src/ide/semantic-tokens.ts";
import { signatureHelpAt } from "../../src/ide/signature-help.ts";
import { documentSymbols } from "../../src/ide/symbols.ts";
import { ALL, PASTED, SHIPPED, anything, soup } from "./texts.ts";

function assertInside({ text }: Analysis, { start, end }: TextRange, what: string): void {
  assert.ok(start >= 0 && start <= end && end <= text.length, `${what} ${start}..${end}`);
}

function assertFixes(analysis: Analysis): void {
  for (const { range, fixes } of diagnosticsOf(analysis)) {
    assertInside(analysis, range, "diagnostic");
    for (const edit of fixes.flatMap(({ edits }) => edits))
      assertInside(analysis, edit.range, "fix");
  }
}

function assertTokens(analysis: Analysis): void {
  let last = 0;
  for (const token of semanticTokensOf(analysis)) {
    assert.ok(token.start >= last && token.end > token.start);
    last = token.end;
  }
}

function askWhole(analysis: Analysis): void {
  const whole = { start: 0, end: analysis.text.length };
  assertFixes(analysis);
  assertTokens(analysis);
  for (const { startLine, endLine } of foldsOf(analysis)) {
    assert.ok(startLine < endLine && endLine < analysis.lines.starts.length);
  }
  for (const { range, nameRange } of documentSymbols(analysis.syntax)) {
    assertInside(analysis, range, "symbol");
    assert.ok(nameRange.start >= range.start && nameRange.end <= range.end);
  }
  for (const { offset } of inlayHintsIn(analysis, whole))
    assertInside(analysis, { start: offset, end: offset }, "hint");
}

function askCompletion(analysis: Analysis, offset: number): void {
  for (const { range, documentation } of completionAt(analysis, offset)) {
    assertInside(analysis, range, "completion");
    assert.ok(range.start <= offset && offset <= range.end);
    if (documentation?.of === "name") completionDocumentation(analysis, documentation);
  }
}

function askAt(analysis: Analysis, offset: number): void {
  askCompletion(analysis, offset);
  const help = signatureHelpAt(analysis, offset);
  assert.ok(help === null || help.active < help.signatures.length);
  const places = [hoverAt(analysis, offset)?.range, definitionAt(analysis, offset) ?? undefined];
  for (const range of places) if (range !== undefined) assertInside(analysis, range, "place");
  for (const { range } of occurrencesAt(analysis, offset))
    assertInside(analysis, range, "reference");
  let inner = { start: offset, end: offset };
  for (const range of selectionRanges(analysis, offset)) {
    assert.ok(range.start <= inner.start && range.end >= inner.end);
    inner = range;
  }
}

/** Every place of short texts, some of long ones. */
function askEverywhere(text: string, step: number): void {
  const analysis = analysisOf(text);
  askWhole(analysis);
  for (let offset = 0; offset <= text.length; offset += step) askAt(analysis, offset);
}

describe("feature robustness", () => {
  it("takes every place of every strategy", () => {
    for (const text of [...SHIPPED, ...PASTED]) askEverywhere(text, 2);
    for (const text of ALL) askEverywhere(text, 9);
  });

  it("takes strategies cut off at every token", () => {
    for (const text of [...SHIPPED, ...PASTED]) {
      for (const end of new Set(analysisOf(text).syntax.tokens.ends)) {
        const analysis = analysisOf(text.slice(0, end));
        askAt(analysis, end);
        renamed(analysis, Math.max(0, end - 1), "renamed_name");
      }
    }
  });

  it("takes token soup", () => {
    const ask = (text: string): void => {
      askEverywhere(text, 5);
    };
    fc.assert(fc.property(soup, ask), { numRuns: 500 });
  });

  it("takes arbitrary text", () => {
    const ask = (text: string): void => {
      askEverywhere(text, 3);
    };
    fc.assert(fc.property(anything, ask), { numRuns: 300 });
  });

  it("takes a text of a megabyte without a line end", () => {
    const text = `x = ${"a.b(c[1], ".repeat(100_000)}`;
    const analysis = analysisOf(text);
    askAt(analysis, text.length);
    askAt(analysis, 500_000);
  });
});
