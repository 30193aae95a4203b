// Shows diagnostics as short text: the code and what it covers, in the order of the text.
import { type Diagnostic, sortedDiagnostics } from "../../src/base/diagnostic.ts";

export function shown(text: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  return sortedDiagnostics(diagnostics).map(({ code, range }) => {
    const covered = text.slice(range.start, range.end);
    return covered === "" ? code : `${code} ${covered.split("\n")[0] ?? ""}`;
  });
}
