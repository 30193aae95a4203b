// The arguments of a pasted call by name, as they are written.
import type { Call, Expression } from "../syntax/tree.ts";

export interface Pasted {
  readonly node: Expression;
  readonly written: string;
}

/** By the name that each has, or that its position gives it; extra ones are numbered. */
export function pastedArguments(
  call: Call,
  text: string,
  order: readonly string[],
): Map<string, Pasted> {
  const found = new Map<string, Pasted>();
  let position = 0;
  for (const { name, value } of call.arguments) {
    const key = name?.text ?? order[position] ?? `argument ${position + 1}`;
    if (name === null) position++;
    found.set(key, { node: value, written: text.slice(value.start, value.end) });
  }
  return found;
}

/** A plain number as it is written, with its sign; null for anything else. */
export function numberText({ node, written }: Pasted): string | null {
  if (node.kind === "number") return written;
  const isSigned = node.kind === "unary" && node.operator === "-" && node.operand.kind === "number";
  return isSigned ? written.replaceAll(/\s/g, "") : null;
}

/** A title as this language writes it. */
export function quoted(value: string): string {
  return `"${value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll(/[\r\n]+/g, " ")}"`;
}

/** Comment lines on what has no place in a declaration; a call over several lines becomes one. */
export function leftOver(rest: ReadonlyMap<string, Pasted>): readonly string[] {
  return [...rest].map(([name, { written }]) => `${name} = ${written.replaceAll(/\s+/g, " ")}`);
}
