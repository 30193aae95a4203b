// Plans as read-only documents: what the engine will do, in words.
import { EventEmitter, Uri, type TextDocumentContentProvider } from "vscode";
import type { Language } from "./language.ts";

export class PlanDocuments implements TextDocumentContentProvider {
  static readonly scheme = "backtestr-plan";
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #language: Language;

  constructor(language: Language) {
    this.#language = language;
  }

  /** The plan may be another than when its document was last read. */
  refresh(plan: Uri): void {
    this.#changed.fire(plan);
  }

  static uriFor(strategy: Uri): Uri {
    const query = encodeURIComponent(strategy.toString());
    return Uri.from({ scheme: PlanDocuments.scheme, path: `${strategy.path}.plan`, query });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const strategy = Uri.parse(decodeURIComponent(uri.query));
    const text = await this.#language.planText(strategy);
    return text ?? "The strategy is not open: open it, then show its plan again.";
  }
}
