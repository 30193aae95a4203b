// Turns ranges of a text into places that can be printed.
import { lineIndexOf, positionAt, type TextRange } from "@backtestr/server/compiler";
import type { Place } from "../terminal/problem.ts";
import type { Source } from "./source.ts";

export type PlaceAt = (range: TextRange) => Place;

/** Columns count UTF-16 units from 1, as editors do. A range over several lines ends with its first. */
export function placesIn(source: Source): PlaceAt {
  const index = lineIndexOf(source.text);
  return ({ start, end }) => {
    const { line, character } = positionAt(index, start);
    const from = index.starts[line] ?? 0;
    const text = source.text.slice(from, index.starts[line + 1]).replace(/[\r\n]+$/, "");
    const length = Math.max(1, Math.min(end - start, text.length - character));
    return { file: source.name, at: { line: line + 1, column: character + 1, length, text } };
  };
}
