// Gives the arguments of a call to the parameters of what is called.
import { replaceFix } from "../base/diagnostic.ts";
import { nearestName } from "../base/nearest-name.ts";
import type { Argument, Call } from "../syntax/tree.ts";
import { type Checker, complain } from "./checker.ts";

export interface Bindable {
  readonly name: string;
  readonly isOptional: boolean;
}

/** By parameter; what a variadic call gives beyond them follows. Null after a report. */
export type Bound = readonly (Argument | undefined)[] | null;

export function bindArguments(
  c: Checker,
  call: Call,
  name: string,
  parameters: readonly Bindable[],
  isVariadic: boolean,
): Bound {
  const bound: (Argument | undefined)[] = parameters.map(() => undefined);
  let isSound = true;
  let position = 0;
  let lastNamed: Argument | null = null;
  for (const argument of call.arguments) {
    if (argument.name === null) {
      if (lastNamed !== null) isSound = refuseOrder(c, argument, lastNamed);
      else if (position < parameters.length || isVariadic) bound[position] = argument;
      else return refuseExtra(c, argument, name, parameters);
      position++;
    } else {
      lastNamed = argument;
      isSound = bindNamed(c, argument, name, parameters, bound) && isSound;
    }
  }
  return isSound && hasAll(c, call, name, parameters, bound) ? bound : null;
}

function refuseOrder(c: Checker, argument: Argument, named: Argument): false {
  const related = [{ range: named, message: "the first argument with a name" }];
  complain(
    c,
    "E324",
    argument,
    "Arguments by position stand before those with a name: give this one its name.",
    { related },
  );
  return false;
}

function refuseExtra(
  c: Checker,
  argument: Argument,
  name: string,
  parameters: readonly Bindable[],
): null {
  const count = parameters.length;
  const takes = count === 0 ? "no arguments" : `at most ${count} argument${count === 1 ? "" : "s"}`;
  complain(c, "E321", argument, `\`${name}\` takes ${takes}: remove this one.`);
  return null;
}

function bindNamed(
  c: Checker,
  argument: Argument,
  name: string,
  parameters: readonly Bindable[],
  bound: (Argument | undefined)[],
): boolean {
  const { name: label } = argument;
  if (label === null) return true;
  const index = parameters.findIndex((parameter) => parameter.name === label.text);
  if (index < 0) {
    const nearest = nearestName(
      label.text,
      parameters.map((parameter) => parameter.name),
    );
    const fixes = nearest === null ? [] : [replaceFix(`Write \`${nearest}\``, label, nearest)];
    const advice = nearest === null ? "remove it." : `did you mean \`${nearest}\`?`;
    complain(c, "E322", label, `\`${name}\` has no argument \`${label.text}\`: ${advice}`, {
      fixes,
    });
    return false;
  }
  const first = bound[index];
  if (first !== undefined) {
    const related = [{ range: first, message: "given first here" }];
    complain(
      c,
      "E323",
      argument,
      `The argument \`${label.text}\` is given twice: keep one of them.`,
      { related },
    );
    return false;
  }
  bound[index] = argument;
  return true;
}

function hasAll(
  c: Checker,
  call: Call,
  name: string,
  parameters: readonly Bindable[],
  bound: Bound,
): boolean {
  const missing = parameters.filter(
    (parameter, index) => !parameter.isOptional && bound?.[index] === undefined,
  );
  const [first] = missing;
  if (first === undefined) return true;
  // A call that is still being written was reported by the parser.
  const names = missing.map((parameter) => `\`${parameter.name}\``).join(" and ");
  if (call.isComplete) complain(c, "E320", call.callee, `\`${name}\` also needs ${names}.`);
  return false;
}

/** Whether a call has the shape of a signature, without saying anything. */
export function matchesShape(
  call: Call,
  parameters: readonly Bindable[],
  isVariadic: boolean,
): boolean {
  const named = call.arguments.filter((argument) => argument.name !== null);
  const positions = call.arguments.length - named.length;
  if (positions > parameters.length && !isVariadic) return false;
  const labels = new Set(named.map((argument) => argument.name?.text));
  const isKnown = [...labels].every((label) =>
    parameters.some((parameter) => parameter.name === label),
  );
  return (
    isKnown &&
    parameters.every(
      (parameter, index) => parameter.isOptional || index < positions || labels.has(parameter.name),
    )
  );
}
