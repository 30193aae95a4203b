// Checks `if` and `switch`: their tests, their blocks, and the type that the branches share.
import type { Block, Expression, If, Switch } from "../syntax/tree.ts";
import { type Use, checkExpression } from "./check-expression.ts";
import { branchFacts, isCondition } from "./check-operators.ts";
import { checkBlock } from "./check-statements.ts";
import { type Checker, complain } from "./checker.ts";
import {
  type Facts,
  NA,
  Qualifier,
  UNKNOWN,
  VOID,
  constant,
  higher,
  spoken,
  unified,
} from "./types.ts";

interface Arm {
  readonly block: Block;
  readonly facts: Facts;
}

export function checkIf(c: Checker, node: If, use: Use): Facts {
  const arms: Arm[] = [];
  let qualifier: Qualifier = Qualifier.const;
  for (const { test, block } of node.branches) {
    if (test !== null) qualifier = higher(qualifier, checkTest(c, test, "`if`"));
    arms.push({ block, facts: inBlock(c, block, use) });
  }
  const isComplete = node.branches.at(-1)?.test === null;
  return shared(c, node, arms, isComplete, qualifier, use);
}

function checkTest(c: Checker, test: Expression, owner: string): Qualifier {
  const facts = checkExpression(c, test);
  isCondition(c, test, facts, owner);
  return facts.qualifier;
}

function inBlock(c: Checker, block: Block, use: Use): Facts {
  c.blockDepth++;
  const facts = checkBlock(c, block, use);
  c.blockDepth--;
  return facts;
}

export function checkSwitch(c: Checker, node: Switch, use: Use): Facts {
  const subject = node.subject === null ? null : checkExpression(c, node.subject);
  const arms: Arm[] = [];
  let qualifier: Qualifier = subject?.qualifier ?? Qualifier.const;
  for (const { test, block } of node.cases) {
    if (test !== null) qualifier = higher(qualifier, checkCase(c, test, subject));
    arms.push({ block, facts: inBlock(c, block, use) });
  }
  const isComplete = node.cases.some(({ test }) => test === null);
  return shared(c, node, arms, isComplete, qualifier, use);
}

function checkCase(c: Checker, test: Expression, subject: Facts | null): Qualifier {
  if (subject === null) return checkTest(c, test, "A case");
  const facts = checkExpression(c, test);
  const common = unified(facts.type, subject.type);
  if (common === null || common === "void") {
    complain(
      c,
      "E311",
      test,
      `The cases are compared with ${spoken(subject.type)}, but this is ${spoken(facts.type)}.`,
    );
  }
  return facts.qualifier;
}

/** Where no branch is taken the value is na, or false for a bool. */
function shared(
  c: Checker,
  node: Expression,
  arms: readonly Arm[],
  isComplete: boolean,
  qualifier: Qualifier,
  use: Use,
): Facts {
  if (use === "dropped") return VOID;
  const values = arms.map(({ facts }) => facts);
  if (!isComplete) values.push(missingValue(values));
  if (use === "maybe") return canShare(values) ? branchFacts(c, node, values, qualifier) : VOID;
  const nothing = arms.find(({ facts }) => facts.type === "void");
  if (nothing === undefined) return branchFacts(c, node, values, qualifier);
  const { block } = nothing;
  const place = block.start < block.end ? block : node;
  complain(
    c,
    "E317",
    place,
    "This branch gives nothing, but a value is wanted: end it with an expression.",
  );
  return UNKNOWN;
}

function missingValue(values: readonly Facts[]): Facts {
  return values.some(({ type }) => type === "bool") ? constant("bool", false) : NA;
}

function canShare(values: readonly Facts[]): boolean {
  let common = values[0]?.type ?? "void";
  for (const { type } of values) {
    const next = unified(common, type);
    if (next === null || next === "void") return false;
    common = next;
  }
  return true;
}
