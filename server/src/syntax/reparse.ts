// Parses a text again after an edit: only the statements around it, when they can be told apart from
// the rest beyond doubt. The result equals that of `parseFile`, which is used in every other case.
//
// Why a part can be parsed alone: a statement at the margin, whose brackets before it are all closed,
// finds layout and parser in the state in which a file begins. What follows the edit is taken over
// when the new parse arrives at such a statement of the old one.
import type { Diagnostic } from "../base/diagnostic.ts";
import { LIMITS, isTooLarge } from "../base/limits.ts";
import type { TextRange } from "../base/text-range.ts";
import { byPlace, namesOf, parseFile, sizeProblem } from "./parse.ts";
import { isStatementWord } from "./brackets.ts";
import { type Comment, type TokenColumns, tokenFrom } from "./lexer.ts";
import { movedStatements } from "./move.ts";
import { Token, type TokenKind } from "./token.ts";
import type { BrokenName, SyntaxFile } from "./tree.ts";

export interface Edit {
  /** In the old text. */
  readonly range: TextRange;
  readonly newText: string;
}

/**
 * The tree of the text after an edit. The old tree is used up: parts of it are moved into the new
 * one, so that it must not be read any more.
 */
export function reparsed(before: SyntaxFile, edit: Edit, text: string): SyntaxFile {
  const part = partAround(before, edit, text);
  return part === null ? parseFile(text) : joined(before, part, text);
}

/** Statements from `first` up to and without `end` are replaced by those of a new part. */
interface Part {
  readonly first: number;
  readonly end: number;
  /** Offsets of the part in the old text. */
  readonly from: number;
  readonly to: number;
  /** By how much everything behind the part moves. */
  readonly shift: number;
  readonly file: SyntaxFile;
  /** Whether the part reaches to the end of the text. */
  readonly isLast: boolean;
}

/** How many statements behind the edit are parsed with it, at most. */
const REACH = [2, 8, 40];

function partAround(before: SyntaxFile, edit: Edit, text: string): Part | null {
  if (!canBeParted(before) || isBeyondLimits(before, edit, text)) return null;
  const begin = beginOf(before, edit);
  let behind = cleanBehind(before, lastBefore(before, edit.range.end) + 1);
  for (const reach of REACH) {
    const end = behind === null ? null : cleanBehind(before, behind + reach);
    const part = partUpTo(before, begin, end, text);
    if (part === null) return null;
    if (part.isLast || behind === null || landsAt(before, part, behind)) return part;
    behind = end;
  }
  return null;
}

/** Lines are counted only where there may be more of them than before. */
function isBeyondLimits(before: SyntaxFile, { range, newText }: Edit, text: string): boolean {
  const mayAddLines = /[\r\n]/.test(newText) || before.text[range.start - 1] === "\r";
  return mayAddLines ? sizeProblem(text) !== null : isTooLarge(text);
}

type Begin = Pick<Part, "first" | "from" | "shift">;

/** The statement before the one in which the edit begins: the edit can change where that one ends. */
function beginOf(before: SyntaxFile, { range, newText }: Edit): Begin {
  const inner = cleanBefore(before, lastBefore(before, range.start));
  const first = inner === null ? 0 : (cleanBefore(before, inner - 1) ?? 0);
  const from = first === 0 ? 0 : startOf(before, first);
  return { first, from, shift: newText.length - (range.end - range.start) };
}

function startOf({ statements, text }: SyntaxFile, index: number): number {
  return statements[index]?.start ?? text.length;
}

/** The part from a begin up to a statement, or to the end of the text. */
function partUpTo(before: SyntaxFile, begin: Begin, end: number | null, text: string): Part | null {
  const { length } = before.statements;
  const to = end === null ? before.text.length : startOf(before, end);
  const file = parseFile(text.slice(begin.from, to + begin.shift));
  if (!canBeParted(file)) return null;
  return { ...begin, to, file, end: end ?? length, isLast: end === null };
}

