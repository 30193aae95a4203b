// Gives a declared name another one, everywhere in the text, or says why that cannot be.
import type { TextEdit } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import { isNamespace } from "../semantic/library/later.ts";
import { isFunctionName, isValueName } from "../semantic/library/library.ts";
import { parseFile } from "../syntax/parse.ts";
import { KEYWORDS } from "../syntax/token.ts";
import type { SyntaxFile } from "../syntax/tree.ts";
import type { Analysis } from "./analysis.ts";
import {
  type NameTable,
  bindingAt,
  emptyNameTable,
  mentionsIn,
  nameTableOf,
} from "./name-table.ts";
import { bindingUnder, occurrencesOf } from "./references.ts";
import { wordAt } from "./tokens.ts";

export type Renaming =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly message: string };

export type RenameStart =
  | { readonly ok: true; readonly range: TextRange; readonly name: string }
  | { readonly ok: false; readonly message: string };

export function renameStart(analysis: Analysis, offset: number): RenameStart {
  const { start, end } = wordAt(analysis.text, offset);
  const name = analysis.text.slice(start, end);
  if (bindingUnder(analysis, offset) !== null) return { ok: true, range: { start, end }, name };
  if (name === "") return refused("No name stands here: put the caret on one.");
  if (isLibraryName(name) || analysis.text[start - 1] === ".")
    return refused(`\`${name}\` is part of the library, which cannot be renamed.`);
  return refused(`\`${name}\` is not a name that this text declares.`);
}

function refused(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function isLibraryName(name: string): boolean {
  return isFunctionName(name) || isValueName(name) || isNamespace(name);
}

export function renamed(analysis: Analysis, offset: number, newName: string): Renaming {
  const start = renameStart(analysis, offset);
  if (!start.ok) return start;
  const binding = bindingUnder(analysis, offset);
  if (binding === null) return refused("No name stands here: put the caret on one.");
  const problem = problemOf(newName);
  if (problem !== null) return refused(problem);
  const edits = occurrencesOf(analysis, binding).map(({ range }) => ({ range, newText: newName }));
  return isSound(analysis, edits, newName)
    ? { ok: true, edits }
    : refused(`\`${newName}\` would mean something else in some place: choose another name.`);
}

function problemOf(name: string): string | null {
  if (!/^[A-Za-z_]\w*$/.test(name) || name === "_")
    return `\`${name}\` is not a name: write letters, digits and \`_\`, beginning with a letter.`;
  if (KEYWORDS.has(name)) return `\`${name}\` is a word of the language: choose another name.`;
  return isLibraryName(name)
    ? `\`${name}\` already means something in the library: choose another name.`
    : null;
}

/** Whether afterwards every name stands for the same declaration as before, and the text reads the same. */
function isSound(
  { syntax, names, text }: Analysis,
  edits: readonly TextEdit[],
  newName: string,
): boolean {
  const after = parseFile(applied(text, edits));
  const moved = (offset: number): number => movedOffset(offset, edits, newName.length);
  return (
    sameShape(syntax, after) && sameMeaning(names, nameTableOf(after, emptyNameTable()), moved)
  );
}

function sameShape(before: SyntaxFile, after: SyntaxFile): boolean {
  const [kinds, others] = [before.tokens.kinds, after.tokens.kinds];
  return kinds.length === others.length && kinds.every((kind, index) => kind === others[index]);
}

function sameMeaning(
  before: NameTable,
  after: NameTable,
  moved: (offset: number) => number,
): boolean {
  const old = mentionsIn(before);
  if (old.length !== mentionsIn(after).length) return false;
  return old.every(
    ({ mention, binding }) =>
      bindingAt(after, moved(mention.node.start))?.node.start === moved(binding.node.start),
  );
}

function movedOffset(offset: number, edits: readonly TextEdit[], length: number): number {
  let shift = 0;
  for (const { range } of edits) {
    if (range.start >= offset) break;
    shift += length - (range.end - range.start);
  }
  return offset + shift;
}

/** The text after edits that are sorted and do not overlap. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { range, newText } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    result += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return result + text.slice(at);
}
