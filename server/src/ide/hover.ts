// What a name or literal under the caret is: type, unit, when it is known, documentation, formula.
import type { TextRange } from "../base/text-range.ts";
import type { TreeNode } from "../syntax/children.ts";
import type { Argument, Call, DeclareFunction, Expression, Header, Name } from "../syntax/tree.ts";
import { functionSpec, isFunctionName } from "../semantic/library/library.ts";
import { Qualifier } from "../semantic/types.ts";
import type { Analysis } from "./analysis.ts";
import {
  codeBlock,
  isFunctionBinding,
  keyDoc,
  libraryDoc,
  ownDoc,
  ownSignature,
  parameterDoc,
} from "./documentation.ts";
import { factsOfName, factsOfNode, firstInstance, targetOfNode } from "./facts.ts";
import { bindingAt } from "./name-table.ts";
import type { Binding } from "./name-unit.ts";
import { nodePath } from "./node-path.ts";
import { parameterLine } from "./parameter-line.ts";
import { unitOf } from "./units.ts";
import { knownWhen, typeWord, unitPhrase } from "./wording.ts";

export interface Hover {
  readonly range: TextRange;
  readonly markdown: string;
}

export function hoverAt(analysis: Analysis, offset: number): Hover | null {
  const path = nodePath(analysis.syntax, offset);
  const node = path.at(-1);
  if (node === undefined) return null;
  const markdown =
    "kind" in node && node.kind === "name"
      ? nameHover(analysis, path, node)
      : literalHover(analysis, node);
  if (markdown === null) return null;
  return { range: { start: node.start, end: node.end }, markdown };
}

function nameHover(analysis: Analysis, path: readonly TreeNode[], node: Name): string | null {
  const binding = bindingAt(analysis.names, node.start);
  if (binding !== null) return bindingDoc(analysis, binding, node);
  const parent = path.at(-2);
  const owner = path.at(-3);
  if (parent !== undefined && "key" in parent && parent.key === node)
    return keyDoc(wordOf(path), node.text);
  if (parent !== undefined && isArgument(parent) && parent.name === node && isCall(owner))
    return argumentDoc(owner, node.text);
  return libraryHover(analysis, path, node);
}

function wordOf(path: readonly TreeNode[]): string {
  const header = path.find((one): one is Header => "kind" in one && one.kind === "header");
  return header?.word ?? "";
}

function isArgument(node: TreeNode): node is Argument {
  return !("kind" in node) && "value" in node && "name" in node;
}

function isCall(node: TreeNode | undefined): node is Call {
  return node !== undefined && "kind" in node && node.kind === "call";
}

function argumentDoc(call: Call, label: string): string | null {
  const name = writtenName(call.callee);
  return name === null ? null : libraryArgumentDoc(name, label);
}

export function libraryArgumentDoc(name: string, label: string): string | null {
  if (!isFunctionName(name)) return null;
  for (const { parameters } of functionSpec(name).signatures) {
    const spec = parameters.find((one) => one.name === label);
    if (spec !== undefined) return `\`${label}\` of \`${name}\`\n\n${parameterDoc(spec)}`;
  }
  return null;
}

/** `ta.ema` for a chain of names. */
export function writtenName(node: Expression): string | null {
  if (node.kind === "name") return node.text;
  if (node.kind !== "member" || node.name.kind !== "name") return null;
  const object = writtenName(node.object);
  return object === null ? null : `${object}.${node.name.text}`;
}

/** Of the longest dotted name that ends here. */
function libraryHover(analysis: Analysis, path: readonly TreeNode[], node: Name): string | null {
  const whole = dottedNameAround(path, node);
  const name = writtenName(whole);
  const doc = name === null ? null : libraryDoc(name);
  if (doc === null) return null;
  const call = path.find((one): one is Call => isCall(one) && one.callee === whole);
  return call === undefined ? doc : doc + resultPart(analysis, call);
}

