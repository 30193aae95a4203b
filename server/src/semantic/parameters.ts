// Reads `param` lines: a default, a range with a step in decimal, a title.
import {
  type Decimal,
  compareDecimals,
  decimalOf,
  negated,
  numberOf,
  shifted,
  stepped,
  stepsBetween,
} from "../base/decimal.ts";
import { type Reporter, report } from "../base/diagnostic.ts";
import type { TextRange } from "../base/text-range.ts";
import type { DeclareParameter, Expression } from "../syntax/tree.ts";

export interface ParameterInfo {
  readonly name: string;
  readonly type: "int" | "float" | "bool";
  /** Written as a percent: its values are fractions. */
  readonly isPercent: boolean;
  /** The default; bools are 0 and 1. */
  readonly preset: number;
  readonly range: ParameterRange | null;
  readonly title: string | null;
  readonly declared: TextRange;
}

/** The values are from + i · step for i from 0 up to and without count. */
export interface ParameterRange {
  readonly from: Decimal;
  readonly to: Decimal;
  readonly step: Decimal;
  readonly count: number;
}

/** The i-th value of a range, computed in decimal. */
export function rangeValue(range: ParameterRange, index: number): number {
  return numberOf(stepped(range.from, range.step, index));
}

interface Literal {
  readonly value: Decimal;
  readonly isInt: boolean;
  readonly isPercent: boolean;
}

const WANTED = "a number, a percent, `true` or `false`";

export function readParameter(
  node: DeclareParameter,
  text: string,
  reporter: Reporter,
): ParameterInfo | null {
  const { name, value } = node;
  const about: About = {
    name: name.text,
    title: node.title?.value ?? null,
    declared: { start: name.start, end: name.end },
  };
  if (value.kind === "bool") return readBoolParameter(node, value.value, reporter, about);
  const preset = literalOf(value, text);
  if (preset !== null) return readNumberParameter(node, preset, text, reporter, about);
  refuseDefault(value, reporter);
  return null;
}

function readNumberParameter(
  node: DeclareParameter,
  preset: Literal,
  text: string,
  reporter: Reporter,
  about: About,
): ParameterInfo | null {
  const parts = rangeLiterals(node, text, reporter);
  const literals = [preset, ...parts];
  const isPercent = literals.some((literal) => literal.isPercent);
  if (isPercent && !checkPercents(node, text, reporter)) return null;
  const range = rangeOf(node, parts, reporter);
  if (range !== null) checkDefault(node, preset.value, range, reporter);
  const type = literals.every((literal) => literal.isInt) ? "int" : "float";
  return { ...about, type, isPercent, preset: numberOf(preset.value), range };
}

type About = Pick<ParameterInfo, "name" | "title" | "declared">;

function readBoolParameter(
  node: DeclareParameter,
  value: boolean,
  reporter: Reporter,
  about: About,
): ParameterInfo {
  const extra = node.from ?? node.step;
  if (extra !== null && extra.kind !== "missing") {
    report(reporter, "E209", extra, "A bool parameter has no range: remove it.");
  }
  return { ...about, type: "bool", isPercent: false, preset: value ? 1 : 0, range: null };
}

function refuseDefault(value: Expression, reporter: Reporter): void {
  if (value.kind === "missing") return;
  if (value.kind === "text" || value.kind === "span" || value.kind === "color") {
    const message = `Parameters of this kind are not supported yet: use ${WANTED}.`;
    report(reporter, "E907", value, message);
    return;
  }
  const message = `A parameter's default is a plain value: write ${WANTED}.`;
  report(reporter, "E210", value, message);
}

function literalOf(node: Expression, text: string): Literal | null {
  if (node.kind === "group") return literalOf(node.inner, text);
  if (node.kind === "unary" && node.operator === "-") {
    const inner = literalOf(node.operand, text);
    return inner === null ? null : { ...inner, value: negated(inner.value) };
  }
  if (node.kind === "number") {
    const value = decimalOf(text.slice(node.start, node.end));
    return value === null ? null : { value, isInt: node.isInt, isPercent: false };
  }
  if (node.kind !== "percent") return null;
  const value = decimalOf(text.slice(node.start, node.end).replace("%", "").trim());
  return value === null ? null : { value: shifted(value, 2), isInt: false, isPercent: true };
}

/** Both ends of the range and its step, as far as they are given; nothing after a report. */
function rangeLiterals(
  node: DeclareParameter,
  text: string,
  reporter: Reporter,
): readonly Literal[] {
  const { from, to, step } = node;
  if (from === null || to === null) {
    if (step !== null) {
      report(reporter, "E209", step, "A step needs a range: write `in 10 .. 60` before it.");
    }
    return [];
  }
  const parts: Literal[] = [];
  for (const part of step === null ? [from, to] : [from, to, step]) {
    const literal = literalOf(part, text);
    if (literal === null) {
      refuseBound(part, reporter);
      return [];
    }
    parts.push(literal);
  }
  return parts;
}

