// Checks calls of library functions: which signature, which arguments, what comes back.
import { nearestName } from "../base/nearest-name.ts";
import type { Argument, Call, Expression } from "../syntax/tree.ts";
import { type Bindable, bindArguments, matchesShape } from "./bind-arguments.ts";
import { checkArgument } from "./check-arguments.ts";
import { checkExpression } from "./check-expression.ts";
import { isExplained, reportUnknownMember, rootOf, suggestion } from "./check-names.ts";
import { checkRequest } from "./check-requests.ts";
import { checkUserCall } from "./check-functions.ts";
import { type Checker, aim, complain, dottedName, lookUp, noted } from "./checker.ts";
import { visibleNames } from "./globals.ts";
import { isNamespace } from "./library/later.ts";
import {
  type FunctionName,
  LIBRARY_NAMES,
  functionSpec,
  isFunctionName,
  isValueName,
} from "./library/library.ts";
import type { FunctionSpec, SignatureSpec } from "./library/spec.ts";
import {
  type Facts,
  Qualifier,
  type Type,
  UNKNOWN,
  VOID,
  factsOf,
  higher,
  isTuple,
  unified,
} from "./types.ts";

export function checkCall(c: Checker, node: Call): Facts {
  const name = dottedName(node.callee);
  const root = rootOf(node.callee);
  const symbol = root === null ? null : lookUp(c, root.text);
  if (name !== null && symbol !== null) {
    if (symbol.kind === "function" && node.callee.kind === "name")
      return checkUserCall(c, node, symbol);
    refuseSymbol(c, node, name);
    return refused(c, node);
  }
  if (name === null) {
    refuseValue(c, node);
    return refused(c, node);
  }
  if (isFunctionName(name)) return checkLibraryCall(c, node, name);
  refuseName(c, node, name);
  return refused(c, node);
}

/** The arguments are checked all the same: what is wrong in them has its own cause. */
function refused(c: Checker, node: Call): Facts {
  for (const argument of node.arguments) checkExpression(c, argument.value);
  return noted(c, node, UNKNOWN);
}

function refuseSymbol(c: Checker, node: Call, name: string): void {
  if (node.callee.kind === "member") {
    complain(
      c,
      "E904",
      node.callee,
      `Methods of values are not supported yet: \`${name}\` cannot be called.`,
    );
  } else {
    complain(
      c,
      "E302",
      node.callee,
      `\`${name}\` is a value and cannot be called: remove the brackets.`,
    );
  }
}

function refuseValue(c: Checker, node: Call): void {
  if (node.callee.kind === "missing") return;
  if (node.callee.kind === "member") {
    // Something like `f().g()`: the part before the dot has its own problems.
    checkExpression(c, node.callee.object);
    if (node.callee.name.kind === "name")
      complain(c, "E904", node.callee.name, "Methods of values are not supported yet.");
    return;
  }
  complain(
    c,
    "E302",
    node.callee,
    "Only functions can be called: put an operator before the bracket, or a name.",
  );
}

const HEADERS: ReadonlySet<string> = new Set(["strategy", "indicator", "library"]);
const LATER_CALLS: ReadonlySet<string> = new Set(["time", "time_close"]);

function refuseName(c: Checker, node: Call, name: string): void {
  const { callee } = node;
  if (HEADERS.has(name)) {
    complain(
      c,
      "E906",
      callee,
      `\`${name}(…)\` is a header here: write \`strategy "Title"\` and the settings as keys of \`data\` and \`account\`.`,
    );
  } else if (name === "input" || name.startsWith("input.")) {
    complain(
      c,
      "E906",
      callee,
      `\`${name}(…)\` is a declaration here: write \`param NAME = default in from .. to step s "Title"\`.`,
    );
  } else if (LATER_CALLS.has(name)) {
    complain(
      c,
      "E902",
      callee,
      `\`${name}(…)\` with arguments is not supported yet; \`${name}\` alone is the bar's time.`,
    );
  } else if (isValueName(name)) {
    complain(
      c,
      "E302",
      callee,
      `\`${name}\` is a value and cannot be called: remove the brackets.`,
    );
  } else if (!isExplained(c, callee, name)) {
    refuseUnknown(c, callee, name);
  }
}

function refuseUnknown(c: Checker, callee: Expression, name: string): void {
  const [root = "", member] = name.split(".");
  if (member !== undefined && isNamespace(root)) {
    reportUnknownMember(c, callee, name, root);
    return;
  }
  const functions = LIBRARY_NAMES.filter((known) => isFunctionName(known));
  const { advice, fixes } = suggestion(
    nearestName(name, [...visibleNames(c.scope, c.globals, c.here), ...functions]),
    callee,
  );
  const hint =
    name === "require"
      ? ": as a declaration it is written `require fast < slow`, without brackets."
      : advice;
  complain(c, "E302", callee, `No function is called \`${name}\`${hint}`, { fixes });
}

function bindables(signature: SignatureSpec): readonly Bindable[] {
  return signature.parameters.map(({ name, isOptional }) => ({
    name,
    isOptional: isOptional === true,
  }));
}

