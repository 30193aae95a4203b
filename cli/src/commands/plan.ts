// `backtestr plan FILE`: what the strategy is lowered to.
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { planText } from "../result/plan-text.ts";
import { compileSource } from "../strategy/compile.ts";
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
  terminal.out(
    isJson ? `${JSON.stringify(compiled.plan, null, 2)}\n` : planText(compiled, terminal.outStyle),
  );
  return EXIT.ok;
}
