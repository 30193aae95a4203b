// Compiles a piece of bar logic under a plain header for tests of what comes out.
import assert from "node:assert/strict";
import type { Plan } from "@backtestr/client";
import { type Compiled, compile } from "../../compiler/index.ts";
import { withHeader } from "./fixture.ts";
import { shown } from "./found.ts";
import { assertSoundPlan } from "./plan-check.ts";
import { type PlanRun, runPlan } from "./plan-run.ts";

export function compiled(body: string): Compiled {
  return compile([{ name: "test.strat", text: withHeader(body) }]);
}

export function planOf(body: string): Plan {
  const { plan, diagnostics } = compiled(body);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    errors.map(({ code, message }) => `${code} ${message}`),
    [],
  );
  assert.ok(plan !== null);
  assertSoundPlan(plan);
  return plan;
}

export function run(
  body: string,
  closes: readonly number[],
  parameters: readonly number[] = [],
): PlanRun {
  return runPlan(planOf(body), closes, parameters);
}

/** What the first plot of a body shows on each bar; NaN for na. */
export function checkPlot(
  body: string,
  closes: readonly number[],
  expected: readonly (number | boolean)[],
): void {
  assert.deepEqual(run(body, closes).plots[0], expected);
}

export function checkCompiled(body: string, problems: readonly string[]): void {
  const { diagnostics } = compiled(body);
  const messages = diagnostics.map(({ code, message }) => `${code} ${message}`).join("\n");
  assert.deepEqual(shown(withHeader(body), diagnostics), problems, messages);
}
