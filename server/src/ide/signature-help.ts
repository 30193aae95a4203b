// Which call is being written, what it takes, and which of its parameters is next.
import { functionSpec, isFunctionName } from "../semantic/library/library.ts";
import type { ParameterSpec, SignatureSpec } from "../semantic/library/spec.ts";
import type { Analysis } from "./analysis.ts";
import { type CallPlace, callPlaceAt } from "./call-place.ts";
import {
  type SignatureText,
  isFunctionBinding,
  ownDoc,
  ownSignature,
  parameterDoc,
  signatureText,
} from "./documentation.ts";
import { visibleName } from "./visible-names.ts";
import { surroundingsAt } from "./tokens.ts";

export interface SignatureInfo extends SignatureText {
  readonly doc: string;
  /** By parameter of the label. */
  readonly parameterDocs: readonly string[];
  /** Index of the parameter that is being written; null when there is none for it. */
  readonly active: number | null;
}

export interface SignatureHelp {
  readonly signatures: readonly SignatureInfo[];
  readonly active: number;
}

export function signatureHelpAt(analysis: Analysis, offset: number): SignatureHelp | null {
  const { syntax } = analysis;
  if (surroundingsAt(syntax, offset).kind === "comment") return null;
  const call = callPlaceAt(syntax, offset);
  if (call === null) return null;
  return ofOwn(analysis, call) ?? ofLibrary(call);
}

function ofOwn(analysis: Analysis, call: CallPlace): SignatureHelp | null {
  const binding = visibleName(analysis, call.start, call.name);
  if (binding === null || !isFunctionBinding(binding)) return null;
  const { statement } = binding;
  const names = statement.parameters.map(({ name }) => name.text);
  const info: SignatureInfo = {
    ...ownSignature(analysis.syntax, statement),
    doc: ownDoc(analysis.syntax, statement.start) ?? "",
    parameterDocs: names.map(() => ""),
    active: activeOf(call, names, false),
  };
  return { signatures: [info], active: 0 };
}

function ofLibrary(call: CallPlace): SignatureHelp | null {
  if (!isFunctionName(call.name)) return null;
  const spec = functionSpec(call.name);
  const signatures = spec.signatures.map((signature): SignatureInfo => {
    const shown = signature.parameters.filter(({ later }) => later === undefined);
    const active = shown.findIndex((parameter) => parameter === parameterAt(call, signature));
    return {
      ...signatureText(call.name, signature),
      doc: spec.doc,
      parameterDocs: shown.map((parameter) => parameterDoc(parameter)),
      active: active < 0 ? null : active,
    };
  });
  return { signatures, active: signatureIndex(spec.signatures, call) };
}

function parameterAt(call: CallPlace, signature: SignatureSpec): ParameterSpec | null {
  const names = signature.parameters.map(({ name }) => name);
  const active = activeOf(call, names, signature.isVariadic === true);
  return active === null ? null : (signature.parameters[active] ?? null);
}

/** The first signature that has room for what stands there; the longest when none has. */
export function signatureIndex(signatures: readonly SignatureSpec[], call: CallPlace): number {
  const needed = call.label === null ? call.positions + 1 : call.positions;
  const labels = call.label === null ? call.labels : [...call.labels, call.label];
  const fitting = signatures.findIndex(
    ({ parameters, isVariadic }) =>
      (isVariadic === true || parameters.length >= needed) &&
      labels.every((label) => parameters.some(({ name }) => name === label)),
  );
  if (fitting >= 0) return fitting;
  const lengths = signatures.map(({ parameters }) => parameters.length);
  return lengths.indexOf(Math.max(...lengths));
}

function activeOf(call: CallPlace, names: readonly string[], isVariadic: boolean): number | null {
  if (call.label !== null) {
    const index = names.indexOf(call.label);
    return index < 0 ? null : index;
  }
  if (call.positions < names.length) return freeFrom(call, names);
  return isVariadic ? names.length - 1 : null;
}

/** Behind named arguments the next one without a name of its own is the first that is not given. */
function freeFrom(call: CallPlace, names: readonly string[]): number | null {
  const index = names.findIndex((name, at) => at >= call.positions && !call.labels.includes(name));
  return index < 0 ? null : index;
}

/** What the parameter at the caret takes; null when nothing is known of it. */
export function activeParameter(call: CallPlace): ParameterSpec | null {
  if (!isFunctionName(call.name)) return null;
  const { signatures } = functionSpec(call.name);
  const signature = signatures[signatureIndex(signatures, call)];
  return signature === undefined ? null : parameterAt(call, signature);
}
