// Checks functions of the user, once for each set of argument facts with which they are called.
import { LIMITS } from "../base/limits.ts";
import type { Call, Expression, FunctionParameter, TypeName } from "../syntax/tree.ts";
import { type Bindable, bindArguments } from "./bind-arguments.ts";
import { checkExpression } from "./check-expression.ts";
import { checkBody, typeFrom } from "./check-statements.ts";
import { type Instance, newAnnotations } from "./checked.ts";
import { type Checker, aim, complain, noted } from "./checker.ts";
import { type FunctionSymbol, type VariableSymbol, innerScope } from "./symbols.ts";
import { addInstance, instanceOf, newTrace } from "./trace.ts";
import {
  type Facts,
  Qualifier,
  type Type,
  UNKNOWN,
  factsOf,
  fits,
  isTuple,
  spoken,
} from "./types.ts";

export function checkUserCall(c: Checker, node: Call, symbol: FunctionSymbol): Facts {
  const { parameters } = symbol.node;
  if (symbol === c.frame) {
    const message = `\`${symbol.name}\` calls itself, and the calls of functions are expanded: write it without recursion.`;
    complain(c, "E326", node.callee, message);
    return noted(c, node, UNKNOWN);
  }
  const bindables: readonly Bindable[] = parameters.map(({ name, preset }) => ({
    name: name.text,
    isOptional: preset !== null,
  }));
  const bound = bindArguments(c, node, symbol.name, bindables, false);
  c.called.add(symbol);
  c.trace.called.push(symbol);
  if (bound === null) {
    for (const argument of node.arguments) checkExpression(c, argument.value);
    return noted(c, node, UNKNOWN);
  }
  const facts = parameters.map((parameter, index) =>
    argumentFacts(c, parameter, bound[index]?.value, symbol),
  );
  const instance = instanceFor(c, node, symbol, facts);
  if (instance === null) return noted(c, node, UNKNOWN);
  aim(c, node, { kind: "userCall", instance, arguments: bound.map((argument) => argument?.value) });
  return noted(c, node, instance.result);
}

function argumentFacts(
  c: Checker,
  parameter: FunctionParameter,
  value: Expression | undefined,
  symbol: FunctionSymbol,
): Facts {
  const wanted = parameter.type === null ? null : typeFrom(c, parameter.type);
  const node = value ?? parameter.preset;
  if (node === null) return UNKNOWN;
  const facts = value === undefined ? presetFacts(c, symbol, node) : checkExpression(c, node);
  const type = wanted ?? (facts.type === "na" ? "float" : facts.type);
  if (!isPassable(c, node, facts, type, parameter))
    return factsOf(wanted ?? "unknown", Qualifier.series);
  return withQualifier(c, node, { ...facts, type }, parameter);
}

/** Presets belong to the function's text, so that their facts are noted with those of its body. */
function presetFacts(c: Checker, symbol: FunctionSymbol, node: Expression): Facts {
  const { annotations } = c;
  c.annotations = newAnnotations(symbol.node.firstId, symbol.node.id);
  const facts = checkExpression(c, node);
  c.annotations = annotations;
  return facts;
}

function isPassable(
  c: Checker,
  node: Expression,
  facts: Facts,
  wanted: Type,
  parameter: FunctionParameter,
): boolean {
  const { text: name } = parameter.name;
  if (facts.type === "void")
    complain(c, "E317", node, `This gives nothing, but \`${name}\` wants a value.`);
  else if (isTuple(facts.type))
    complain(c, "E318", node, `\`${name}\` takes one value, but this is ${spoken(facts.type)}.`);
  else if (!fits(facts.type, wanted))
    complain(
      c,
      "E310",
      node,
      `\`${name}\` is ${spoken(wanted)}, but this is ${spoken(facts.type)}.`,
    );
  else return true;
  return false;
}

const LIMIT_OF = {
  const: Qualifier.const,
  input: Qualifier.input,
  simple: Qualifier.simple,
  series: Qualifier.series,
} as const;

