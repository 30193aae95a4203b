// From a pasted `x = input.*(…)` to a `param` line, or to the plain value where no parameter can be.
import type { Call, Declare } from "../syntax/tree.ts";
import { type Pasted, leftOver, numberText, pastedArguments, quoted } from "./paste-arguments.ts";
import { writtenName } from "./hover.ts";

/** The parameters of v6's inputs; those of numbers have their range before the tooltip. */
const PLAIN = "defval title tooltip inline group confirm display active".split(" ");
const NUMBER = "defval title minval maxval step tooltip inline group confirm display active".split(
  " ",
);

type Arguments = Map<string, Pasted>;

export function inputText(name: string, statement: Declare, call: Call, text: string): string {
  const kind = writtenName(call.callee) ?? "input";
  const isNumber = kind === "input.int" || kind === "input.float";
  const given: Arguments = pastedArguments(call, text, isNumber ? NUMBER : PLAIN);
  const isFloat = kind === "input.float" || statement.type?.name === "float";
  const value = parameterValue(given, kind, isFloat);
  return value === null
    ? plainText(kind, statement, given, text)
    : parameterText(name, value, given, isFloat);
}

/** A number, or true and false; null for values that no parameter can have. */
function parameterValue(given: Arguments, kind: string, isFloat: boolean): string | null {
  const preset = given.get("defval");
  const isKind = ["input", "input.int", "input.float", "input.bool"].includes(kind);
  if (preset === undefined || !isKind) return null;
  if (preset.node.kind === "bool") return preset.written;
  const number = numberText(preset);
  return number === null ? null : asFloat(number, isFloat);
}

/** A number without a point would make a parameter of whole numbers. */
function asFloat(number: string, isFloat: boolean): string {
  return isFloat && /^-?[\d_]+$/.test(number) ? `${number}.0` : number;
}

function parameterText(name: string, value: string, given: Arguments, isFloat: boolean): string {
  given.delete("defval");
  const range = rangeText(given, isFloat);
  const title = titleText(given);
  return commented(`param ${name} = ${value}${range}${title}`, leftOver(given));
}

/** Both ends are needed for a range; a step alone has none to go through. */
function rangeText(given: Arguments, isFloat: boolean): string {
  const number = (name: string): string | null => {
    const pasted = given.get(name);
    const written = pasted === undefined ? null : numberText(pasted);
    return written === null ? null : asFloat(written, isFloat);
  };
  const [low, high, step] = [number("minval"), number("maxval"), number("step")];
  if (low === null || high === null || Number(low) >= Number(high)) return "";
  given.delete("minval");
  given.delete("maxval");
  if (step !== null) given.delete("step");
  return ` in ${low} .. ${high}${step === null ? "" : ` step ${step}`}`;
}

function titleText(given: Arguments): string {
  const title = given.get("title");
  if (title?.node.kind !== "text") return "";
  given.delete("title");
  return ` ${quoted(title.node.value)}`;
}

/** The default stands for the input, and a comment says what it was. */
function plainText(kind: string, statement: Declare, given: Arguments, text: string): string {
  const preset = given.get("defval");
  given.delete("defval");
  const head = text.slice(statement.start, statement.value.start);
  const rest = [`was ${kind}`, ...leftOver(given)];
  return commented(`${head}${preset?.written ?? "na"}`, rest);
}

function commented(line: string, rest: readonly string[]): string {
  return rest.length === 0 ? line : `${line} // ${rest.join(", ")}`;
}
