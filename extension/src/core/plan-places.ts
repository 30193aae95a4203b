// Where the parts of a plan stand in a text, by line and column, as reports and sentences name them.
import type { PlanPlaces, SourcePlace } from "@backtestr/hub";
import { lineAt, lineStarts } from "./line-values.ts";
import type { CompiledStrategy, Range } from "./strategy.ts";

export function planPlaces({ text, places }: CompiledStrategy): PlanPlaces {
  const starts = lineStarts(text);
  const lines = text.split("\n");
  const at = ({ start, end }: Range): SourcePlace => {
    const line = lineAt(starts, start);
    const column = start - (starts[line] ?? 0) + 1;
    return { line: line + 1, column, length: Math.max(1, end - start), text: lines[line] ?? "" };
  };
  return {
    statementCount: places.statements.length,
    ofStatement: (statement) => {
      const place = places.statements[statement];
      return place === undefined ? null : at({ start: place.start, end: place.headEnd });
    },
    ofNode: (node) => {
      const place = places.nodes[node];
      return place === undefined ? null : at(place);
    },
  };
}
