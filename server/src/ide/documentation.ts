// What is said about names of the library, keys and declared names: headings and Markdown.
import { ACCOUNT_KEYS, DATA_KEYS, type KeySpec, STRATEGY_KEYS } from "../semantic/keys.ts";
import { FORMULAS } from "../semantic/library/formulas.ts";
import {
  type FunctionName,
  type ValueName,
  functionSpec,
  isFunctionName,
  isValueName,
  valueSpec,
} from "../semantic/library/library.ts";
import type {
  FunctionSpec,
  ParameterSpec,
  SignatureSpec,
  ValueSpec,
} from "../semantic/library/spec.ts";
import { Qualifier } from "../semantic/types.ts";
import type { DeclareFunction, SyntaxFile } from "../syntax/tree.ts";
import type { Binding } from "./name-unit.ts";
import { demand, parameterTypeWord, qualifierWord, resultWord, unitPhrase } from "./wording.ts";

/** `ta.ema(source, length)`: for headings and for signature help. */
export interface SignatureText {
  readonly label: string;
  /** Where each parameter stands in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
}

export function codeBlock(code: string): string {
  return `\`\`\`backtestr\n${code}\n\`\`\``;
}

export function signatureText(name: string, signature: SignatureSpec): SignatureText {
  const shown = signature.parameters
    .filter(({ later }) => later === undefined)
    .map((parameter) => parameterText(parameter));
  const result = resultWord(signature.result);
  const tail = `${signature.isVariadic ? ", …" : ""})${result === "" ? "" : ` → ${result}`}`;
  return joinedText(`${name}(`, shown, tail);
}

/** Also used for functions of the text. */
export function joinedText(head: string, parts: readonly string[], tail: string): SignatureText {
  let label = head;
  const parameters = parts.map((part, index) => {
    if (index > 0) label += ", ";
    const start = label.length;
    label += part;
    return { start, end: label.length };
  });
  return { label: label + tail, parameters };
}

function parameterText({ name, type, isOptional }: ParameterSpec): string {
  return `${name}${isOptional === true ? "?" : ""}: ${parameterTypeWord(type)}`;
}

/** One sentence on a parameter: what it is, its unit, what is demanded. */
export function parameterDoc(spec: ParameterSpec): string {
  const { doc, unit, known, least, isOptional } = spec;
  const demanded = [
    unit === undefined ? "" : unitPhrase(unit),
    demand(known),
    least === undefined ? "" : `at least ${least}`,
    isOptional === true ? "may be left out" : "",
  ].filter((part) => part !== "");
  return demanded.length === 0 ? doc : `${doc} *${demanded.join("; ")}*`;
}

export function libraryDoc(name: string): string | null {
  if (isFunctionName(name)) return functionDoc(name);
  return isValueName(name) ? valueDoc(name) : null;
}

function functionDoc(name: FunctionName): string {
  const spec = functionSpec(name);
  const heads = spec.signatures.map((signature) => signatureText(name, signature).label);
  return [
    codeBlock(heads.join("\n")),
    spec.doc,
    ...formulaPart(name),
    parametersPart(spec),
    notesPart(spec),
    `Example:\n${codeBlock(spec.example)}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function formulaPart(name: FunctionName): readonly string[] {
  const formula = FORMULAS[name];
  return formula === undefined ? [] : [`Formula: \`${formula}\``];
}

/** Of the longest signature, which has the parameters of the others. */
function parametersPart(spec: FunctionSpec): string {
  const longest = spec.signatures.reduce((most, one) =>
    one.parameters.length > most.parameters.length ? one : most,
  );
  return longest.parameters
    .filter(({ later }) => later === undefined)
    .map((parameter) => `- \`${parameter.name}\`: ${parameterDoc(parameter)}`)
    .join("\n");
}

function notesPart({ isStateful, warmup, isTopLevelOnly }: FunctionSpec): string {
  const notes: string[] = [];
  if (isStateful) notes.push("Keeps history: it runs on every bar, wherever it stands.");
  if (isStateful && warmup !== "0") notes.push(`First value on bar \`${warmup}\`, counted from 0.`);
  if (isTopLevelOnly === true) notes.push("Stands outside blocks and functions.");
  return notes.join(" ");
}

function valueDoc(name: ValueName): string {
  const spec: ValueSpec = valueSpec(name);
  const unconfirmed = spec.isUnconfirmed === true ? "It must not reach an order." : "";
  const when =
    spec.known === Qualifier.series ? "Can change from bar to bar." : "Fixed for the run.";
  return [
    codeBlock(`${name}: ${spec.type}`),
    `${spec.doc}${unconfirmed === "" ? "" : ` ${unconfirmed}`}`,
    when,
    `Example:\n${codeBlock(spec.example)}`,
  ].join("\n\n");
}

/** The heading of a library name without its documentation, for a list. */
export function libraryDetail(name: string): string {
  if (isFunctionName(name)) return signatureText(name, functionSpec(name).signatures[0]).label;
  if (!isValueName(name)) return "";
  const { type, known } = valueSpec(name);
  return `${qualifierWord(known)} ${type}`;
}

export function keyTable(word: string): Readonly<Record<string, KeySpec>> {
  if (word === "data") return DATA_KEYS;
  if (word === "account") return ACCOUNT_KEYS;
  return word === "strategy" ? STRATEGY_KEYS : {};
}

export function keyDoc(word: string, key: string): string | null {
  const table = keyTable(word);
  const spec = Object.hasOwn(table, key) ? table[key] : undefined;
  if (spec === undefined) return null;
  const later = spec.later === undefined ? "" : `\n\nNot supported yet: ${spec.later}.`;
  return `${codeBlock(spec.example)}\n\nKey of \`${word}\`. ${spec.doc}${later}`;
}

/** The `///` lines directly above a declaration. */
export function ownDoc(syntax: SyntaxFile, start: number): string | null {
  const lines: string[] = [];
  let before = start;
  for (let index = syntax.comments.length - 1; index >= 0; index--) {
    const comment = syntax.comments[index];
    if (comment === undefined || comment.end > before) continue;
    const gap = syntax.text.slice(comment.end, before);
    if (!comment.isDoc || !/^[ \t]*\r?\n[ \t]*$/.test(gap)) break;
    lines.unshift(syntax.text.slice(comment.start + 3, comment.end).trim());
    before = comment.start;
  }
  return lines.length === 0 ? null : lines.join("  \n");
}

/** `cross(a, b)` as the text declares it. */
export function ownSignature(syntax: SyntaxFile, node: DeclareFunction): SignatureText {
  const parts = node.parameters.map(({ start, end }) => syntax.text.slice(start, end));
  return joinedText(`${node.name.text}(`, parts, ")");
}

export function isFunctionBinding(
  binding: Binding,
): binding is Binding & { readonly statement: DeclareFunction } {
  return binding.kind === "function" && binding.statement.kind === "function";
}
