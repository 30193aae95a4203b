// `backtestr plan FILE`: what the strategy is lowered to.
import path from "node:path";
import { settingsOf } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { planText } from "../result/plan-text.ts";
import { compileSource } from "../strategy/compile.ts";
import type { Compiled } from "../strategy/compiled.ts";
import { readSource } from "../strategy/source.ts";
import type { Context } from "./context.ts";
import { printStopped, stopped } from "./outcome.ts";

export async function planCommand(
  context: Context,
  file: string,
  isJson: boolean,
): Promise<ExitCode> {
  const { terminal } = context;
  const read = await readSource(file);
  if (!read.ok) return printStopped(terminal, isJson, stopped(EXIT.strategyOrData, read.problem));
  const { compiled, problems } = compileSource(read.source);
  if (compiled === null)
    return printStopped(terminal, isJson, stopped(EXIT.strategyOrData, ...problems));
  terminal.out(isJson ? planJson(file, compiled) : planText(compiled, terminal.outStyle));
  return EXIT.ok;
}

/** Plan and settings as they travel to the engine, with every parameter at its default. */
function planJson(file: string, compiled: Compiled): string {
  const strategy = {
    ...compiled,
    file: path.resolve(file),
    parameters: compiled.parameters.map(({ name, preset }) => ({ name, value: preset })),
  };
  const made = settingsOf(strategy, { profile: null, data: null, folder: null });
  const settings = made.ok ? made.settings : null;
  return `${JSON.stringify({ schema: "backtestr.plan/1", plan: compiled.plan, settings }, null, 2)}\n`;
}
