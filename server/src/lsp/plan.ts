// LSP: what a document compiles to, for the face that runs it.
import { createHash } from "node:crypto";
import type { PlanAnswer, PlanParams, ParameterAnswer } from "../../api/index.ts";
import { numberOf } from "../base/decimal.ts";
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import { printPlan } from "../lower/print-plan.ts";
import type { ParameterInfo } from "../semantic/parameters.ts";
import { presets, unmet } from "../semantic/requirements.ts";
import type { OpenDocument } from "./documents.ts";

export function planAnswer(
  { analysis, version }: OpenDocument,
  values: NonNullable<PlanParams["values"]>,
): PlanAnswer {
  const { checked, lowered } = analysis;
  const { title, data, account } = checked.settings;
  const { plan, places } = lowered;
  const given = new Map([...presets(checked.parameters), ...Object.entries(values)]);
  return {
    version,
    plan,
    planHash: plan === null ? null : hashOf(plan),
    places,
    ...{ title, data, account },
    parameters: checked.parameters.map((info) => parameterAnswer(info)),
    unmetRequirements: unmet(checked, given).map(({ node }) => {
      const { start, end } = node.condition;
      return { start, end };
    }),
    diagnostics: {
      errors: count(lowered.diagnostics, "error"),
      warnings: count(lowered.diagnostics, "warning"),
      hints: count(lowered.diagnostics, "hint"),
    },
  };
}

function count(diagnostics: readonly Diagnostic[], wanted: Severity): number {
  return diagnostics.filter(({ severity }) => severity === wanted).length;
}

/** Lowering makes equal objects with equal orders of keys, so that their text names them. */
function hashOf(plan: object): string {
  return createHash("sha256").update(JSON.stringify(plan)).digest("hex");
}

function parameterAnswer(info: ParameterInfo): ParameterAnswer {
  const { name, type, isPercent, preset, range, title, declared } = info;
  const ends =
    range === null
      ? null
      : {
          from: numberOf(range.from),
          to: numberOf(range.to),
          step: numberOf(range.step),
          count: range.count,
        };
  return { name, type, isPercent, preset, range: ends, title, declared };
}

/** The plan for people; a sentence in its place when the text has errors. */
export function planText({ analysis }: OpenDocument): string {
  const { plan, diagnostics } = analysis.lowered;
  if (plan !== null) return printPlan(plan);
  const errors = count(diagnostics, "error");
  return `There is no plan: the strategy has ${errors} error${errors === 1 ? "" : "s"}.\n`;
}
