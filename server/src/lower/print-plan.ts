// Writes a plan as text that people can read and compare: one line a node, cell and statement.
import type { Argument, Operation, Plan, Statement } from "@backtestr/client";

export function printPlan(plan: Plan): string {
  const lines = [
    ...plan.parameters.map(
      ({ name, valueType }, index) => `parameter p${index} ${name}: ${valueType}`,
    ),
    ...plan.contexts
      .slice(1)
      .map(({ timeframe }, index) => `context @${index + 1} ${timeframe ?? ""}`),
    ...plan.nodes.map(
      ({ context, operation }, index) =>
        `${nodeName(index)}${context === 0 ? "" : `@${context}`} = ${printOperation(operation)}`,
    ),
    ...plan.cells.map(
      ({ context, valueType, next }, index) =>
        `cell c${index}${context === 0 ? "" : `@${context}`}: ${valueType} next ${nodeName(next)}`,
    ),
    ...plan.statements.map((statement) => printStatement(statement, plan)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function nodeName(index: number): string {
  return `%${index}`;
}

function printOperation(operation: Operation): string {
  switch (operation.op) {
    case "number":
    case "bool":
      return String(operation.value);
    case "na":
      return "na";
    case "parameter":
      return `p${operation.parameter}`;
    case "series":
      return operation.series;
    case "instrument":
    case "account":
      return `${operation.op}.${operation.field}`;
    case "cell":
      return `c${operation.cell}`;
    case "confirmed":
      return `confirmed ${nodeName(operation.value)}`;
    default:
      return printCompound(operation);
  }
}

type Compound = Extract<
  Operation,
  { readonly op: "unary" | "binary" | "select" | "history" | "indicator" }
>;

function printCompound(operation: Compound): string {
  switch (operation.op) {
    case "unary":
      return `${operation.function} ${nodeName(operation.value)}`;
    case "binary":
      return `${operation.function} ${nodeName(operation.left)} ${nodeName(operation.right)}`;
    case "select":
      return `select ${nodeName(operation.test)} ${nodeName(operation.yes)} ${nodeName(operation.no)}`;
    case "history":
      return `history ${nodeName(operation.value)} [${nodeName(operation.offset)}]`;
    case "indicator": {
      const settings =
        operation.settings.length === 0 ? "" : `; ${operation.settings.map(nodeName).join(" ")}`;
      return `${operation.function}(${operation.inputs.map(nodeName).join(" ")}${settings})`;
    }
  }
}

function printStatement(statement: Statement, plan: Plan): string {
  const text = (index: number): string => JSON.stringify(plan.texts[index] ?? "");
  if (statement.does === "plot")
    return `plot ${nodeName(statement.value)} ${text(statement.title)}`;
  const when = statement.guard === null ? "" : `when ${nodeName(statement.guard)} `;
  return `${when}${statement.does}${printDetails(statement, text)}`;
}

const TEXTS: ReadonlySet<string> = new Set(["id", "fromEntry", "entry", "comment"]);

/** Every field of a statement that is given, in the order of the wire. */
function printDetails(statement: Statement, text: (index: number) => string): string {
  const parts: string[] = [];
  const fields: readonly (readonly [string, Detail])[] = Object.entries(statement);
  for (const [key, value] of fields) {
    if (key === "does" || key === "guard" || value === null) continue;
    parts.push(`${key}=${printDetail(key, value, text)}`);
  }
  return parts.map((part) => ` ${part}`).join("");
}

type Detail = string | number | Argument | null;

function printDetail(
  key: string,
  value: string | number | Argument,
  text: (index: number) => string,
): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return TEXTS.has(key) ? text(value) : nodeName(value);
  return value.given === null
    ? nodeName(value.value)
    : `${nodeName(value.value)} if ${nodeName(value.given)}`;
}