function canBeParted({ diagnostics, isRefused, tokens, text }: SyntaxFile): boolean {
  const isNear = diagnostics.length * 2 > LIMITS.diagnostics;
  if (isRefused || isNear || tokens.kinds.length === 0) return false;
  return text.charCodeAt(0) !== 0xfeff && !diagnostics.some(changesMargin);
}

/** Indentation at the top level, which layout takes as a second margin for the rest of the text. */
function changesMargin({ code, fixes }: Diagnostic): boolean {
  if (code === "E005") return true;
  const isIndentation = code === "E107" || code === "E108";
  return isIndentation && fixes.some(({ edits }) => edits.some(({ newText }) => newText === ""));
}

/** The index of the last statement that begins before an offset, -1 for none. */
function lastBefore({ statements }: SyntaxFile, offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((statements[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function cleanBefore(file: SyntaxFile, from: number): number | null {
  for (let index = from; index > 0; index--) if (isClean(file, index)) return index;
  return null;
}

function cleanBehind(file: SyntaxFile, from: number): number | null {
  for (let index = Math.max(1, from); index < file.statements.length; index++)
    if (isClean(file, index)) return index;
  return null;
}

/** Whether the part has a statement of its own where the old text has the given one. */
function landsAt(before: SyntaxFile, { file, from, shift }: Part, behind: number): boolean {
  const offset = startOf(before, behind) + shift - from;
  const index = lastBefore(file, offset + 1);
  return index >= 0 && startOf(file, index) === offset && (offset === 0 || isClean(file, index));
}

/** Whether nothing before a statement can change how it is read. */
function isClean({ statements, tokens }: SyntaxFile, index: number): boolean {
  const start = statements[index]?.start ?? 0;
  const token = tokenAt(tokens, start);
  const isAtMargin = tokens.lineStarts[token] === start && tokens.starts[token] === start;
  if (!isAtMargin || tokens.kinds[token] === Token.else) return false;
  const last = tokens.kinds[token - 1];
  const isBegin = last === Token.newline || last === Token.dedent;
  return isBegin && areBracketsClosed(tokens, token - 1);
}

/** The first token that stands for characters at an offset. */
function tokenAt(tokens: TokenColumns, offset: number): number {
  const { starts, ends } = tokens;
  let index = tokenFrom(tokens, offset);
  while (index < starts.length && starts[index] === ends[index] && starts[index] === offset)
    index++;
  return index;
}

/** How far back brackets are compared; further back a text is taken to be unclear. */
const BRACKETS_REACH = 4_000;

/** Whether all brackets are paired from the last line on that ends open ones. */
function areBracketsClosed(tokens: TokenColumns, from: number): boolean {
  const open: TokenKind[] = [];
  for (let index = from; index >= 0; index--) {
    if (from - index > BRACKETS_REACH) return false;
    const kind = tokens.kinds[index] ?? Token.end;
    const closer = closerOf(kind);
    if (kind === Token.rightParen || kind === Token.rightBracket) open.push(kind);
    else if (closer !== null && open.pop() !== closer) return false;
    else if (endsBrackets(tokens, index)) break;
  }
  return open.length === 0;
}

function closerOf(kind: TokenKind): TokenKind | null {
  if (kind === Token.leftParen) return Token.rightParen;
  return kind === Token.leftBracket ? Token.rightBracket : null;
}

/** A line that cannot stand inside brackets. */
function endsBrackets({ kinds, lineStarts }: TokenColumns, index: number): boolean {
  const kind = kinds[index];
  if ((lineStarts[index] ?? -1) < 0) return false;
  return kind === Token.declaration || isStatementWord(kind);
}

function joined(before: SyntaxFile, part: Part, text: string): SyntaxFile {
  const { first, end, from, shift, file } = part;
  const firstId = before.firstIds[first] ?? 0;
  const oldId = before.firstIds[end] ?? before.nodeCount;
  const idShift = firstId + file.nodeCount - oldId;
  const behind = before.statements.slice(end);
  movedStatements(file.statements, from, firstId);
  movedStatements(behind, shift, idShift);
  const brokenPlaces = spliced(before.brokenPlaces, file.brokenPlaces, part, movedName);
  return {
    text,
    statements: before.statements.slice(0, first).concat(file.statements, behind),
    tokens: joinedTokens(before.tokens, file.tokens, part),
    comments: spliced(before.comments, file.comments, part, movedComment),
    diagnostics: joinedDiagnostics(before, part),
    isRefused: false,
    brokenPlaces,
    brokenNames: namesOf(brokenPlaces),
    firstIds: before.firstIds.slice(0, first).concat(
      file.firstIds.map((id) => id + firstId),
      before.firstIds.slice(end).map((id) => id + idShift),
    ),
    nodeCount: before.nodeCount + idShift,
  };
}

function movedName({ name, start }: BrokenName, by: number): BrokenName {
  return { name, start: start + by };
}

function movedComment({ start, end, isDoc }: Comment, by: number): Comment {
  return { start: start + by, end: end + by, isDoc };
}

/** What lies outside the part, and what the part gives, each at its new place. */
function spliced<T extends { readonly start: number }>(
  old: readonly T[],
  fresh: readonly T[],
  { from, to, shift, isLast }: Part,
  place: (one: T, by: number) => T,
): T[] {
  const later = isLast ? [] : old.filter(({ start }) => start >= to);
  return old
    .filter(({ start }) => start < from)
    .concat(
      fresh.map((one) => place(one, from)),
      shift === 0 ? later : later.map((one) => place(one, shift)),
    );
}

/** In place, as with the tree: a long text has more tokens than an edit may copy. */
function joinedTokens(old: TokenColumns, fresh: TokenColumns, part: Part): TokenColumns {
  const begin = part.first === 0 ? 0 : tokenAt(old, part.from);
  const stop = part.isLast ? old.kinds.length : tokenAt(old, part.to);
  // The part's own end is none when something follows.
  const count = fresh.kinds.length - (part.isLast ? 0 : 1);
  const end = begin + count;
  replace(old.kinds, begin, stop, fresh.kinds, count);
  for (const column of ["starts", "ends", "lineStarts"] as const) {
    const values = old[column];
    replace(values, begin, stop, fresh[column], count);
    shift(values, begin, end, part.from);
    shift(values, end, values.length, part.shift);
  }
  return old;
}

/** As many arguments as any call takes. */
const AT_ONCE = 1_000;

/** Puts the first values of another list in the place of some. */
function replace<T>(
  values: T[],
  begin: number,
  stop: number,
  fresh: readonly T[],
  count: number,
): void {
  const same = Math.min(count, stop - begin);
  for (let index = 0; index < same; index++) {
    const value = fresh[index];
    if (value !== undefined) values[begin + index] = value;
  }
  values.splice(begin + same, stop - begin - same);
  for (let from = same; from < count; from += AT_ONCE)
    values.splice(begin + from, 0, ...fresh.slice(from, Math.min(count, from + AT_ONCE)));
}

/** Moves offsets to their new place; -1 stands for none. */
function shift(values: number[], from: number, end: number, by: number): void {
  if (by === 0) return;
  for (let index = from; index < end; index++) {
    const value = values[index] ?? -1;
    if (value >= 0) values[index] = value + by;
  }
}

function joinedDiagnostics(before: SyntaxFile, part: Part): readonly Diagnostic[] {
  const { from, to, shift, file, isLast } = part;
  const kept = before.diagnostics.filter(({ range }) => range.start < from);
  const later = isLast ? [] : before.diagnostics.filter(({ range }) => range.start >= to);
  return byPlace([
    ...kept,
    ...file.diagnostics.map((one) => movedDiagnostic(one, from)),
    ...later.map((one) => movedDiagnostic(one, shift)),
  ]);
}

function movedDiagnostic(one: Diagnostic, by: number): Diagnostic {
  const moved = ({ start, end }: TextRange): TextRange => ({ start: start + by, end: end + by });
  return {
    ...one,
    range: moved(one.range),
    related: one.related.map(({ range, message }) => ({ range: moved(range), message })),
    fixes: one.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ range, newText }) => ({ range: moved(range), newText })),
    })),
  };
}
