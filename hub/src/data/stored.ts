// What the store holds, and what can be done with it.
import type {
  DatasetInfo,
  Progress,
  StoredData,
  StoredItem,
  StoredReport,
  StoreFinding,
} from "@backtestr/client";
import { ask, withSignal, type Answer, type Requests } from "../runs/answer.ts";

export type CheckProgress = Omit<Progress<"store.verify" | "store.fsck">, "kind" | "id">;

/** What a check of the store read, and what it found. */
export interface StoreCheck {
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly StoreFinding[];
}

export interface CheckWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

export async function datasetsOf(client: Requests): Promise<Answer<readonly DatasetInfo[]>> {
  const found: DatasetInfo[] = [];
  return ask(client, "store.datasets", {}, () => found, {
    onChunk: ({ datasets }) => {
      for (const part of datasets) add(found, part);
    },
  });
}

/** A dataset of many versions comes in parts. */
function add(found: DatasetInfo[], part: DatasetInfo): void {
  const last = found.at(-1);
  if (last?.name === part.name) {
    found[found.length - 1] = { ...last, versions: [...last.versions, ...part.versions] };
  } else {
    found.push(part);
  }
}

/** The series that a run would use, with every default filled in. */
export function resolveData(
  client: Requests,
  store: StoredData,
  chart: string | null,
): Promise<Answer<StoredReport>> {
  return ask(client, "market.resolve", { store, chart }, (done) => done.store);
}

/** Reads the files of a dataset, or of all, and compares them with what was written. */
export function verifyData(
  client: Requests,
  dataset: string | null,
  { signal, onProgress }: CheckWatch = {},
): Promise<Answer<StoreCheck>> {
  const found: StoreFinding[] = [];
  return ask(
    client,
    "store.verify",
    { dataset },
    ({ files, bytes }) => ({ files, bytes, findings: found }),
    {
      ...withSignal(signal),
      onProgress: (progress) => onProgress?.(progress),
      onChunk: ({ findings }) => {
        found.push(...findings);
      },
    },
  );
}

/** Checks the whole store; what is damaged or unknown can be moved out of the way. */
export function checkStore(
  client: Requests,
  isSettingAside: boolean,
  { signal, onProgress }: CheckWatch = {},
): Promise<Answer<StoreCheck>> {
  const found: StoreFinding[] = [];
  return ask(
    client,
    "store.fsck",
    { isSettingAside },
    ({ files, bytes }) => ({ files, bytes, findings: found }),
    {
      ...withSignal(signal),
      onProgress: (progress) => onProgress?.(progress),
      onChunk: ({ findings }) => {
        found.push(...findings);
      },
    },
  );
}

/** Removes; the answer is the number by which `undoChange` takes it back. */
export function removeItem(client: Requests, item: StoredItem): Promise<Answer<number>> {
  return ask(client, "store.remove", { item }, ({ change }) => change);
}

export function undoChange(client: Requests, change: number): Promise<Answer<null>> {
  return ask(client, "store.undo", { change }, () => null);
}

export function renameItem(
  client: Requests,
  item: StoredItem,
  name: string,
): Promise<Answer<number>> {
  return ask(client, "store.rename", { item, name }, ({ change }) => change);
}

/** A pinned item cannot be removed. */
export function pinItem(
  client: Requests,
  item: StoredItem,
  isPinned: boolean,
): Promise<Answer<number>> {
  return ask(client, "store.pin", { item, isPinned }, ({ change }) => change);
}

/** Deletes the files of what was removed, for good. */
export function purgeStore(
  client: Requests,
): Promise<Answer<{ readonly files: number; readonly bytes: number }>> {
  return ask(client, "store.purge", {}, ({ files, bytes }) => ({ files, bytes }));
}
