// The texts of --help, made from what the commands accept.
import { aligned } from "@backtestr/hub";
import { COMMANDS, GROUPS, type CommandName, type CommandSpec, type GroupName } from "./command.ts";

export function helpText(command: CommandName | GroupName | null): string {
  if (command === "data" || command === "runs") return groupHelp(command);
  const spec: CommandSpec | undefined = COMMANDS.find(({ name }) => name === command);
  return spec === undefined ? overview() : commandHelp(spec);
}

function overview(): string {
  const commands = COMMANDS.map(({ name, summary }) => [`  ${name}`, summary]);
  return lines([
    "backtestr: backtests of strategies written in text files",
    "",
    "usage: backtestr COMMAND [FLAGS] …",
    "",
    ...aligned(commands, ["left", "left"]),
    "",
    "  backtestr COMMAND --help   what a command accepts, with examples",
    "  backtestr --version        the version",
    "",
    "examples:",
    "  backtestr run samples/strategies/trend-pullback.strat",
    "  backtestr run FILE.strat --report report.html",
    "",
    "exit codes: 0 ok, 1 an error in the strategy or its data, 2 usage, 3 the engine failed, 130 interrupted",
  ]);
}

function commandHelp(spec: CommandSpec): string {
  const flags = [
    ...spec.flags.map(({ name, value, summary }) => [
      `  --${name}${value === null ? "" : ` ${value}`}`,
      summary,
    ]),
    ["  --help", "this text"],
  ];
  return lines([
    `backtestr ${spec.name}: ${spec.summary}`,
    "",
    usageLine(spec),
    "",
    "flags:",
    ...aligned(flags, ["left", "left"]),
    "",
    "examples:",
    ...spec.examples.flatMap(([command, meaning]) => [`  # ${meaning}`, `  ${command}`]),
  ]);
}

function groupHelp(group: GroupName): string {
  const actions = COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
  return lines([
    `backtestr ${group}: ${GROUPS[group]}`,
    "",
    `usage: backtestr ${group} ACTION [FLAGS] …`,
    "",
    ...aligned(
      actions.map(({ name, summary }) => [`  ${name}`, summary]),
      ["left", "left"],
    ),
    "",
    `  backtestr ${group} ACTION --help   what an action accepts, with examples`,
  ]);
}

export function usageLine(spec: CommandSpec): string {
  return `usage: backtestr ${spec.name}${operandText(spec.operands)} [FLAGS]`;
}

function operandText({ name, least, most }: CommandSpec["operands"]): string {
  if (most === 0) return "";
  if (least === 0) return ` [${name}]`;
  return (
    Array.from({ length: Math.min(least, 2) }, () => ` ${name}`).join("") + (most > 2 ? "…" : "")
  );
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}
