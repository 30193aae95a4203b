// The runs that a command of the Runs view is about.
import type { SavedRunInfo } from "@backtestr/hub";
import type { RunsNode } from "./views/runs-tree.ts";

/** The selected runs when the one that was clicked is among them, else that one. */
export function runsOf(clicked: unknown, selected: unknown): readonly SavedRunInfo[] {
  const one = runOf(clicked);
  const all = Array.isArray(selected) ? selected.flatMap((node) => runOf(node) ?? []) : [];
  if (one === null) return all;
  return all.some(({ saved }) => saved === one.saved) ? all : [one];
}

export function runOf(argument: unknown): SavedRunInfo | null {
  return isNode(argument) && argument.kind === "run" ? argument.info : null;
}

function isNode(argument: unknown): argument is RunsNode {
  return typeof argument === "object" && argument !== null && "kind" in argument;
}