function dottedNameAround(path: readonly TreeNode[], node: Name): Expression {
  const parent = path.at(-2);
  const isMember = parent !== undefined && "kind" in parent && parent.kind === "member";
  return isMember && parent.name === node ? parent : node;
}

function resultPart(analysis: Analysis, node: Call): string {
  const facts = factsOfNode(analysis, node);
  if (facts === null || facts.type === "void") return "";
  return `\n\nThis call gives ${typeWord(facts.type)}${unitPart(analysis, node)}: ${knownWhen(facts)}.`;
}

function unitPart(analysis: Analysis, node: Expression): string {
  const unit = unitOf(analysis, node);
  return unit === null ? "" : ` ${unitPhrase(unit)}`;
}

/** Also for completion, which shows it beside a declared name. */
export function bindingDoc(analysis: Analysis, binding: Binding, node: Name): string {
  const parts = [codeBlock(heading(analysis, binding, node)), meaning(analysis, binding, node)];
  const doc = ownDoc(analysis.syntax, binding.statement.start);
  if (doc !== null && binding.kind !== "argument") parts.push(doc);
  return parts.filter((part) => part !== "").join("\n\n");
}

function heading(analysis: Analysis, binding: Binding, node: Name): string {
  if (isFunctionBinding(binding)) return functionHeading(analysis, binding);
  if (binding.kind === "parameter") {
    const info = analysis.checked.parameters.find(({ name }) => name === binding.name);
    return `param ${binding.name}${info === undefined ? "" : `: ${info.type}`}`;
  }
  const facts = factsOfName(analysis, node) ?? factsOfName(analysis, binding.node);
  return `${binding.name}${facts === null ? "" : `: ${typeWord(facts.type)}`}`;
}

function functionHeading(
  analysis: Analysis,
  binding: Binding & { readonly statement: DeclareFunction },
): string {
  const { label } = ownSignature(analysis.syntax, binding.statement);
  const called = firstInstance(analysis.checked, binding.statement);
  const type = called === null ? "?" : typeWord(called.result.type);
  return type === "?" ? label : `${label} → ${type}`;
}

function meaning(analysis: Analysis, binding: Binding, node: Name): string {
  if (binding.kind === "parameter") return parameterLine(analysis, binding.name);
  if (binding.kind === "function") return "A function of this text; each call has its own state.";
  const facts = factsOfName(analysis, node) ?? factsOfName(analysis, binding.node);
  if (facts === null) return "";
  const who = binding.kind === "argument" ? "In the first call it" : "It";
  const verb = facts.qualifier === Qualifier.series ? "" : " is";
  return `${who}${verb} ${knownWhen(facts)}.${declarationNotes(analysis, binding)}`;
}

function declarationNotes(analysis: Analysis, { kind, statement }: Binding): string {
  if (kind !== "variable" || statement.kind !== "declare") return "";
  const unit = unitOf(analysis, statement.value);
  const counted = unit === null ? "" : ` Counted ${unitPhrase(unit)}.`;
  return statement.mode === "var" ? `${counted} Keeps its value from bar to bar.` : counted;
}

function literalHover(analysis: Analysis, node: TreeNode): string | null {
  if (!("kind" in node)) return null;
  switch (node.kind) {
    case "percent":
      return `${node.points} % is the fraction ${node.value}.`;
    case "unit":
      return `${node.value} ${node.word}: an amount with its unit.`;
    case "span":
      return `A timeframe of ${node.count} ${SPANS[node.unit]}${node.count === 1 ? "" : "s"}. Periods are aligned to the session.`;
    case "date":
      return node.hasTime
        ? "A moment in the data's zone; as an end it is not included."
        : "A day in the data's zone; as an end it is included whole.";
    case "history":
      return targetOfNode(analysis, node) === undefined
        ? "The value of so many bars ago; `na` before the first bar."
        : null;
    default:
      return null;
  }
}

const SPANS = {
  s: "second",
  m: "minute",
  h: "hour",
  d: "session day",
  w: "week",
  mo: "month",
} as const;
