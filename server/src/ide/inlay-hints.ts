// Hints between the text: types and units of declared names, names of arguments.
import type { TextRange } from "../base/text-range.ts";
import { type TreeNode, visitChildren } from "../syntax/children.ts";
import type { Call, Declare, DeclareTuple, Expression, Name, Statement } from "../syntax/tree.ts";
import { Qualifier } from "../semantic/types.ts";
import type { Analysis } from "./analysis.ts";
import { factsOfName, targetOfNode } from "./facts.ts";
import { unitOf } from "./units.ts";
import { knownWhen, typeWord, unitPhrase } from "./wording.ts";

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly kind: "type" | "parameter";
  readonly tooltip: string;
}

export function inlayHintsIn(analysis: Analysis, range: TextRange): readonly InlayHint[] {
  const hints: InlayHint[] = [];
  const visit = (node: TreeNode): void => {
    if (node.end < range.start || node.start > range.end) return;
    if ("kind" in node) hints.push(...hintsOf(analysis, node));
    visitChildren(node, visit);
  };
  for (const statement of analysis.syntax.statements) visit(statement);
  return hints
    .filter(({ offset }) => offset >= range.start && offset <= range.end)
    .sort((a, b) => a.offset - b.offset);
}

function hintsOf(analysis: Analysis, node: Statement | Expression): readonly InlayHint[] {
  switch (node.kind) {
    case "declare":
      return declareHints(analysis, node);
    case "declareTuple":
      return tupleHints(analysis, node);
    case "call":
      return callHints(analysis, node);
    default:
      return [];
  }
}

/** Literals and typed declarations say themselves what they are. */
function declareHints(analysis: Analysis, node: Declare): readonly InlayHint[] {
  const isTyped = node.type !== null && node.type.name !== "";
  return isTyped || isLiteral(node.value) ? [] : nameHint(analysis, node.name, node.value);
}

function tupleHints(analysis: Analysis, node: DeclareTuple): readonly InlayHint[] {
  return node.names.flatMap((name) => nameHint(analysis, name, null));
}

function nameHint(analysis: Analysis, name: Name, value: Expression | null): readonly InlayHint[] {
  const facts = factsOfName(analysis, name);
  if (facts === null || facts.type === "void") return [];
  const isFixed = facts.qualifier === Qualifier.input || facts.qualifier === Qualifier.simple;
  const unit = value === null ? null : unitOf(analysis, value);
  const counted = unit === null ? "" : ` ${UNIT_WORDS[unit]}`;
  const label = `: ${isFixed ? "fixed " : ""}${typeWord(facts.type)}${counted}`;
  const about = unit === null ? "" : `, ${unitPhrase(unit)}`;
  const tooltip = `${typeWord(facts.type)}${about}; ${knownWhen(facts)}`;
  return [{ offset: name.end, label, kind: "type", tooltip }];
}

const UNIT_WORDS = {
  price: "price",
  ticks: "ticks",
  money: "money",
  quantity: "contracts",
  bars: "bars",
  percent: "%",
  percentPoints: "%",
} as const;

/** Only before literals, where the value does not say what it is for. */
function callHints(analysis: Analysis, node: Call): readonly InlayHint[] {
  const names = parameterNames(analysis, node);
  const hints: InlayHint[] = [];
  for (const [index, { name, value }] of node.arguments.entries()) {
    const parameter = names[index];
    if (name !== null || parameter === undefined || !isPlain(value)) continue;
    hints.push({
      ...{ offset: value.start, label: `${parameter}:`, kind: "parameter" },
      tooltip: `the argument \`${parameter}\``,
    });
  }
  return hints;
}

function parameterNames(analysis: Analysis, node: Call): readonly string[] {
  const target = targetOfNode(analysis, node);
  if (target?.kind === "userCall")
    return target.instance.symbol.node.parameters.map(({ name }) => name.text);
  // A single argument needs no name.
  return target?.kind === "call" && target.parameters.length > 1 ? target.parameters : [];
}

function isPlain(value: Expression): boolean {
  if (value.kind === "unary") return isPlain(value.operand);
  return value.kind === "number" || value.kind === "bool" || value.kind === "percent";
}

function isLiteral(value: Expression): boolean {
  return isPlain(value) || value.kind === "text" || value.kind === "color";
}
