// Finds out what names and dotted names stand for.
import { type QuickFix, isFull, replaceFix } from "../base/diagnostic.ts";
import { nearestName } from "../base/nearest-name.ts";
import { DECLARATION_WORDS } from "../syntax/declaration-words.ts";
import type { Expression, Member, Name } from "../syntax/tree.ts";
import { type Checker, aim, complain, dottedName, isBrokenName, lookUp, noted } from "./checker.ts";
import { visibleNames } from "./globals.ts";
import { isLater, isNamespace } from "./library/later.ts";
import {
  LIBRARY_NAMES,
  type ValueName,
  isFunctionName,
  isValueName,
  valueSpec,
} from "./library/library.ts";
import { type Facts, UNKNOWN, constant, factsOf } from "./types.ts";

export function checkName(c: Checker, node: Name): Facts {
  const symbol = lookUp(c, node.text);
  if (symbol === null) return noted(c, node, checkLibraryName(c, node, node.text));
  switch (symbol.kind) {
    case "function":
      complain(
        c,
        "E328",
        node,
        `\`${node.text}\` is a function: call it with its arguments in brackets.`,
      );
      return noted(c, node, UNKNOWN);
    case "parameter":
      aim(c, node, { kind: "parameter", symbol });
      return noted(c, node, symbol.facts);
    case "variable":
      aim(c, node, { kind: "variable", symbol });
      return noted(c, node, symbol.facts);
  }
}

export function checkMember(c: Checker, node: Member): Facts {
  if (node.name.kind === "missing") return noted(c, node, UNKNOWN);
  const name = dottedName(node);
  const root = rootOf(node);
  const symbol = root === null ? null : lookUp(c, root.text);
  if (name === null || symbol !== null) {
    const message = `Fields of values are not supported yet: \`.${node.name.text}\` cannot be read here.`;
    if (symbol?.kind !== "function") complain(c, "E904", node.name, message);
    return noted(c, node, UNKNOWN);
  }
  return noted(c, node, checkLibraryName(c, node, name));
}

export function rootOf(node: Expression): Name | null {
  let at = node;
  while (at.kind === "member") at = at.object;
  return at.kind === "name" ? at : null;
}

function checkLibraryName(c: Checker, node: Name | Member, name: string): Facts {
  if (isValueName(name)) {
    aim(c, node, { kind: "value", name });
    return factsOfValue(name);
  }
  if (isFunctionName(name)) {
    complain(c, "E328", node, `\`${name}\` is a function: call it with its arguments in brackets.`);
    return UNKNOWN;
  }
  if (!isExplained(c, node, name)) reportUnknown(c, node, name);
  return UNKNOWN;
}

function factsOfValue(name: ValueName): Facts {
  const { type, known, value } = valueSpec(name);
  return value === undefined ? factsOf(type, known) : constant(type, value);
}

/** Says why a name that is none of ours cannot be used, where there is more to say than "unknown". */
export function isExplained(c: Checker, node: Expression, name: string): boolean {
  if (name === "timenow") {
    complain(
      c,
      "E404",
      node,
      "`timenow` is the clock of whoever runs the backtest, which no bar knows: use `time` or `time_close`.",
    );
    return true;
  }
  if (isLater(name)) {
    complain(c, "E902", node, `\`${name}\` is not supported yet.`);
    return true;
  }
  const [root = ""] = name.split(".");
  if (isBrokenName(c, root)) return true;
  const declared = c.globalNames().get(root);
  if (declared === undefined) return false;
  const related = [{ range: declared, message: "declared here" }];
  complain(c, "E304", node, `\`${root}\` is used before it is declared: move its declaration up.`, {
    related,
  });
  return true;
}

function reportUnknown(c: Checker, node: Name | Member, name: string): void {
  c.trace.isRepeatable = false;
  if (isFull(c.reporter)) return;
  const [root = "", ...members] = name.split(".");
  if (members.length > 0 && isNamespace(root)) reportUnknownMember(c, node, name, root);
  else if (members.length === 0 && DECLARATION_WORDS.some((word) => word === name)) {
    complain(
      c,
      "E301",
      node,
      `\`${name}\` is no value; as a declaration it stands at the beginning of a line with its title or its indented keys.`,
    );
  } else {
    const candidates = [
      ...visibleNames(c.scope, c.globals, c.here),
      ...LIBRARY_NAMES.filter((known) => !known.includes(".")),
    ];
    const { advice, fixes } = suggestion(
      members.length === 0 ? nearestName(name, candidates) : null,
      node,
    );
    complain(c, "E301", node, `Nothing is called \`${root}\`${advice}`, { fixes });
  }
}

export function reportUnknownMember(
  c: Checker,
  node: Expression,
  name: string,
  root: string,
): void {
  const candidates = LIBRARY_NAMES.filter((known) => known.startsWith(`${root}.`));
  const { advice, fixes } = suggestion(nearestName(name, candidates), node);
  complain(c, "E303", node, `\`${root}\` has no \`${name.slice(root.length + 1)}\`${advice}`, {
    fixes,
  });
}

export interface Suggestion {
  /** The end of the sentence. */
  readonly advice: string;
  readonly fixes: readonly QuickFix[];
}

export function suggestion(nearest: string | null, node: Expression): Suggestion {
  if (nearest === null) return { advice: ": declare it, or correct the name.", fixes: [] };
  return {
    advice: `: did you mean \`${nearest}\`?`,
    fixes: [replaceFix(`Write \`${nearest}\``, node, nearest)],
  };
}
