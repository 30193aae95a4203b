// Reads the words of a command line. Every refusal names the nearest thing that would have been right.
import { nearestWord } from "@backtestr/hub";
import {
  COMMANDS,
  GROUPS,
  type CommandName,
  type CommandSpec,
  type FlagSpec,
  type GroupName,
} from "./command.ts";

export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** Given values by flag; a switch has one empty value. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

export type Parsed =
  | { readonly kind: "run"; readonly invocation: Invocation }
  | { readonly kind: "help"; readonly command: CommandName | GroupName | null }
  | { readonly kind: "version" }
  | {
      readonly kind: "refused";
      readonly message: string;
      readonly command: CommandName | GroupName | null;
    };

export function parseArguments(words: readonly string[]): Parsed {
  const [first, ...rest] = words;
  if (first === undefined || ["--help", "-h", "help"].includes(first)) {
    return { kind: "help", command: namedBy(rest) };
  }
  if (first === "--version" || first === "-V") return { kind: "version" };
  if (isGroup(first)) return parseAction(first, rest);
  const command = COMMANDS.find(({ name }) => name === first);
  if (command === undefined) return refused(unknownCommand(first), null);
  return parseNamed(command, rest);
}

function isGroup(word: string): word is GroupName {
  return Object.hasOwn(GROUPS, word);
}

/** What help is wanted about: a command, an action, a group. */
function namedBy([first = "", second = ""]: readonly string[]): CommandName | GroupName | null {
  const action = COMMANDS.find(({ name }) => name === `${first} ${second}`);
  if (action !== undefined) return action.name;
  if (isGroup(first)) return first;
  return COMMANDS.find(({ name }) => name === first)?.name ?? null;
}

function parseAction(group: GroupName, [action, ...rest]: readonly string[]): Parsed {
  if (action === "--help" || action === "-h") return { kind: "help", command: group };
  const command = COMMANDS.find(({ name }) => name === `${group} ${action ?? ""}`);
  if (command === undefined) return refused(unknownAction(group, action), group);
  return parseNamed(command, rest);
}

function unknownAction(group: GroupName, action: string | undefined): string {
  const actions = COMMANDS.flatMap(({ name }) => {
    const [first, second = ""] = name.split(" ");
    return first === group ? [second] : [];
  });
  const list = `There are ${actions.join(", ")}.`;
  if (action === undefined) return `\`backtestr ${group}\` wants an action. ${list}`;
  const nearest = nearestWord(action, actions);
  const meant = nearest === null ? list : `Did you mean \`backtestr ${group} ${nearest}\`?`;
  return `\`backtestr ${group}\` has no action ${action}. ${meant}`;
}

function parseNamed(command: (typeof COMMANDS)[number], rest: readonly string[]): Parsed {
  if (beforeEnd(rest).some((word) => word === "--help" || word === "-h")) {
    return { kind: "help", command: command.name };
  }
  return parseCommand(command.name, command, rest);
}

function beforeEnd(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return end === -1 ? words : words.slice(0, end);
}

function parseCommand(name: CommandName, spec: CommandSpec, words: readonly string[]): Parsed {
  const operands: string[] = [];
  const flags = new Map<string, readonly string[]>();
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === "--") {
      operands.push(...left.splice(0));
    } else if (word.startsWith("-") && word !== "-") {
      const message = takeFlag(spec, word, left, flags);
      if (message !== null) return refused(message, name);
    } else {
      operands.push(word);
    }
  }
  const message = wrongCount(spec, operands);
  if (message !== null) return refused(message, name);
  return { kind: "run", invocation: { command: name, operands, flags } };
}

/** Takes a flag and its value; returns what is wrong with it. */
function takeFlag(
  spec: CommandSpec,
  word: string,
  left: string[],
  flags: Map<string, readonly string[]>,
): string | null {
  const [written = "", ...inline] = word.split("=");
  const info = spec.flags.find((known) => `--${known.name}` === written);
  if (info === undefined) return unknownFlag(spec, written);
  const value = valueOf(info, inline.length === 0 ? null : inline.join("="), left);
  if (typeof value !== "string") return value.message;
  const before = flags.get(info.name) ?? [];
  if (before.length > 0 && !info.isRepeatable) return `${written} is given twice.`;
  flags.set(info.name, [...before, value]);
  return null;
}

function valueOf(
  info: FlagSpec,
  inline: string | null,
  left: string[],
): string | { readonly message: string } {
  if (info.value === null) {
    return inline === null ? "" : { message: `--${info.name} takes no value.` };
  }
  if (inline !== null) return inline === "" ? missingValue(info) : inline;
  const next = left[0];
  if (next === undefined || next.startsWith("--")) return missingValue(info);
  left.shift();
  return next;
}

function missingValue(info: FlagSpec): { readonly message: string } {
  return { message: `--${info.name} wants a value: --${info.name} ${info.value ?? ""}` };
}

function unknownFlag(spec: CommandSpec, written: string): string {
  const known = [...spec.flags.map((flag) => `--${flag.name}`), "--help"];
  const nearest = nearestWord(written, known);
  const meant = nearest === null ? `It knows ${known.join(", ")}.` : `Did you mean ${nearest}?`;
  return `\`backtestr ${spec.name}\` does not know ${written}. ${meant}`;
}

function unknownCommand(word: string): string {
  const names = [...new Set(COMMANDS.map(({ name }) => name.split(" ")[0] ?? name))];
  if (word.startsWith("-")) {
    return `${word} is no flag of \`backtestr\` itself: a command comes first (${names.join(", ")}).`;
  }
  if (word.endsWith(".strat"))
    return `There is no command ${word}. Did you mean \`backtestr run ${word}\`?`;
  const nearest = nearestWord(word, names);
  const meant = nearest === null ? `There are ${names.join(", ")}.` : `Did you mean ${nearest}?`;
  return `There is no command ${word}. ${meant}`;
}

function wrongCount(spec: CommandSpec, operands: readonly string[]): string | null {
  const { name, least, most } = spec.operands;
  if (operands.length < least) {
    const wanted = least === 1 ? `a ${name}` : `${least} of ${name}`;
    return `\`backtestr ${spec.name}\` wants ${wanted}.`;
  }
  if (operands.length <= most) return null;
  const extra = operands[most] ?? "";
  return most === 0
    ? `\`backtestr ${spec.name}\` takes no ${extra}.`
    : `\`backtestr ${spec.name}\` takes ${most === 1 ? "one" : most} ${name}; ${extra} is one too many.`;
}

function refused(message: string, command: CommandName | GroupName | null): Parsed {
  return { kind: "refused", message, command };
}
