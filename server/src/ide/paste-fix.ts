// Turns a pasted `strategy(…)` call and `input.*` calls into a header and `param` lines. Every value
// that was given is written: as a key or a range where there is one, else in a comment.
import type { QuickFix, TextEdit } from "../base/diagnostic.ts";
import type { Call, Declare, Expression, Statement } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { headerText } from "./paste-header.ts";
import { inputText } from "./paste-input.ts";
import { writtenName } from "./hover.ts";

/** One fix for the whole text, so that a paste is one keystroke; none when nothing was pasted. */
export function pasteFix({ syntax, text }: Analysis): readonly QuickFix[] {
  const hasHeader = syntax.statements.some(
    (one) => one.kind === "header" && one.word === "strategy",
  );
  const edits: TextEdit[] = [];
  for (const statement of syntax.statements) {
    const newText = replacement(statement, text, hasHeader);
    if (newText !== null) edits.push({ range: rangeOf(statement), newText });
  }
  if (edits.length === 0) return [];
  return [{ title: "Turn the pasted header and inputs into declarations", edits }];
}

function rangeOf(statement: Statement): { readonly start: number; readonly end: number } {
  const value = "value" in statement ? statement.value : statement;
  return { start: statement.start, end: value.end };
}

function replacement(statement: Statement, text: string, hasHeader: boolean): string | null {
  if (statement.kind === "expression") {
    const call = headerCall(statement.value);
    // A second header would be an error of its own.
    return call === null || hasHeader ? null : headerText(call, text);
  }
  if (statement.kind !== "declare") return null;
  const call = inputCall(statement);
  return call === null ? null : inputText(statement.name.text, statement, call, text);
}

function headerCall(value: Expression): Call | null {
  if (value.kind !== "call" || !value.isComplete || value.callee.kind !== "name") return null;
  const { text } = value.callee;
  return text === "strategy" || text === "indicator" ? value : null;
}

function inputCall({ value, mode }: Declare): Call | null {
  if (value.kind !== "call" || !value.isComplete || mode === "varip") return null;
  const name = writtenName(value.callee);
  return name === "input" || name?.startsWith("input.") === true ? value : null;
}