function refuseBound(part: Expression, reporter: Reporter): void {
  if (part.kind === "missing") return;
  const message = "The ends and the step of a range are plain numbers or percents.";
  report(reporter, "E209", part, message);
}

function rangeOf(
  node: DeclareParameter,
  parts: readonly Literal[],
  reporter: Reporter,
): ParameterRange | null {
  const [start, end, width] = parts;
  if (start === undefined || end === undefined) return null;
  const isPercent = start.isPercent || end.isPercent;
  const step = width?.value ?? { units: 1n, scale: isPercent ? 2 : 0 };
  if (compareDecimals(start.value, end.value) >= 0 || step.units <= 0n) {
    const message = "A range goes upwards by a step above 0: write the smaller end first.";
    report(reporter, "E209", placeOfRange(node), message);
    return null;
  }
  const count = stepsBetween(start.value, end.value, step) + 1;
  return { from: start.value, to: end.value, step, count };
}

function placeOfRange(node: DeclareParameter): TextRange {
  const first = node.from ?? node;
  const last = node.step ?? node.to ?? node;
  return { start: first.start, end: last.end };
}

/** A bare number beside a percent is a hundred times what was meant. */
function checkPercents(node: DeclareParameter, text: string, reporter: Reporter): boolean {
  let isSound = true;
  for (const part of [node.value, node.from, node.to, node.step]) {
    const literal = part === null ? null : literalOf(part, text);
    if (part === null || literal === null || literal.isPercent) continue;
    report(
      reporter,
      "E206",
      part,
      `\`${node.name.text}\` is a percent elsewhere on this line: write \`%\` here too.`,
    );
    isSound = false;
  }
  return isSound;
}

function checkDefault(
  node: DeclareParameter,
  preset: Decimal,
  range: ParameterRange,
  reporter: Reporter,
): void {
  const { name, value } = node;
  const isInside =
    compareDecimals(preset, range.from) >= 0 && compareDecimals(preset, range.to) <= 0;
  if (!isInside) {
    report(
      reporter,
      "E208",
      value,
      `The default of \`${name.text}\` lies outside its range: widen the range or change the default.`,
    );
    return;
  }
  const steps = stepsBetween(range.from, preset, range.step);
  if (compareDecimals(stepped(range.from, range.step, steps), preset) === 0) return;
  report(
    reporter,
    "W201",
    value,
    `The default of \`${name.text}\` is none of the values of its range, so that no sweep tries it.`,
  );
}

export type ParameterReading =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly message: string };

/** Reads a value that somebody gives to a parameter from outside, such as `--param fast=10`. */
export function readParameterValue(info: ParameterInfo, text: string): ParameterReading {
  const written = text.trim();
  if (info.type === "bool") return readBoolValue(info, written);
  const isPercent = written.endsWith("%");
  const decimal = decimalOf(isPercent ? written.slice(0, -1).trim() : written);
  if (decimal === null) return refusal(info, "a number", written);
  if (info.isPercent !== isPercent) {
    const wanted = info.isPercent ? "a percent, such as `0.5%`" : "a plain number";
    return refusal(info, wanted, written);
  }
  return readNumberValue(info, isPercent ? shifted(decimal, 2) : decimal, written);
}

function readNumberValue(info: ParameterInfo, value: Decimal, written: string): ParameterReading {
  const number = numberOf(value);
  if (info.type === "int" && !Number.isSafeInteger(number)) {
    return refusal(info, "a whole number", written);
  }
  return isInRange(info, value) ? { ok: true, value: number } : outside(info, written);
}

function readBoolValue(info: ParameterInfo, written: string): ParameterReading {
  if (written === "true" || written === "1") return { ok: true, value: 1 };
  if (written === "false" || written === "0") return { ok: true, value: 0 };
  return refusal(info, "`true` or `false`", written);
}

function refusal(info: ParameterInfo, wanted: string, written: string): ParameterReading {
  const message = `The parameter \`${info.name}\` is ${wanted}, not \`${written}\`.`;
  return { ok: false, message };
}

function isInRange({ range }: ParameterInfo, value: Decimal): boolean {
  if (range === null) return true;
  return compareDecimals(value, range.from) >= 0 && compareDecimals(value, range.to) <= 0;
}

function outside(info: ParameterInfo, written: string): ParameterReading {
  const { range } = info;
  const places = info.isPercent ? -2 : 0;
  const [from, to] = [range?.from, range?.to].map((end) =>
    end === undefined ? 0 : numberOf(shifted(end, places)),
  );
  const sign = info.isPercent ? " %" : "";
  const shown = `${from ?? 0}${sign} to ${to ?? 0}${sign}`;
  const message = `The parameter \`${info.name}\` goes from ${shown}, which leaves out \`${written}\`.`;
  return { ok: false, message };
}
