// From the words of a command line to an exit code.
import { helpText } from "./arguments/help.ts";
import { parseArguments, type Invocation } from "./arguments/parse.ts";
import { checkCommand } from "./commands/check.ts";
import type { Context } from "./commands/context.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { printStopped, usageError } from "./commands/outcome.ts";
import { planCommand } from "./commands/plan.ts";
import { runCommand } from "./commands/run.ts";
import { version } from "./commands/version.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export async function runCommandLine(
  context: Context,
  words: readonly string[],
): Promise<ExitCode> {
  const { terminal } = context;
  const parsed = parseArguments(words);
  switch (parsed.kind) {
    case "help":
      terminal.out(helpText(parsed.command));
      return EXIT.ok;
    case "version":
      terminal.out(`${await version(context)}\n`);
      return EXIT.ok;
    case "refused": {
      const isJson = words.includes("--json");
      const end = usageError(parsed.message, parsed.command ?? "");
      return printStopped(terminal, isJson, end);
    }
    case "run":
      return invoke(context, parsed.invocation);
  }
}

function invoke(context: Context, { command, operands, flags }: Invocation): Promise<ExitCode> {
  const value = (name: string): string | null => flags.get(name)?.[0] ?? null;
  const file = operands[0] ?? "";
  const isJson = flags.has("json");
  switch (command) {
    case "check":
      return checkCommand(context, operands);
    case "plan":
      return planCommand(context, file, isJson);
    case "doctor":
      return doctorCommand(context, value("data-home"));
    case "run":
      return runCommand(context, {
        file,
        isJson,
        parameters: flags.get("param") ?? [],
        profile: value("profile"),
        compare: value("compare"),
        data: value("data"),
        dataHome: value("data-home"),
        trades: value("trades"),
        report: value("report"),
      });
  }
}
