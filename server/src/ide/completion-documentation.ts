// The documentation of a proposal, made when the editor shows it.
import type { Analysis } from "./analysis.ts";
import type { DocumentationOf } from "./completion-item.ts";
import { keyDoc, libraryDoc } from "./documentation.ts";
import { bindingAt } from "./name-table.ts";
import { bindingDoc, libraryArgumentDoc } from "./hover.ts";

/** Without an analysis nothing is known of what a text declares. */
export function completionDocumentation(
  analysis: Analysis | null,
  of: DocumentationOf,
): string | null {
  switch (of.of) {
    case "library":
      return libraryDoc(of.name);
    case "key":
      return keyDoc(of.word, of.key);
    case "argument":
      return libraryArgumentDoc(of.call, of.name);
    case "words":
      return of.markdown;
    case "name": {
      if (analysis === null) return null;
      const binding = bindingAt(analysis.names, of.declared);
      return binding?.node.start !== of.declared
        ? null
        : bindingDoc(analysis, binding, binding.node);
    }
  }
}
