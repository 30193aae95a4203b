// The outline of a text: header, data, account, parameters, functions and names.
import type { TextRange } from "../base/text-range.ts";
import type { Header, Name, Statement, SyntaxFile } from "../syntax/tree.ts";

export type SymbolKind = "strategy" | "block" | "key" | "parameter" | "function" | "variable";

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  /** The whole declaration, and the part that names it. */
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols(syntax: SyntaxFile): readonly DocumentSymbol[] {
  return symbolsOf(syntax, syntax.statements);
}

function symbolsOf(
  syntax: SyntaxFile,
  statements: readonly Statement[],
): readonly DocumentSymbol[] {
  return statements.flatMap((statement) => symbolsIn(syntax, statement));
}

function symbolsIn(syntax: SyntaxFile, statement: Statement): readonly DocumentSymbol[] {
  switch (statement.kind) {
    case "header":
      return [headerSymbol(syntax, statement)];
    case "parameter":
      return [named(syntax, statement.name, "parameter", statement, statement.value)];
    case "function":
      return [
        {
          ...named(syntax, statement.name, "function", statement, null),
          children: symbolsOf(syntax, statement.body.statements),
        },
      ];
    case "declare":
      return [named(syntax, statement.name, "variable", statement, statement.value)];
    case "declareTuple":
      return statement.names.map((name) =>
        named(syntax, name, "variable", statement, statement.value),
      );
    default:
      return [];
  }
}

function headerSymbol(syntax: SyntaxFile, header: Header): DocumentSymbol {
  const word = { start: header.start, end: header.wordEnd };
  const title = header.title?.value ?? "";
  return {
    name: header.word === "strategy" && title !== "" ? title : header.word,
    detail: header.word === "strategy" ? "strategy" : "",
    kind: header.word === "strategy" ? "strategy" : "block",
    range: { start: header.start, end: Math.max(header.end, header.wordEnd) },
    nameRange: word,
    children: header.entries.map((entry) => named(syntax, entry.key, "key", entry, entry.value)),
  };
}

/** A text for an outline: its first line, shortened. */
function firstLine(text: string, { start, end }: TextRange): string {
  const [line = ""] = text.slice(start, Math.min(end, start + 60)).split(/[\r\n]/);
  return line.length < end - start ? `${line.slice(0, 50)}…` : line;
}

function named(
  syntax: SyntaxFile,
  name: Name,
  kind: SymbolKind,
  { start, end }: TextRange,
  value: TextRange | null,
): DocumentSymbol {
  return {
    name: name.text,
    detail: value === null ? "" : firstLine(syntax.text, value),
    kind,
    range: { start: Math.min(start, name.start), end: Math.max(end, name.end) },
    nameRange: { start: name.start, end: name.end },
    children: [],
  };
}
