// What axe finds in a drawn panel, and what its policy refused.
import { readFileSync } from "node:fs";
import type { Frame } from "playwright-core";

const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface AxeNode {
  readonly html: string;
  readonly failureSummary?: string;
}

interface Axe {
  readonly run: (
    where: Document,
    how: { readonly runOnly: string[] },
  ) => Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly AxeNode[] }[];
  }>;
}

declare global {
  interface Window {
    readonly axe: Axe;
  }
}

/** What axe finds, a line a fault. The script goes in from outside, so that the policy stays as shipped. */
export async function faultsOfAxe(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, { runOnly: rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
    );
  }, RULES);
}

export async function violationsOf(frame: Frame): Promise<unknown> {
  return frame.evaluate((): unknown => Reflect.get(window, "violations"));
}
