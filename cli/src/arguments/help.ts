// The texts of --help, made from what the commands accept.
import { aligned } from "../terminal/table.ts";
import { COMMANDS, type CommandName, type CommandSpec } from "./command.ts";

export function helpText(command: CommandName | null): string {
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

export function usageLine(spec: CommandSpec): string {
  const { name, most } = spec.operands;
  const operand = most > 1 ? ` ${name}…` : ` ${name}`;
  return `usage: backtestr ${spec.name}${name === "" ? "" : operand} [FLAGS]`;
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}
