// Which values of a run's parameters are not those of its text, in words.
import { parameterText } from "./parameter-values.ts";
import type { RunResult } from "./results.ts";

export interface GivenValue {
  readonly name: string;
  readonly given: string;
  readonly inText: string;
}

/** As many as a lens has room for. */
const NAMED_MAX = 3;

export function givenValues({
  compiled,
  settings,
}: Pick<RunResult, "compiled" | "settings">): readonly GivenValue[] {
  const used = new Map(settings.parameters.map(({ name, value }) => [name, value]));
  return compiled.declared.flatMap((parameter) => {
    const { name, preset } = parameter;
    const value = used.get(name) ?? preset;
    if (value === preset) return [];
    return [
      { name, given: parameterText(parameter, value), inText: parameterText(parameter, preset) },
    ];
  });
}

/** `fast 12, not 10, slow 40, not 30`; null when all values are those of the text. */
export function givenText(result: RunResult): string | null {
  const given = givenValues(result);
  if (given.length === 0) return null;
  const named = given
    .slice(0, NAMED_MAX)
    .map((one) => `${one.name} ${one.given}, not ${one.inText}`);
  const rest = given.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}
