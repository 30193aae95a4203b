// Values of parameters from the command line: NAME=VALUE, checked against what the strategy declares.
import { nearestWord } from "@backtestr/hub";
import { readParameterValue, type ParameterInfo } from "@backtestr/server/compiler";
import type { Problem } from "../terminal/problem.ts";
import type { Compiled } from "./compiled.ts";

export type ParametersResult =
  | { readonly kind: "values"; readonly values: ReadonlyMap<string, number> }
  /** The words are wrong: a matter of usage. */
  | { readonly kind: "usage"; readonly message: string }
  /** The values break a requirement of the strategy. */
  | { readonly kind: "broken"; readonly problems: readonly Problem[] };

export function parametersOf(
  compiled: Pick<Compiled, "parameters" | "broken">,
  given: readonly string[],
): ParametersResult {
  const values = new Map(compiled.parameters.map(({ name, preset }) => [name, preset]));
  const seen = new Set<string>();
  for (const word of given) {
    const read = readParameter(compiled.parameters, word);
    if (typeof read === "string") return { kind: "usage", message: read };
    if (seen.has(read.name)) {
      return { kind: "usage", message: `--param ${read.name} is given twice.` };
    }
    seen.add(read.name);
    values.set(read.name, read.value);
  }
  const problems = compiled.broken(values);
  return problems.length > 0 ? { kind: "broken", problems } : { kind: "values", values };
}

interface Given {
  readonly name: string;
  readonly value: number;
}

/** The name and value in a word, or what is wrong with it. */
function readParameter(declared: readonly ParameterInfo[], word: string): Given | string {
  const at = word.indexOf("=");
  if (at < 1) return `--param ${word} is not of the form NAME=VALUE.`;
  const name = word.slice(0, at).trim();
  const parameter = declared.find((one) => one.name === name);
  if (parameter === undefined) return unknownParameter(declared, name);
  const read = readParameterValue(parameter, word.slice(at + 1));
  return read.ok ? { name, value: read.value } : read.message;
}

function unknownParameter(declared: readonly ParameterInfo[], name: string): string {
  if (declared.length === 0) {
    return `The strategy has no parameter ${name}; it declares none. Declare one with \`param ${name} = …\`.`;
  }
  const names = declared.map((parameter) => parameter.name);
  const nearest = nearestWord(name, names);
  const meant = nearest === null ? `It has ${names.join(", ")}.` : `Did you mean ${nearest}?`;
  return `The strategy has no parameter ${name}. ${meant}`;
}