/** The signature that the call has the shape of, else the one with most parameters. */
function signatureFor(spec: FunctionSpec, call: Call): SignatureSpec {
  const { signatures } = spec;
  const fitting = signatures.find((one) =>
    matchesShape(call, bindables(one), one.isVariadic === true),
  );
  if (fitting !== undefined) return fitting;
  return signatures.reduce((most, one) =>
    one.parameters.length > most.parameters.length ? one : most,
  );
}

function checkLibraryCall(c: Checker, node: Call, name: FunctionName): Facts {
  const spec = functionSpec(name);
  const signature = signatureFor(spec, node);
  const bound = bindArguments(c, node, name, bindables(signature), signature.isVariadic === true);
  if (bound === null) {
    for (const argument of node.arguments) checkExpression(c, argument.value);
    return noted(c, node, resultWithout(signature));
  }
  if (spec.isTopLevelOnly === true) refuseInside(c, node, name);
  const facts = bound.map((argument, index) => checkBound(c, argument, signature, index, name));
  const parameters = signature.parameters.map((parameter) => parameter.name);
  aim(c, node, {
    kind: "call",
    name,
    arguments: bound.map((argument) => argument?.value),
    parameters,
  });
  if (name === "strategy.exit") checkExit(c, node, parameters, bound);
  if (name === "confirmed" || name === "request.security")
    checkRequest(c, node, name, bound, facts);
  return noted(c, node, resultOf(spec, signature, facts, name));
}

function checkBound(
  c: Checker,
  argument: Argument | undefined,
  signature: SignatureSpec,
  index: number,
  name: string,
): Facts | undefined {
  if (argument === undefined) return undefined;
  const spec = signature.parameters[Math.min(index, signature.parameters.length - 1)];
  return spec === undefined ? UNKNOWN : checkArgument(c, argument.value, spec, name);
}

function refuseInside(c: Checker, node: Call, name: string): void {
  if (c.frame === null && c.blockDepth === 0) return;
  complain(
    c,
    "E502",
    node.callee,
    `\`${name}\` stands outside blocks and functions: move it out, and let its value be na where it should not show.`,
  );
}

const EXIT_PRICES: ReadonlySet<string> = new Set(
  "profit limit loss stop target_distance stop_distance trail_price trail_points".split(" "),
);

function checkExit(
  c: Checker,
  node: Call,
  parameters: readonly string[],
  bound: readonly (Argument | undefined)[],
): void {
  if (
    bound.some(
      (argument, index) => argument !== undefined && EXIT_PRICES.has(parameters[index] ?? ""),
    )
  )
    return;
  complain(
    c,
    "E501",
    node.callee,
    "This exit has neither a target nor a stop: give `limit`, `stop`, `profit`, `loss`, `target_distance` or `stop_distance`.",
  );
}

/** What a call gives whose arguments do not fit. */
function resultWithout(signature: SignatureSpec): Facts {
  const { result } = signature;
  if (result === "void") return VOID;
  if (result === "bool" || result === "string" || result === "color")
    return factsOf(result, Qualifier.series);
  return UNKNOWN;
}

function resultOf(
  spec: FunctionSpec,
  signature: SignatureSpec,
  facts: readonly (Facts | undefined)[],
  name: FunctionName,
): Facts {
  const { result } = signature;
  if (result === "void") return VOID;
  if (result === "expression") return ofRequest(signature, facts);
  const isAlwaysSeries = spec.isStateful || name.startsWith("size.");
  const qualifier = isAlwaysSeries ? Qualifier.series : highest(facts);
  if (result === "threeFloats") {
    const one = factsOf("float", qualifier);
    return factsOf({ elements: [one, one, one] }, qualifier);
  }
  if (result === "source") return factsOf(typeOf(signature, facts, "source"), qualifier);
  return factsOf(result === "shared" ? sharedType(facts) : result, qualifier);
}

function highest(facts: readonly (Facts | undefined)[]): Qualifier {
  return facts.reduce<Qualifier>(
    (most, one) => (one === undefined ? most : higher(most, one.qualifier)),
    Qualifier.const,
  );
}

function sharedType(facts: readonly (Facts | undefined)[]): Type {
  let type: Type = "na";
  for (const one of facts) if (one !== undefined) type = unified(type, one.type) ?? "float";
  return type === "na" ? "float" : type;
}

function typeOf(
  signature: SignatureSpec,
  facts: readonly (Facts | undefined)[],
  name: string,
): Type {
  const type =
    facts[signature.parameters.findIndex((parameter) => parameter.name === name)]?.type ??
    "unknown";
  return type === "na" ? "float" : type;
}

/** A value of another timeframe is a series, whatever it is made of. */
function ofRequest(signature: SignatureSpec, facts: readonly (Facts | undefined)[]): Facts {
  const type = typeOf(signature, facts, "expression");
  if (!isTuple(type)) return factsOf(type, Qualifier.series);
  const elements = type.elements.map((one) =>
    factsOf(one.type === "na" ? "float" : one.type, Qualifier.series),
  );
  return factsOf({ elements }, Qualifier.series);
}
