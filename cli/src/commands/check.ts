// `backtestr check FILE…`: what the compiler says about each file.
import { counted, printable } from "@backtestr/hub";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { compileSource } from "../strategy/compile.ts";
import { readSource } from "../strategy/source.ts";
import { problemText, type Problem } from "../terminal/problem.ts";
import type { Context } from "./context.ts";

export async function checkCommand(context: Context, files: readonly string[]): Promise<ExitCode> {
  const { terminal } = context;
  let errors = 0;
  for (const file of files) {
    const problems = await problemsOf(file);
    const shownProblems = problems.filter(({ severity }) => severity !== "hint");
    for (const shown of shownProblems) terminal.err(problemText(shown, terminal.errStyle));
    const found = problems.filter(({ severity }) => severity === "error").length;
    errors += found;
    const mark =
      found === 0 ? terminal.outStyle.good("ok") : terminal.outStyle.bad(counted(found, "error"));
    terminal.out(`${printable(file)}: ${mark}\n`);
  }
  return errors === 0 ? EXIT.ok : EXIT.strategyOrData;
}

async function problemsOf(file: string): Promise<readonly Problem[]> {
  const read = await readSource(file);
  return read.ok ? compileSource(read.source).problems : [read.problem];
}
