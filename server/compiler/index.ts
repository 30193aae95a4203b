// The compiler as others see it: texts in, plan and what is beside it out. Pure: no file, no clock.
import { type Diagnostic, sortedDiagnostics } from "../src/base/diagnostic.ts";
import { type LoweredFile, lowerFile } from "../src/lower/lower.ts";
import { checkFile } from "../src/semantic/check.ts";
import type { CheckedFile } from "../src/semantic/checked.ts";
import type { ParameterInfo } from "../src/semantic/parameters.ts";
import { type ParameterValues, unmet } from "../src/semantic/requirements.ts";
import type { Settings } from "../src/semantic/settings.ts";
import { parseFile } from "../src/syntax/parse.ts";
import type { TextRange } from "../src/base/text-range.ts";

export { CODES } from "../src/base/codes.ts";
export type { Code, CodeInfo } from "../src/base/codes.ts";
export type {
  Diagnostic,
  QuickFix,
  RelatedPlace,
  Severity,
  TextEdit,
} from "../src/base/diagnostic.ts";
export { lineIndexOf, offsetAt, positionAt } from "../src/base/line-index.ts";
export type { LineIndex, LinePosition } from "../src/base/line-index.ts";
export type { TextRange } from "../src/base/text-range.ts";
export type { CallSite, ExpressionPlace, StatementPlace } from "../src/lower/ir.ts";
export { printPlan } from "../src/lower/print-plan.ts";
export type { Places } from "../src/lower/places.ts";
export { rangeValue, readParameterValue } from "../src/semantic/parameters.ts";
export type {
  ParameterInfo,
  ParameterRange,
  ParameterReading,
} from "../src/semantic/parameters.ts";
export type { ParameterValues } from "../src/semantic/requirements.ts";
export type {
  AccountSettings,
  CivilPeriod,
  Commission,
  DataSettings,
  DataSource,
  FileSource,
  Settings,
  Sizing,
  StoreSource,
} from "../src/semantic/settings.ts";
export type { CivilTime, SyntaxFile } from "../src/syntax/tree.ts";

/** A strategy's text and how its owner names it. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
}

export interface Compiled {
  readonly settings: Settings;
  readonly parameters: readonly ParameterInfo[];
  /** null when a diagnostic is an error. */
  readonly plan: LoweredFile["plan"];
  readonly places: LoweredFile["places"];
  /** Of the first file, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The conditions of `require` lines that given values break; parameters left out take their default. */
  readonly unmetRequirements: (values: ParameterValues) => readonly TextRange[];
}

export interface Checked {
  readonly settings: Settings;
  readonly parameters: readonly ParameterInfo[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The syntax tree with its own problems. */
export const parse = parseFile;

/** Everything that is found about a text, look-ahead included. */
export function check(files: readonly SourceText[]): Checked {
  const { settings, parameters, diagnostics } = compile(files);
  return { settings, parameters, diagnostics };
}

/** Compiles the first of the files; the others are what it may import. */
export function compile(files: readonly SourceText[]): Compiled {
  const checked = checkFile(parseFile(files[0]?.text ?? ""));
  const lowered = lowerFile(checked);
  const { settings, parameters } = checked;
  return {
    settings,
    parameters,
    plan: lowered.plan,
    places: lowered.places,
    diagnostics: sortedDiagnostics(lowered.diagnostics),
    unmetRequirements: (values) => unmetConditions(checked, values),
  };
}

function unmetConditions(checked: CheckedFile, values: ParameterValues): readonly TextRange[] {
  return unmet(checked, values).map(({ node }) => {
    const { start, end } = node.condition;
    return { start, end };
  });
}
