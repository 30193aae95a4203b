// What can be done about a problem at one keystroke: the fixes that its finder gave, and those that
// need the whole text.
import { type Diagnostic, type QuickFix, replaceFix } from "../base/diagnostic.ts";
import type { Code } from "../base/codes.ts";
import type { TextRange } from "../base/text-range.ts";
import type { TreeNode } from "../syntax/children.ts";
import type { Argument, Call, Header } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import { nodePath } from "./node-path.ts";
import { pasteFix } from "./paste-fix.ts";
import { lineStart } from "./visible-names.ts";

type Fixer = (analysis: Analysis, diagnostic: Diagnostic) => readonly QuickFix[];

/** In the order in which they are offered; the first is the likeliest. */
export function fixesFor(analysis: Analysis, diagnostic: Diagnostic): readonly QuickFix[] {
  const more = FIXERS[diagnostic.code];
  return more === undefined
    ? diagnostic.fixes
    : [...diagnostic.fixes, ...more(analysis, diagnostic)];
}

const FIXERS: Readonly<Partial<Record<Code, Fixer>>> = {
  E111: closeBracket,
  E112: (_, { range }) => [replaceFix("Remove the bracket", range, "")],
  E201: (analysis) => pasteFix(analysis),
  E206: percentSign,
  E207: addCapital,
  E215: (_, { range }) => [replaceFix("Write edition 1", range, "1")],
  E305: assignInstead,
  E321: removeArgument,
  E322: removeArgument,
  E323: removeArgument,
  E404: barTime,
  E903: removeLine,
  E905: removeArgument,
  E906: (analysis) => pasteFix(analysis),
  W303: removeArgument,
};

function removal(title: string, range: TextRange): QuickFix {
  return { title, edits: [{ range, newText: "" }] };
}

/** At the end of the line on which the bracket opens. */
function closeBracket({ text }: Analysis, { range }: Diagnostic): readonly QuickFix[] {
  const closer = text[range.start] === "[" ? "]" : ")";
  const [line = ""] = text.slice(range.start).split(/[\r\n]/);
  const code = line.replace(/\s*(\/\/.*)?$/, "");
  const end = range.start + code.length;
  return [replaceFix(`Add \`${closer}\``, { start: end, end }, closer)];
}

function percentSign(_: Analysis, { range, fixes }: Diagnostic): readonly QuickFix[] {
  if (fixes.length > 0) return [];
  return [replaceFix("Make it a percent", { start: range.end, end: range.end }, " %")];
}

function addCapital({ syntax, text }: Analysis): readonly QuickFix[] {
  const headers = syntax.statements.filter((one): one is Header => one.kind === "header");
  const account = headers.find(({ word }) => word === "account");
  const title = "Add `capital = 100_000 USD`";
  if (account !== undefined) {
    const at = { start: account.wordEnd, end: account.wordEnd };
    return [replaceFix(title, at, "\n    capital = 100_000 USD")];
  }
  const last = headers.at(-1);
  if (last === undefined) return [];
  let end = Math.max(last.end, last.wordEnd);
  while (end > 0 && /\s/.test(text[end - 1] ?? "")) end--;
  return [replaceFix(title, { start: end, end }, "\n\naccount\n    capital = 100_000 USD")];
}

/** A second `x = …` most often means `x := …`. */
function assignInstead({ syntax, text }: Analysis, { range }: Diagnostic): readonly QuickFix[] {
  const statement = nodePath(syntax, range.start).find(
    (node) => "kind" in node && node.kind === "declare" && node.name.start === range.start,
  );
  if (statement === undefined || !("kind" in statement) || statement.kind !== "declare") return [];
  const isPlain = statement.type === null && statement.mode === "plain";
  const gap = text.slice(range.end, statement.value.start);
  const start = range.end + gap.indexOf("=");
  if (!isPlain || !gap.includes("=")) return [];
  return [replaceFix("Change it with `:=`", { start, end: start + 1 }, ":=")];
}

function barTime(_: Analysis, { message, range }: Diagnostic): readonly QuickFix[] {
  return message.startsWith("`timenow`")
    ? [replaceFix("Write `time_close`", range, "time_close")]
    : [];
}

function removeLine({ text }: Analysis, { range }: Diagnostic): readonly QuickFix[] {
  const start = lineStart(text, range.start);
  const rest = /[\r\n]+/.exec(text.slice(range.end));
  const end = rest === null ? text.length : range.end + rest.index + rest[0].length;
  return [removal("Remove the line", { start, end })];
}

/** With its name and one comma. */
function removeArgument({ syntax, text }: Analysis, { range }: Diagnostic): readonly QuickFix[] {
  const path = nodePath(syntax, range.start);
  for (const [index, node] of path.entries()) {
    const argument = path[index + 1];
    const isHere = isCall(node) && argument !== undefined && isArgument(argument);
    if (!isHere || argument.start > range.start || argument.end < range.end) continue;
    const isOuter = path.slice(index + 2).some((inner) => isArgument(inner));
    if (isOuter) continue;
    return [removal("Remove the argument", withComma(text, node, argument))];
  }
  return [];
}

function isCall(node: TreeNode): node is Call {
  return "kind" in node && node.kind === "call";
}

function isArgument(node: TreeNode): node is Argument {
  return !("kind" in node) && "value" in node && "name" in node;
}

/** The comma before it, or for the first argument the one behind it. */
function withComma(text: string, call: Call, argument: Argument): TextRange {
  const index = call.arguments.indexOf(argument);
  const before = call.arguments[index - 1];
  if (before !== undefined) return { start: before.end, end: argument.end };
  const after = call.arguments[index + 1];
  const end = after?.start ?? argument.end;
  return { start: argument.start, end: Math.min(end, text.length) };
}
