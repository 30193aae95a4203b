// What a whole check and one around an edit have in common: how they begin and how they end.
import type { TextRange } from "../base/text-range.ts";
import type { Name, Statement } from "../syntax/tree.ts";
import { type Checker, complain } from "./checker.ts";
import type { Ending } from "./memory.ts";
import { type Evaluable, presets, unmet } from "./requirements.ts";
import { innerScope } from "./symbols.ts";
import { newTrace } from "./trace.ts";

type Given = Pick<Checker, "syntax" | "reporter" | "settings" | "annotations" | "changed">;

/** At the begin of a text, or with what an earlier check came to. */
export function newChecker(given: Given, end: Ending | null): Checker {
  const top = innerScope(null);
  let names: ReadonlyMap<string, TextRange> | null = null;
  return {
    ...given,
    ...{ top, scope: top, earlier: new Map() },
    // Asked for problems only.
    globalNames: () => (names ??= namesOf(given.syntax.statements)),
    ...(end ?? newEnding()),
    ...{ frame: null, callDepth: 0, depth: 0, blockDepth: 0, here: 0, trace: newTrace(null) },
  };
}

function newEnding(): Ending {
  return { globals: new Map(), instances: [], byFunction: new Map(), called: new Set() };
}

/** First declarations of the top level, for those who use a name too early. */
function namesOf(statements: readonly Statement[]): ReadonlyMap<string, TextRange> {
  const names = new Map<string, TextRange>();
  for (const statement of statements) {
    const declared = statement.kind === "declareTuple" ? statement.names : nameOf(statement);
    for (const name of declared)
      if (!names.has(name.text)) names.set(name.text, { start: name.start, end: name.end });
  }
  return names;
}

function nameOf(statement: Statement): readonly Name[] {
  const isNamed =
    statement.kind === "declare" || statement.kind === "function" || statement.kind === "parameter";
  return isNamed ? [statement.name] : [];
}

export function reportBrokenDefaults(c: Checker, file: Evaluable): void {
  if (file.requirements.length === 0) return;
  for (const requirement of unmet(file, presets(file.parameters))) {
    complain(
      c,
      "E214",
      requirement.node.condition,
      "The defaults of the parameters break this requirement: change a default.",
    );
  }
}
