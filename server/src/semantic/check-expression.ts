// Checks expressions, and values in whose place blocks may stand.
import { LIMITS } from "../base/limits.ts";
import type { Expression, History, PercentOf, Tuple } from "../syntax/tree.ts";
import { smallestValue } from "./check-arguments.ts";
import { checkIf, checkSwitch } from "./check-branches.ts";
import { checkCall } from "./check-calls.ts";
import { checkMember, checkName } from "./check-names.ts";
import { checkBinary, checkConditional, checkUnary } from "./check-operators.ts";
import { type Checker, complain, noted } from "./checker.ts";
import { timeframeOf } from "./timeframes.ts";
import {
  type Facts,
  Qualifier,
  UNKNOWN,
  VOID,
  constant,
  factsOf,
  isNumeric,
  isTuple,
  spoken,
} from "./types.ts";

/** What becomes of a value: it is needed, may be needed, or is dropped. */
export type Use = "needed" | "maybe" | "dropped";

/** Checks what stands after `=`, `:=`, `=>` or as a statement. */
export function checkValue(c: Checker, node: Expression, use: Use): Facts {
  switch (node.kind) {
    case "if":
      return noted(c, node, checkIf(c, node, use));
    case "switch":
      return noted(c, node, checkSwitch(c, node, use));
    case "loop":
      complain(
        c,
        "E904",
        { start: node.start, end: node.start + node.word.length },
        `Loops are not supported yet: \`${node.word}\` cannot run.`,
      );
      return noted(c, node, use === "needed" ? UNKNOWN : VOID);
    default:
      return checkExpression(c, node);
  }
}

export function checkExpression(c: Checker, node: Expression): Facts {
  if (c.depth >= LIMITS.depth) {
    complain(
      c,
      "E003",
      node,
      "Functions and expressions are nested too deeply here: take a level out.",
    );
    return noted(c, node, UNKNOWN);
  }
  c.depth++;
  const facts = factsFor(c, node);
  c.depth--;
  return facts;
}

function factsFor(c: Checker, node: Expression): Facts {
  switch (node.kind) {
    case "name":
      return checkName(c, node);
    case "member":
      return checkMember(c, node);
    case "call":
      return checkCall(c, node);
    case "history":
      return checkHistory(c, node);
    case "unary":
      return checkUnary(c, node, checkExpression);
    case "binary":
      return checkBinary(c, node, checkExpression);
    case "conditional":
      return checkConditional(c, node, checkExpression);
    case "group":
      return noted(c, node, checkExpression(c, node.inner));
    case "tuple":
      return checkTuple(c, node);
    case "percentOf":
      return checkPercentOf(c, node);
    default:
      return noted(c, node, literalFacts(c, node));
  }
}

function literalFacts(c: Checker, node: Expression): Facts {
  switch (node.kind) {
    case "number":
      return constant(node.isInt ? "int" : "float", node.value);
    case "percent":
      return constant("float", node.value);
    case "text":
      return constant("string", node.value);
    case "bool":
      return constant("bool", node.value);
    case "color":
      return constant("color", c.syntax.text.slice(node.start, node.end));
    case "span":
      return constant("timeframe", timeframeOf(node));
    default:
      return otherFacts(c, node);
  }
}

function otherFacts(c: Checker, node: Expression): Facts {
  if (node.kind === "unit") {
    complain(
      c,
      "E325",
      node,
      "A number with a unit stands only as an argument or in a declaration: write the plain number here.",
    );
  } else if (node.kind === "date") {
    complain(
      c,
      "E907",
      node,
      "Dates in bar logic are not supported yet: they stand in `period` only.",
    );
  }
  return UNKNOWN;
}

function checkTuple(c: Checker, node: Tuple): Facts {
  const elements = node.elements.map((element) => {
    const facts = checkExpression(c, element);
    if (facts.type !== "void" && !isTuple(facts.type)) return facts;
    complain(
      c,
      facts.type === "void" ? "E317" : "E318",
      element,
      `A part of a tuple is one value, but this is ${spoken(facts.type)}.`,
    );
    return UNKNOWN;
  });
  return noted(c, node, factsOf({ elements }, Qualifier.series));
}

function checkPercentOf(c: Checker, node: PercentOf): Facts {
  noted(c, node.percent, constant("float", node.percent.value));
  const facts = checkExpression(c, node.operand);
  if (isNumeric(facts.type)) return noted(c, node, factsOf("float", facts.qualifier));
  complain(c, "E311", node.operand, `\`of\` wants a number, but this is ${spoken(facts.type)}.`);
  return noted(c, node, UNKNOWN);
}

function checkHistory(c: Checker, node: History): Facts {
  const value = checkExpression(c, node.value);
  const offset = checkExpression(c, node.offset);
  const isSound = checkOffset(c, node, offset);
  return noted(c, node, isSound ? pastFacts(c, node, value) : UNKNOWN);
}

function checkOffset(c: Checker, node: History, offset: Facts): boolean {
  if (offset.type === "unknown") return true;
  if (offset.type !== "int") {
    complain(
      c,
      "E310",
      node.offset,
      `The offset in brackets is a whole number of bars, but this is ${spoken(offset.type)}.`,
    );
    return false;
  }
  const smallest = smallestValue(c, node.offset, offset);
  if (smallest !== null && smallest < 0) {
    const now =
      offset.value === undefined
        ? "can be negative within the parameter's range"
        : `is ${smallest}`;
    complain(
      c,
      "E403",
      node.offset,
      `An offset counts bars into the past, but this one ${now}: a negative one would be a value from the future.`,
    );
    return false;
  }
  if (typeof offset.value === "number" && offset.value > LIMITS.historyBars) {
    complain(
      c,
      "E410",
      node.offset,
      `An offset goes back at most ${LIMITS.historyBars} bars, but this one is ${offset.value}.`,
    );
    return false;
  }
  return true;
}

function pastFacts(c: Checker, node: History, value: Facts): Facts {
  const { type } = value;
  if (type === "int" || type === "float" || type === "bool") return factsOf(type, Qualifier.series);
  if (type === "na" || type === "unknown") return factsOf(type, Qualifier.series);
  if (type === "void" || isTuple(type)) {
    complain(
      c,
      type === "void" ? "E317" : "E318",
      node.value,
      `Only one value has a past, but this is ${spoken(type)}.`,
    );
  } else {
    complain(c, "E907", node.value, `The past of ${spoken(type)} is not supported yet.`);
  }
  return UNKNOWN;
}
