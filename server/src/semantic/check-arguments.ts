// Checks one argument against its parameter: type, unit, range, and when it must be known.
import { type QuickFix, replaceFix } from "../base/diagnostic.ts";
import type { Expression, PercentLiteral, Unit, UnitLiteral } from "../syntax/tree.ts";
import { checkExpression } from "./check-expression.ts";
import { targetAt } from "./checked.ts";
import { type Checker, bare, complain, noted } from "./checker.ts";
import type { ParameterSpec, ParameterType, ParameterUnit } from "./library/spec.ts";
import { numberOf } from "../base/decimal.ts";
import {
  type Facts,
  Qualifier,
  UNKNOWN,
  constant,
  fits,
  isTuple,
  spoken,
  spokenUnit,
} from "./types.ts";

export function checkArgument(
  c: Checker,
  node: Expression,
  spec: ParameterSpec,
  owner: string,
): Facts {
  if (spec.later === "refused") {
    complain(
      c,
      "E905",
      node,
      `The argument \`${spec.name}\` of \`${owner}\` is not supported yet: remove it.`,
    );
    checkExpression(c, node);
    return UNKNOWN;
  }
  if (spec.later === "unused") {
    complain(c, "W303", node, `The argument \`${spec.name}\` of \`${owner}\` has no effect yet.`);
  }
  const facts = checkUnits(c, node, spec) ?? checkExpression(c, node);
  const isSound = checkType(c, node, spec, owner, facts) && checkKnown(c, node, spec, owner, facts);
  if (!isSound) return UNKNOWN;
  checkRange(c, node, spec, owner, facts);
  return facts;
}

const UNITS_OF: Readonly<Record<Unit, ParameterUnit>> = {
  ticks: "ticks",
  bars: "bars",
  contracts: "quantity",
  money: "money",
};

const PLACES: Readonly<Record<ParameterUnit, string>> = {
  price: "a price",
  ticks: "a number of ticks",
  money: "an amount of money",
  quantity: "a quantity",
  bars: "a number of bars",
  percent: "a percent",
  percentPoints: "a percent",
};

/** Facts of a literal with a unit, or null for anything else: plain numbers fit everywhere. */
function checkUnits(c: Checker, node: Expression, spec: ParameterSpec): Facts | null {
  const literal = bare(node);
  if (literal.kind === "unit") return notedDown(c, node, unitFacts(c, node, literal, spec));
  if (literal.kind === "percent") return notedDown(c, node, percentFacts(c, node, literal, spec));
  return null;
}

function unitFacts(c: Checker, node: Expression, literal: UnitLiteral, spec: ParameterSpec): Facts {
  if (spec.unit === UNITS_OF[literal.unit]) {
    return constant(literal.isInt ? "int" : "float", literal.value);
  }
  refuseUnit(c, node, spec, spokenUnit(literal.unit), literal.unit);
  return UNKNOWN;
}

function percentFacts(
  c: Checker,
  node: Expression,
  literal: PercentLiteral,
  spec: ParameterSpec,
): Facts {
  if (spec.unit === "percentPoints") return constant("float", literal.points);
  if (spec.unit === undefined || spec.unit === "percent") return constant("float", literal.value);
  refuseUnit(c, node, spec, "a percent", null);
  return UNKNOWN;
}

/** Also for the brackets around a literal. */
function notedDown(c: Checker, node: Expression, facts: Facts): Facts {
  let at = node;
  while (at.kind === "group") {
    noted(c, at, facts);
    at = at.inner;
  }
  return noted(c, at, facts);
}

function refuseUnit(
  c: Checker,
  node: Expression,
  spec: ParameterSpec,
  given: string,
  unit: Unit | null,
): void {
  const place = spec.unit === undefined ? "a plain value" : PLACES[spec.unit];
  const { advice, fixes } = unitAdvice(c, node, spec, unit);
  complain(c, "E325", node, `\`${spec.name}\` is ${place}, but this is ${given}${advice}`, {
    fixes,
  });
}

interface Advice {
  readonly advice: string;
  readonly fixes: readonly QuickFix[];
}

