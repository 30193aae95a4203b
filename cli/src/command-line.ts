// From the words of a command line to an exit code.
import { helpText } from "./arguments/help.ts";
import { parseArguments, type Invocation } from "./arguments/parse.ts";
import type { CommandName } from "./arguments/command.ts";
import { checkCommand } from "./commands/check.ts";
import { configCommand } from "./commands/config.ts";
import type { Context } from "./commands/context.ts";
import {
  dataListCommand,
  dataRemoveCommand,
  dataShowCommand,
  dataUndoCommand,
  dataVerifyCommand,
} from "./commands/data.ts";
import { dataExportCommand } from "./commands/data-export.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { lspCommand } from "./commands/lsp.ts";
import { printStopped, usageError } from "./commands/outcome.ts";
import { planCommand } from "./commands/plan.ts";
import { fsckCommand } from "./commands/fsck.ts";
import { importCommand, type ImportWords } from "./commands/import.ts";
import { runCommand, type RunWords } from "./commands/run.ts";
import {
  runsCompareCommand,
  runsListCommand,
  runsRemoveCommand,
  runsShowCommand,
} from "./commands/runs.ts";
import { sqlCommand, type SqlWords } from "./commands/sql.ts";
import type { StoreWords } from "./commands/with-store.ts";
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

function invoke(context: Context, invocation: Invocation): Promise<ExitCode> {
  const { command } = invocation;
  switch (command) {
    case "run":
      return runCommand(context, runWords(invocation));
    case "import":
      return importCommand(context, importWords(invocation));
    case "sql":
      return sqlCommand(context, sqlWords(invocation));
    case "data list":
    case "data show":
    case "data verify":
    case "data remove":
    case "data undo":
    case "data export":
      return invokeData(context, command, invocation);
    case "runs list":
    case "runs show":
    case "runs compare":
    case "runs remove":
      return invokeRuns(context, command, invocation);
    default:
      return invokeOther(context, command, invocation);
  }
}

type StoreCommand = Extract<CommandName, `${"data" | "runs"} ${string}`>;
type OtherCommand = Exclude<CommandName, StoreCommand | "run" | "import" | "sql">;

function invokeOther(
  context: Context,
  command: OtherCommand,
  invocation: Invocation,
): Promise<ExitCode> {
  const { operands, flags } = invocation;
  const words = storeWords(invocation);
  switch (command) {
    case "check":
      return checkCommand(context, operands);
    case "plan":
      return planCommand(context, operands[0] ?? "", words.isJson);
    case "fmt":
      return fmtCommand(context, operands, flags.has("check"), flags.has("stdout"));
    case "lsp":
      return lspCommand();
    case "fsck":
      return fsckCommand(context, words, flags.has("set-aside"));
    case "config":
      return configCommand(context, words);
    case "doctor":
      return doctorCommand(context, words);
  }
}

function invokeData(
  context: Context,
  command: Extract<StoreCommand, `data ${string}`>,
  invocation: Invocation,
): Promise<ExitCode> {
  const { operands, flags } = invocation;
  const [first = null] = operands;
  const words = storeWords(invocation);
  switch (command) {
    case "data list":
      return dataListCommand(context, words);
    case "data show":
      return dataShowCommand(context, words, first ?? "");
    case "data verify":
      return dataVerifyCommand(context, words, first);
    case "data remove":
      return dataRemoveCommand(context, words, first, flags.has("purge"));
    case "data undo":
      return dataUndoCommand(context, words, first ?? "");
    case "data export":
      return dataExportCommand(context, words, valueOf(invocation, "duckdb"));
  }
}

function invokeRuns(
  context: Context,
  command: Extract<StoreCommand, `runs ${string}`>,
  invocation: Invocation,
): Promise<ExitCode> {
  const { operands } = invocation;
  const [first = ""] = operands;
  const words = storeWords(invocation);
  const value = (name: string): string | null => valueOf(invocation, name);
  switch (command) {
    case "runs list":
      return runsListCommand(context, words, value("strategy"), value("rows"));
    case "runs show":
      return runsShowCommand(context, words, first, value("trades"));
    case "runs compare":
      return runsCompareCommand(context, words, operands);
    case "runs remove":
      return runsRemoveCommand(context, words, first);
  }
}

function valueOf({ flags }: Invocation, name: string): string | null {
  return flags.get(name)?.[0] ?? null;
}

function storeWords(invocation: Invocation): StoreWords {
  return { isJson: invocation.flags.has("json"), dataHome: valueOf(invocation, "data-home") };
}

function runWords(invocation: Invocation): RunWords {
  const { operands, flags } = invocation;
  const value = (name: string): string | null => valueOf(invocation, name);
  return {
    ...storeWords(invocation),
    file: operands[0] ?? "",
    parameters: flags.get("param") ?? [],
    profile: value("profile"),
    compare: value("compare"),
    data: value("data"),
    trades: value("trades"),
    report: value("report"),
    isSaved: !flags.has("no-save"),
  };
}

function importWords(invocation: Invocation): ImportWords {
  const { operands, flags } = invocation;
  const value = (name: string): string | null => valueOf(invocation, name);
  return {
    ...storeWords(invocation),
    paths: operands,
    symbol: value("symbol"),
    dataset: value("dataset"),
    zone: value("zone"),
    point: value("point"),
    tick: value("tick"),
    stamp: value("stamp"),
    side: value("side"),
    currency: value("currency"),
    isReplacing: flags.has("replace"),
    isDryRun: flags.has("dry-run"),
  };
}

function sqlWords(invocation: Invocation): SqlWords {
  const value = (name: string): string | null => valueOf(invocation, name);
  return {
    ...storeWords(invocation),
    text: invocation.operands[0] ?? "",
    rows: value("rows"),
    seconds: value("seconds"),
    isCsv: invocation.flags.has("csv"),
  };
}
