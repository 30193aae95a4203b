// The texts of saved runs: as read-only documents, against the strategy of today, as command lines.
import {
  Uri,
  commands,
  env,
  window,
  workspace,
  type TextDocument,
  type TextDocumentContentProvider,
} from "vscode";
import { factOf, isTextOf, savedRuns, type Requests, type SavedRunInfo } from "@backtestr/hub";
import { commandLineOf } from "../core/command-line.ts";
import { savedRunName, strategyName } from "../core/saved-run.ts";
import { SAVED_TEXT_SCHEME, isStrategy } from "./documents.ts";
import type { Language } from "./language.ts";
import { sentenceOf } from "../core/sentence.ts";
import { settings } from "./settings.ts";

const SAID_MS = 6_000;
const TOO_LONG = "The text of this run was too long to be kept with it.";

export class SavedTexts implements TextDocumentContentProvider {
  static readonly scheme = SAVED_TEXT_SCHEME;
  readonly #client: Requests;

  constructor(client: Requests) {
    this.#client = client;
  }

  static uriFor(info: SavedRunInfo): Uri {
    const { scheme } = SavedTexts;
    return Uri.from({ scheme, path: `/${strategyName(info)}`, query: info.saved });
  }

  async provideTextDocumentContent({ query }: Uri): Promise<string> {
    const all = await savedRuns(this.#client, null);
    if (!all.ok) return sentenceOf(all.error);
    const info = all.value.find(({ saved }) => saved === query);
    if (info === undefined) return `The store no longer has the run ${query}.`;
    return factOf(info, "text") ?? TOO_LONG;
  }
}

/** Shows what has changed in a strategy since a run of it. */
export async function diffWithNow(info: SavedRunInfo): Promise<void> {
  if (factOf(info, "text") === null) {
    void window.showInformationMessage(TOO_LONG);
    return;
  }
  const saved = SavedTexts.uriFor(info);
  const now = await strategyToday(info);
  if (now === null) {
    await window.showTextDocument(await workspace.openTextDocument(saved), { preview: true });
    void window.showInformationMessage(`${goneSentence(info)} This is the text of the run.`);
    return;
  }
  const name = savedRunName(info, settings().timeZone);
  const title = `${strategyName(info)} (${name} ↔ now)`;
  await commands.executeCommand("vscode.diff", saved, now.uri, title, { preview: true });
  if (isTextOf(info, now.getText())) {
    window.setStatusBarMessage("The text is the one of that run.", SAID_MS);
  }
}

/** Copies what makes the run again in a terminal, and says when it no longer would. */
export async function copyCommandLine(language: Language, info: SavedRunInfo): Promise<void> {
  const now = await strategyToday(info);
  const today = now === null ? null : await language.answerOf(now);
  const line = commandLineOf(info, today, settings().dataHome);
  if (line === null) {
    const why = "This run does not say what it was made with: another version saved it.";
    void window.showInformationMessage(why);
    return;
  }
  await env.clipboard.writeText(line);
  if (now === null) {
    void window.showWarningMessage(`Copied, but ${goneSentence(info)} Name its new place.`);
  } else if (isTextOf(info, now.getText()) && !now.isDirty) {
    window.setStatusBarMessage(`Copied: ${line}`, SAID_MS);
  } else {
    await offerDiff(info);
  }
}

async function offerDiff(info: SavedRunInfo): Promise<void> {
  const show = "Show Difference";
  const sentence = `Copied, but the text of ${strategyName(info)} is no longer the one of that run.`;
  if ((await window.showWarningMessage(sentence, show)) === show) await diffWithNow(info);
}

function goneSentence(info: SavedRunInfo): string {
  return `${info.label.strategy} was moved or deleted.`;
}

/** null when its file is gone. */
async function strategyToday({ label }: SavedRunInfo): Promise<TextDocument | null> {
  const uri = Uri.file(label.strategy);
  try {
    await workspace.fs.stat(uri);
  } catch {
    // Whatever stands in the way of the file, it cannot be compared with.
    return null;
  }
  const document = await workspace.openTextDocument(uri);
  return isStrategy(document) ? document : null;
}
