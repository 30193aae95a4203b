// Prints syntax trees as bracketed text, so that tests can show a tree in one line.
import type {
  Argument,
  Block,
  Expression,
  Statement,
  SyntaxFile,
  TypeName,
} from "../../src/syntax/tree.ts";

export function printFile(file: SyntaxFile): string {
  return file.statements.map(printStatement).join("\n");
}

function printBlock(block: Block): string {
  return `{${block.statements.map(printStatement).join("; ")}}`;
}

function printType(type: TypeName | null): string {
  if (type === null) return "";
  return `${[type.qualifier, type.name].filter((part) => part !== null && part !== "").join(" ")} `;
}

export function printStatement(node: Statement): string {
  switch (node.kind) {
    case "declare": {
      const mode = node.mode === "plain" ? "" : `${node.mode} `;
      return `${mode}${printType(node.type)}${node.name.text} = ${print(node.value)}`;
    }
    case "declareTuple":
      return `[${node.names.map((name) => name.text).join(", ")}] = ${print(node.value)}`;
    case "assign":
      return `${print(node.target)} ${node.operator ?? ":"}= ${print(node.value)}`;
    case "function": {
      const parameters = node.parameters.map(
        (p) =>
          `${printType(p.type)}${p.name.text}${p.preset === null ? "" : ` = ${print(p.preset)}`}`,
      );
      return `${node.name.text}(${parameters.join(", ")}) => ${printBlock(node.body)}`;
    }
    case "expression":
      return print(node.value);
    case "jump":
      return node.word;
    case "header": {
      const entries = node.entries.map((entry) => `${entry.key.text} = ${print(entry.value)}`);
      return `${node.word}${node.title === null ? "" : ` "${node.title.value}"`} {${entries.join("; ")}}`;
    }
    case "parameter": {
      const range =
        node.from === null || node.to === null
          ? ""
          : ` in ${print(node.from)} .. ${print(node.to)}`;
      const step = node.step === null ? "" : ` step ${print(node.step)}`;
      const title = node.title === null ? "" : ` "${node.title.value}"`;
      return `param ${node.name.text} = ${print(node.value)}${range}${step}${title}`;
    }
    case "require":
      return `require ${print(node.condition)}`;
    case "unsupported":
      return `<${node.what}>`;
  }
}

function printArgument(argument: Argument): string {
  const value = print(argument.value);
  return argument.name === null ? value : `${argument.name.text}=${value}`;
}

export function print(node: Expression): string {
  switch (node.kind) {
    case "number":
    case "bool":
      return String(node.value);
    case "percent":
      return `${node.points}%`;
    case "unit":
      return `${node.value} ${node.word}`;
    case "span":
      return `${node.count}${node.unit}`;
    case "date": {
      const { year, month, day, hour, minute } = node.civil;
      return `${year}-${month}-${day}${node.hasTime ? `T${hour}:${minute}` : ""}`;
    }
    case "text":
      return JSON.stringify(node.value);
    case "color":
      return "#";
    case "name":
      return node.text;
    case "missing":
      return "?";
    case "group":
      return print(node.inner);
    default:
      return printCompound(node);
  }
}

function printCompound(node: Expression): string {
  switch (node.kind) {
    case "member":
      return `${print(node.object)}.${print(node.name)}`;
    case "call":
      return `${print(node.callee)}(${node.arguments.map(printArgument).join(", ")})`;
    case "history":
      return `${print(node.value)}[${print(node.offset)}]`;
    case "unary":
      return `(${node.operator} ${print(node.operand)})`;
    case "binary":
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case "conditional":
      return `(${print(node.test)} ? ${print(node.yes)} : ${print(node.no)})`;
    case "tuple":
      return `[${node.elements.map(print).join(", ")}]`;
    case "percentOf":
      return `(${print(node.percent)} of ${print(node.operand)})`;
    default:
      return printBlocky(node);
  }
}

function printBlocky(node: Expression): string {
  switch (node.kind) {
    case "if":
      return node.branches
        .map((b) => `${b.test === null ? "else" : `if ${print(b.test)}`} ${printBlock(b.block)}`)
        .join(" ");
    case "switch": {
      const cases = node.cases.map(
        (c) => `${c.test === null ? "" : print(c.test)} => ${printBlock(c.block)}`,
      );
      return `switch ${node.subject === null ? "" : print(node.subject)} {${cases.join("; ")}}`;
    }
    case "loop":
      return `${node.word} ${printBlock(node.block)}`;
    case "range":
      return `${print(node.from)} .. ${print(node.to)}`;
    case "qualified":
      return `(${print(node.value)} per ${node.word.text})`;
    case "list":
      return node.items.map(print).join(" , ");
    default:
      return `<${node.kind}>`;
  }
}