function unitAdvice(c: Checker, node: Expression, spec: ParameterSpec, unit: Unit | null): Advice {
  if (unit === "ticks" && spec.inTicks !== undefined) {
    const text = c.syntax.text.slice(node.start, node.end);
    const label = new RegExp(`\\b${spec.name}\\s*=\\s*$`).exec(
      c.syntax.text.slice(Math.max(0, node.start - 60), node.start),
    );
    const start = node.start - (label?.[0].length ?? 0);
    const better = `${spec.inTicks} = ${text}`;
    const fixes =
      label === null ? [] : [replaceFix(`Write \`${better}\``, { start, end: node.end }, better)];
    return { advice: `: \`${better}\` is the distance.`, fixes };
  }
  if (spec.unit === "money" && unit === null) {
    const place = { start: node.end, end: node.end };
    return {
      advice: ": write `… % of equity`.",
      fixes: [replaceFix("Write `of equity`", place, " of equity")],
    };
  }
  return { advice: ": write it in the right unit, or as a plain number.", fixes: [] };
}

function checkType(
  c: Checker,
  node: Expression,
  spec: ParameterSpec,
  owner: string,
  facts: Facts,
): boolean {
  const { type } = facts;
  if (isOfType(facts, spec.type)) return true;
  if (type === "na" && spec.type === "bool") {
    complain(c, "E313", node, `\`${spec.name}\` is a bool, which is never na: write \`false\`.`);
  } else if (type === "void") {
    complain(
      c,
      "E317",
      node,
      `This gives nothing, but \`${owner}\` wants a value for \`${spec.name}\`.`,
    );
  } else if (spec.type === "bool") {
    complain(
      c,
      "E310",
      node,
      `\`${spec.name}\` of \`${owner}\` is true or false, but this is ${spoken(type)}: compare it with something.`,
    );
  } else {
    complain(
      c,
      "E310",
      node,
      `\`${spec.name}\` of \`${owner}\` is ${wantedType(spec.type)}, but this is ${spoken(type)}.`,
    );
  }
  return false;
}

function isOfType(facts: Facts, wanted: ParameterType): boolean {
  const { type } = facts;
  if (type === "unknown") return true;
  if (wanted === "any") return type !== "void";
  if (wanted === "plain") return type === "bool" || fits(type, "float");
  return !isTuple(type) && fits(type, wanted);
}

function wantedType(wanted: ParameterType): string {
  if (wanted === "plain") return "a number or a bool";
  return wanted === "any" ? "a value" : spoken(wanted);
}

const KNOWN_BY: Readonly<Record<Qualifier, string>> = {
  0: "must be written in the text",
  1: "must be written in the text or be a parameter",
  2: "must be fixed for the whole run",
  3: "",
};

function checkKnown(
  c: Checker,
  node: Expression,
  spec: ParameterSpec,
  owner: string,
  facts: Facts,
): boolean {
  const limit = spec.known ?? Qualifier.series;
  if (facts.qualifier <= limit) return true;
  const now =
    facts.qualifier === Qualifier.series
      ? "can change from bar to bar"
      : "is only known when the run begins";
  complain(
    c,
    "E319",
    node,
    `\`${spec.name}\` of \`${owner}\` ${KNOWN_BY[limit]}, but this value ${now}.`,
  );
  return false;
}

function checkRange(
  c: Checker,
  node: Expression,
  spec: ParameterSpec,
  owner: string,
  facts: Facts,
): void {
  const { least, options } = spec;
  if (
    options !== undefined &&
    typeof facts.value === "string" &&
    !facts.value.startsWith(`${options}_`)
  ) {
    complain(
      c,
      "E310",
      node,
      `\`${spec.name}\` of \`${owner}\` is one of the settings \`${options}_…\`, not \`${facts.value}\`.`,
    );
  }
  if (least === undefined) return;
  const smallest = smallestValue(c, node, facts);
  if (smallest === null || smallest >= least) return;
  const isParameter = facts.value === undefined;
  const detail = isParameter ? `can be ${smallest} within the parameter's range` : `is ${smallest}`;
  complain(
    c,
    "E329",
    node,
    `\`${spec.name}\` of \`${owner}\` is at least ${least}, but this ${detail}.`,
  );
}

/** The smallest value that the text allows, or null when it says nothing about it. */
export function smallestValue(c: Checker, node: Expression, facts: Facts): number | null {
  if (typeof facts.value === "number") return facts.value;
  const target = targetAt(c.annotations, bare(node));
  if (target?.kind !== "parameter") return null;
  const { info } = target.symbol;
  return info.range === null ? info.preset : numberOf(info.range.from);
}
