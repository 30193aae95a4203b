// Datasets as read-only documents: what the store records of each.
import {
  EventEmitter,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from "vscode";
import { datasetsOf, type Requests } from "@backtestr/hub";
import { datasetDocument } from "../core/dataset-words.ts";
import { sentenceOf } from "../core/sentence.ts";
import { settings } from "./settings.ts";

export class DatasetDocuments implements TextDocumentContentProvider, Disposable {
  static readonly scheme = "backtestr-dataset";
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #client: Requests;

  constructor(client: Requests) {
    this.#client = client;
  }

  async show(name: string): Promise<void> {
    const { scheme } = DatasetDocuments;
    const path = `/${name.replace(/[\\/]/g, "-")}.txt`;
    const uri = Uri.from({ scheme, path, query: encodeURIComponent(name) });
    // An import may have added to what an open document says.
    this.#changed.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent({ query }: Uri): Promise<string> {
    const name = decodeURIComponent(query);
    const all = await datasetsOf(this.#client);
    if (!all.ok) return sentenceOf(all.error);
    const dataset = all.value.find((one) => one.name === name);
    return dataset === undefined
      ? `The store no longer has the dataset ${name}.`
      : datasetDocument(dataset, settings().timeZone);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