function withQualifier(
  c: Checker,
  node: Expression,
  facts: Facts,
  parameter: FunctionParameter,
): Facts {
  const word = parameter.type?.qualifier ?? null;
  const isChanged = c.changed.has(parameter.name);
  if (isChanged || word === "series") return factsOf(facts.type, Qualifier.series);
  if (word === null || facts.qualifier <= LIMIT_OF[word]) return facts;
  complain(
    c,
    "E319",
    node,
    `\`${parameter.name.text}\` must be fixed for the whole run, but this value can change from bar to bar.`,
  );
  return facts;
}

function instanceFor(
  c: Checker,
  node: Call,
  symbol: FunctionSymbol,
  facts: readonly Facts[],
): Instance | null {
  const key = facts.map(keyOf).join("|");
  const depth = { expressions: c.depth, calls: c.callDepth };
  const known = instanceOf(c, symbol, key);
  if (known !== null) {
    c.trace.calls.push({ instance: known, depth });
    return known;
  }
  if (c.callDepth >= LIMITS.callDepth) {
    complain(
      c,
      "E003",
      node,
      `Functions call each other more than ${LIMITS.callDepth} levels deep here: take a level out.`,
    );
    return null;
  }
  if (c.instances.length >= LIMITS.instances) {
    complain(
      c,
      "E004",
      node,
      "The functions of this file are called with too many different kinds of arguments: call them with fewer.",
    );
    return null;
  }
  const instance = newInstance(c, symbol, facts, key);
  c.trace.calls.push({ instance, depth });
  return instance;
}

/** Constants count as kinds of their own, because a timeframe or a length may come from one. */
function keyOf(facts: Facts): string {
  const type = isTuple(facts.type) ? "tuple" : facts.type;
  return `${type}:${facts.qualifier}:${facts.value === undefined ? "" : JSON.stringify(facts.value)}`;
}

function newInstance(
  c: Checker,
  symbol: FunctionSymbol,
  facts: readonly Facts[],
  key: string,
): Instance {
  const { annotations: outer, scope, frame, blockDepth, trace: outerTrace } = c;
  const depth = { expressions: c.depth, calls: c.callDepth };
  const trace = newTrace(symbol);
  const annotations = newAnnotations(symbol.node.firstId, symbol.node.id);
  c.annotations = annotations;
  c.scope = innerScope(c.top);
  c.frame = symbol;
  c.trace = trace;
  c.blockDepth = 0;
  c.callDepth++;
  const parameters = declareParameters(c, symbol, facts);
  const result = checkBody(c, symbol.node.body);
  c.callDepth--;
  c.annotations = outer;
  c.scope = scope;
  c.frame = frame;
  c.trace = outerTrace;
  c.blockDepth = blockDepth;
  // A call may place orders or keep state, so that its value never stands for the call.
  const { type, qualifier } = result;
  const instance: Instance = {
    ...{ symbol, key, parameters, annotations, result: factsOf(type, qualifier) },
    ...{ trace, depth },
  };
  addInstance(c, instance);
  return instance;
}

function declareParameters(
  c: Checker,
  symbol: FunctionSymbol,
  facts: readonly Facts[],
): readonly VariableSymbol[] {
  return symbol.node.parameters.map((parameter, index): VariableSymbol => {
    const { name } = parameter;
    if (parameter.preset !== null) checkExpression(c, parameter.preset);
    if (c.scope.names.has(name.text)) {
      complain(
        c,
        "E305",
        name,
        `\`${name.text}\` is already a parameter of this function: give one of them another name.`,
      );
    }
    const variable: VariableSymbol = {
      kind: "variable",
      name: name.text,
      declared: name,
      facts: facts[index] ?? UNKNOWN,
      isMutable: c.changed.has(name),
      isKept: false,
      isGlobal: false,
    };
    c.scope.names.set(name.text, variable);
    aim(c, name, { kind: "variable", symbol: variable });
    return variable;
  });
}

/** Functions that nothing calls are checked with what their types say, and anything for the rest. */
export function checkUncalled(c: Checker, symbol: FunctionSymbol): Instance {
  const facts = symbol.node.parameters.map(({ type }) => declaredFacts(c, type));
  return newInstance(c, symbol, facts, "uncalled");
}

function declaredFacts(c: Checker, type: TypeName | null): Facts {
  const declared = type === null ? null : typeFrom(c, type);
  if (declared === null) return UNKNOWN;
  const word = type?.qualifier ?? null;
  return factsOf(declared, word === null ? Qualifier.const : LIMIT_OF[word]);
}
