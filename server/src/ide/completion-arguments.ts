// Completion inside calls: names of arguments, and the values that one parameter wants.
import type { ParameterSpec } from "../semantic/library/spec.ts";
import { functionSpec, isFunctionName } from "../semantic/library/library.ts";
import type { Analysis } from "./analysis.ts";
import type { CallPlace } from "./call-place.ts";
import type { CaretContext } from "./caret-context.ts";
import { type Candidate, Group } from "./completion-item.ts";
import { isFunctionBinding } from "./documentation.ts";
import { timeframeCandidates } from "./key-values.ts";
import { settingCandidates } from "./library-candidates.ts";
import { activeParameter, signatureIndex } from "./signature-help.ts";
import { visibleName } from "./visible-names.ts";

/** Names of arguments that are not given yet; before all values when the next one is optional. */
export function argumentCandidates(
  analysis: Analysis,
  call: CallPlace,
  active: ParameterSpec | null,
): readonly Candidate[] {
  if (call.label !== null) return [];
  const group = active === null || active.isOptional === true ? Group.wanted : Group.keyword;
  return namesOf(analysis, call)
    .filter((name) => !call.labels.includes(name))
    .map((name) => ({
      label: `${name} =`,
      ...{ kind: "argument" as const, group, insert: `${name} = `, filter: name },
      documentation: { of: "argument" as const, call: call.name, name },
    }));
}

/** By position given ones left out. */
function namesOf(analysis: Analysis, call: CallPlace): readonly string[] {
  if (isFunctionName(call.name)) {
    const { signatures } = functionSpec(call.name);
    const signature = signatures[signatureIndex(signatures, call)];
    if (signature?.isVariadic === true) return [];
    return (signature?.parameters ?? [])
      .slice(call.positions)
      .filter(({ later }) => later === undefined)
      .map(({ name }) => name);
  }
  const own = visibleName(analysis, call.start, call.name);
  if (own === null || !isFunctionBinding(own)) return [];
  return own.statement.parameters.slice(call.positions).map(({ name }) => name.text);
}

/** Values that only this parameter wants: a side, a setting, a timeframe, the name of an order. */
export function wantedCandidates(
  analysis: Analysis,
  call: CallPlace,
  spec: ParameterSpec | null,
): readonly Candidate[] {
  if (spec === null) return [];
  switch (spec.type) {
    case "side":
      return [...settingCandidates("strategy.long"), ...settingCandidates("strategy.short")];
    case "option":
      return settingCandidates(
        `${spec.options ?? spec.name}${spec.options === undefined ? "." : "_"}`,
      );
    case "timeframe":
      return timeframeCandidates();
    case "bool":
      return [];
    case "string":
      return quoted(analysis, call, spec);
    default:
      return [];
  }
}

function quoted(analysis: Analysis, call: CallPlace, spec: ParameterSpec): readonly Candidate[] {
  if (call.name === "request.security" && spec.name === "symbol")
    return settingCandidates("syminfo.tickerid");
  return idsFor(analysis, call, spec).map((id) => ({
    label: `"${id}"`,
    kind: "text",
    group: Group.wanted,
    detail: "order",
  }));
}

/** Between quotes: names of orders where one is wanted, timeframes as request.security writes them. */
export function textCandidates(
  analysis: Analysis,
  { call }: CaretContext & { readonly kind: "text" },
): readonly Candidate[] {
  const spec = call === null ? null : activeParameter(call);
  if (call === null || spec === null) return [];
  const words =
    call.name === "request.security" && spec.name === "timeframe"
      ? ["1D", "1W", "1M", "60", "240", "15", "5"]
      : idsFor(analysis, call, spec);
  return words.map((label) => ({ label, kind: "text", group: Group.wanted }));
}

const ENTRIES =
  /\bstrategy\s*\.\s*(?:entry|order)\s*\(\s*(?:id\s*=\s*)?(["'])((?:(?!\1)[^\\\r\n])+)\1/g;
const EXITS =
  /\bstrategy\s*\.\s*(?:entry|order|exit)\s*\(\s*(?:id\s*=\s*)?(["'])((?:(?!\1)[^\\\r\n])+)\1/g;

/** The names that orders of the text have, in its order. */
function idsFor({ text }: Analysis, call: CallPlace, spec: ParameterSpec): readonly string[] {
  const isEntry =
    spec.name === "from_entry" || (spec.name === "id" && call.name === "strategy.close");
  const isAny = spec.name === "id" && call.name === "strategy.cancel";
  if (!isEntry && !isAny) return [];
  const found = new Set<string>();
  for (const [, , id = ""] of text.matchAll(isEntry ? ENTRIES : EXITS)) found.add(id);
  return [...found];
}
