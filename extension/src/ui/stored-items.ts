// Changes things of the store: removes them with a way back, renames and pins them; says what failed.
import { window } from "vscode";
import {
  pinItem,
  removeItem,
  renameItem,
  undoChange,
  type Requests,
  type SavedRunInfo,
  type StoredItem,
} from "@backtestr/hub";
import { savedRunName } from "../core/saved-run.ts";
import { valueOrSaid } from "./say.ts";
import { settings } from "./settings.ts";

export interface StoredItems {
  readonly client: Requests;
  /** What lists the store shows it anew. */
  readonly refresh: () => void;
}

interface Named {
  readonly item: StoredItem;
  readonly name: string;
}

export function runItem(info: SavedRunInfo): Named {
  const name = `The run ${savedRunName(info, settings().timeZone)}`;
  return { item: { what: "run", saved: info.saved }, name };
}

/** Removes at once; whoever did not mean it takes it back. */
export async function removeStored(items: StoredItems, named: readonly Named[]): Promise<void> {
  const changes: number[] = [];
  for (const { item, name } of named) {
    const change = valueOrSaid(await removeItem(items.client, item), `${name} was not removed.`);
    if (change !== null) changes.push(change);
  }
  items.refresh();
  if (changes.length === 0) return;
  const [only] = named;
  const what = changes.length === 1 && only !== undefined ? only.name : `${changes.length} runs`;
  // Nothing waits for the answer: a message may stay unread for long.
  void offerUndo(items, `${what} ${changes.length === 1 ? "was" : "were"} removed.`, changes);
}

async function offerUndo(
  { client, refresh }: StoredItems,
  sentence: string,
  changes: readonly number[],
): Promise<void> {
  const undo = "Undo";
  if ((await window.showInformationMessage(sentence, undo)) !== undo) return;
  // Latest first, as they lie on each other.
  for (const change of changes.toReversed()) {
    const undone = await undoChange(client, change);
    if (undone.ok) continue;
    valueOrSaid(undone, "It could not be taken back.");
    break;
  }
  refresh();
}

export async function pinRun({ client, refresh }: StoredItems, info: SavedRunInfo): Promise<void> {
  const { item, name } = runItem(info);
  const what = info.isPinned ? "unpinned" : "pinned";
  valueOrSaid(await pinItem(client, item, !info.isPinned), `${name} was not ${what}.`);
  refresh();
}

export async function renameRun(
  { client, refresh }: StoredItems,
  info: SavedRunInfo,
): Promise<void> {
  const { item, name } = runItem(info);
  const given = await window.showInputBox({
    title: "Rename run",
    value: info.label.name,
    prompt: "A name to know this run by; empty shows when it was saved",
  });
  if (given === undefined) return;
  valueOrSaid(await renameItem(client, item, given.trim()), `${name} was not renamed.`);
  refresh();
}
