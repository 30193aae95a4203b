// Measures and compares the blanks at the beginning of lines. A tab is four columns.
import { Char } from "./chars.ts";

const TAB_COLUMNS = 4;

export interface Indentation {
  readonly start: number;
  readonly end: number;
  readonly column: number;
  readonly hasTab: boolean;
}

export function indentationOf(text: string, lineStart: number, firstToken: number): Indentation {
  let column = 0;
  let hasTab = false;
  for (let at = lineStart; at < firstToken; at++) {
    const isTab = text.charCodeAt(at) === Char.tab;
    column += isTab ? TAB_COLUMNS : 1;
    hasTab ||= isTab;
  }
  return { start: lineStart, end: firstToken, column, hasTab };
}

/**
 * Whether another width of the tab could change which of two lines is deeper. That is so when,
 * after what both begin with, one goes on with tabs and the other with spaces, and they are not
 * whole tabs apart. Blanks before a tab that fill no whole tab are ambiguous by themselves.
 */
export function isAmbiguous(text: string, line: Indentation, reference: Indentation): boolean {
  if (!line.hasTab && !reference.hasTab) return false;
  if (hasLooseBlanks(text, line)) return true;
  const common = commonLength(text, line, reference);
  const isPrefix = line.start + common === line.end || reference.start + common === reference.end;
  return !isPrefix && (line.column - reference.column) % TAB_COLUMNS !== 0;
}

function commonLength(text: string, a: Indentation, b: Indentation): number {
  const longest = Math.min(a.end - a.start, b.end - b.start);
  let length = 0;
  while (
    length < longest &&
    text.charCodeAt(a.start + length) === text.charCodeAt(b.start + length)
  )
    length++;
  return length;
}

function hasLooseBlanks(text: string, line: Indentation): boolean {
  let blanks = 0;
  for (let at = line.start; at < line.end; at++) {
    if (text.charCodeAt(at) !== Char.tab) blanks++;
    else if (blanks % TAB_COLUMNS !== 0) return true;
  }
  return false;
}
