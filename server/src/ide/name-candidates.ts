// Completion: what the text itself declares and the caret can see.
import type { Analysis } from "./analysis.ts";
import { type Candidate, Group, fitOf } from "./completion-item.ts";
import { isFunctionBinding, ownSignature } from "./documentation.ts";
import type { Binding } from "./name-unit.ts";
import { visibleNames } from "./visible-names.ts";

/** More names than anybody reads; the nearest are kept. */
const MOST = 100;

export function nameCandidates(
  analysis: Analysis,
  offset: number,
  written: string,
): readonly Candidate[] {
  const fitting = visibleNames(analysis, offset).filter(
    ({ name }) => fitOf(written, name) !== null,
  );
  return nearest(fitting).map((binding) => ({
    label: binding.name,
    kind: kindOf(binding),
    group: binding.kind === "parameter" ? Group.parameter : Group.local,
    detail: detailOf(analysis, binding),
    documentation: { of: "name", declared: binding.node.start },
    ...(binding.kind === "function"
      ? { insert: `${binding.name}($0)`, isSnippet: true as const }
      : {}),
  }));
}

/** Parameters stand behind the others, and are few. */
function nearest(bindings: readonly Binding[]): readonly Binding[] {
  if (bindings.length <= MOST) return bindings;
  const parameters = bindings.filter(({ kind }) => kind === "parameter");
  const others = bindings.filter(({ kind }) => kind !== "parameter");
  return [...others.slice(0, MOST), ...parameters.slice(0, MOST)];
}

function kindOf({ kind }: Binding): Candidate["kind"] {
  if (kind === "function" || kind === "parameter") return kind;
  return "variable";
}

/** What stands on the declaring line, because its type may not be known yet. */
function detailOf({ syntax, text }: Analysis, binding: Binding): string {
  if (isFunctionBinding(binding)) return ownSignature(syntax, binding.statement).label;
  const { statement } = binding;
  if (binding.kind === "argument") return "argument";
  const { start, end } = "value" in statement ? statement.value : statement;
  const [line = ""] = text.slice(start, Math.min(end, start + 60)).split(/[\r\n]/);
  return line.length < end - start ? `${line.slice(0, 50)}…` : line;
}
