// A problem as a compiler shows it: place, code, sentence, the line with carets, what to do.
import { printable } from "@backtestr/hub";
import type { Style } from "./terminal.ts";

export interface Place {
  /** As the user named it. */
  readonly file: string;
  /** From 1, in characters; null when the whole file is meant. */
  readonly at: {
    readonly line: number;
    readonly column: number;
    readonly length: number;
    readonly text: string;
  } | null;
}

export interface Problem {
  readonly severity: "error" | "warning" | "hint";
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
  readonly place: Place | null;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
  readonly causes: readonly string[];
}

/** A problem with nothing but what is given. */
export function problem(more: Partial<Problem> & Pick<Problem, "code" | "message">): Problem {
  return { severity: "error", help: null, place: null, related: [], causes: [], ...more };
}

/** Wider lines are cut around the place. */
const LINE_MAX = 100;

export function problemText(shown: Problem, style: Style): string {
  const tone = shown.severity === "error" ? style.bad : style.caution;
  const head = `${tone(`${shown.severity} ${shown.code}:`)} ${style.strong(printable(shown.message))}`;
  const lines = [
    shown.place === null ? head : `${placeText(shown.place)}: ${head}`,
    ...(shown.place === null ? [] : sourceLines(shown.place, tone, style)),
    ...shown.related.map(
      ({ place, message }) => `  ${style.quiet("see")} ${placeText(place)}: ${printable(message)}`,
    ),
    ...shown.causes.map((cause) => `  ${style.quiet("because")} ${printable(cause)}`),
    ...(shown.help === null ? [] : [`  ${style.quiet("help:")} ${printable(shown.help)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

export function placeText({ file, at }: Place): string {
  return at === null ? printable(file) : `${printable(file)}:${at.line}:${at.column}`;
}

function sourceLines(
  place: Place,
  tone: (text: string) => string,
  style: Style,
): readonly string[] {
  if (place.at === null) return [];
  const { line, column, length, text } = place.at;
  const from = Math.max(0, Math.min(column - 1 - LINE_MAX / 2, text.length - LINE_MAX));
  const part = text.slice(from, from + LINE_MAX);
  const before = part.slice(0, column - 1 - from);
  // Tabs stay tabs, so that the carets stand under their characters.
  const indent = before.replace(/[^\t]/gu, " ");
  const width = Math.max(1, Math.min(length, part.length - before.length));
  const number = String(line);
  const empty = " ".repeat(number.length);
  return [
    `  ${style.quiet(`${number} |`)} ${printable(part)}`,
    `  ${style.quiet(`${empty} |`)} ${indent}${tone("^".repeat(width))}`,
  ];
}
