// Reads configuration files into flat entries that know where they stand. Checks form, not meaning.
import { ParseError, parseTOML, type AST } from "toml-eslint-parser";

/** One given value: `store.data_home = "x"` on line 3. */
export interface Entry {
  readonly path: readonly string[];
  readonly value: unknown;
  /** From 1; null where there are no lines (environment, command line). */
  readonly line: number | null;
}

export type EntriesResult =
  | { readonly ok: true; readonly entries: readonly Entry[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

export function entriesOfToml(text: string): EntriesResult {
  try {
    const program = parseTOML(text);
    return { ok: true, entries: program.body.flatMap((table) => entriesOfTable(table)) };
  } catch (error) {
    // The parser reports what is wrong with a text by throwing; anything else is a bug of ours.
    if (!(error instanceof ParseError)) throw error;
    return { ok: false, line: error.lineNumber, message: `This is not TOML: ${error.message}.` };
  }
}

function entriesOfTable(table: AST.TOMLTopLevelTable): readonly Entry[] {
  return table.body.flatMap((item) => {
    if (item.type === "TOMLKeyValue") return entriesOfPair(item, []);
    const path = namesOf(item.key);
    if (item.body.length === 0) return [];
    return item.body.flatMap((pair) => entriesOfPair(pair, path));
  });
}

function entriesOfPair(pair: AST.TOMLKeyValue, above: readonly string[]): readonly Entry[] {
  const path = [...above, ...namesOf(pair.key)];
  const { value } = pair;
  if (value.type === "TOMLInlineTable") {
    return value.body.flatMap((inner) => entriesOfPair(inner, path));
  }
  const held: unknown = value.type === "TOMLArray" ? [] : plainValue(value.value);
  return [{ path, value: held, line: pair.loc.start.line }];
}

/** The parser gives whole numbers as bigint where they are large. */
function plainValue(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

function namesOf(key: AST.TOMLKey): readonly string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export type VariablesResult =
  | { readonly ok: true; readonly variables: readonly Variable[] }
  | { readonly ok: false; readonly line: number; readonly message: string };

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/** Lines of the form NAME=value; `#` begins a comment, quotes around the value are taken off. */
export function variablesOf(text: string): VariablesResult {
  const variables: Variable[] = [];
  for (const [at, raw] of text.split(/\r\n|\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = ASSIGNMENT.exec(line);
    if (match === null) {
      return { ok: false, line: at + 1, message: `"${line}" is not of the form NAME=value.` };
    }
    const [, name = "", value = ""] = match;
    variables.push({ name, value: unquoted(value), line: at + 1 });
  }
  return { ok: true, variables };
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted === null ? value.replace(/\s+#.*$/, "") : (quoted[2] ?? "");
}
