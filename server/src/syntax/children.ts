// The parts of a node in the order of the text, for walks that treat all nodes alike.
import type {
  Argument,
  Block,
  Entry,
  Expression,
  FunctionParameter,
  IfBranch,
  Statement,
  SwitchCase,
  TypeName,
} from "./tree.ts";

/** A node that has a number. */
export type TreeNode =
  Statement | Expression | Argument | Entry | FunctionParameter | IfBranch | SwitchCase | TypeName;

export type Visit = (node: TreeNode) => void;

function maybe(visit: Visit, ...nodes: readonly (TreeNode | null)[]): void {
  for (const node of nodes) if (node !== null) visit(node);
}

function all(visit: Visit, nodes: readonly TreeNode[]): void {
  for (const node of nodes) visit(node);
}

export function visitChildren(node: TreeNode, visit: Visit): void {
  if ("kind" in node) visitKind(node, visit);
  else visitPart(node, visit);
}

function visitPart(
  node: Argument | Entry | FunctionParameter | IfBranch | SwitchCase | TypeName,
  visit: Visit,
): void {
  if ("block" in node) {
    maybe(visit, node.test);
    visitBlock(node.block, visit);
  } else if ("preset" in node) maybe(visit, node.type, node.name, node.preset);
  else if ("key" in node) maybe(visit, node.key, node.value);
  else if ("value" in node) maybe(visit, node.name, node.value);
}

export function visitBlock(block: Block, visit: Visit): void {
  all(visit, block.statements);
}

function visitKind(node: Statement | Expression, visit: Visit): void {
  switch (node.kind) {
    case "declare": {
      maybe(visit, node.type, node.name, node.value);
      return;
    }
    case "declareTuple":
      all(visit, node.names);
      {
        maybe(visit, node.value);
        return;
      }
    case "assign": {
      maybe(visit, node.target, node.value);
      return;
    }
    case "function":
      maybe(visit, node.name);
      all(visit, node.parameters);
      {
        visitBlock(node.body, visit);
        return;
      }
    case "expression": {
      visit(node.value);
      return;
    }
    case "header":
      maybe(visit, node.title);
      {
        all(visit, node.entries);
        return;
      }
    case "parameter": {
      maybe(visit, node.name, node.value, node.from, node.to, node.step, node.title);
      return;
    }
    case "require": {
      visit(node.condition);
      return;
    }
    case "jump":
    case "unsupported":
      return;
    default:
      visitExpression(node, visit);
  }
}

function visitExpression(node: Expression, visit: Visit): void {
  switch (node.kind) {
    case "member": {
      maybe(visit, node.object, node.name);
      return;
    }
    case "call":
      visit(node.callee);
      all(visit, node.typeArguments);
      {
        all(visit, node.arguments);
        return;
      }
    case "history": {
      maybe(visit, node.value, node.offset);
      return;
    }
    case "unary": {
      visit(node.operand);
      return;
    }
    case "binary": {
      maybe(visit, node.left, node.right);
      return;
    }
    case "conditional": {
      maybe(visit, node.test, node.yes, node.no);
      return;
    }
    case "group": {
      visit(node.inner);
      return;
    }
    case "tuple": {
      all(visit, node.elements);
      return;
    }
    case "if": {
      all(visit, node.branches);
      return;
    }
    default:
      visitRare(node, visit);
  }
}

function visitRare(node: Expression, visit: Visit): void {
  switch (node.kind) {
    case "percentOf": {
      maybe(visit, node.percent, node.operand);
      return;
    }
    case "switch":
      maybe(visit, node.subject);
      {
        all(visit, node.cases);
        return;
      }
    case "loop": {
      visitBlock(node.block, visit);
      return;
    }
    case "range": {
      maybe(visit, node.from, node.to);
      return;
    }
    case "qualified": {
      maybe(visit, node.value, node.word);
      return;
    }
    case "list": {
      all(visit, node.items);
      return;
    }
    default:
      return;
  }
}

/** The node and everything below it, outer nodes first. */
export function visitTree(node: TreeNode, visit: Visit): void {
  visit(node);
  visitChildren(node, (child) => {
    visitTree(child, visit);
  });
}
