// The Data view: the datasets of the store, each with what it holds.
import {
  EventEmitter,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type Disposable,
  type TreeDataProvider,
} from "vscode";
import { datasetsOf, type DatasetInfo, type Requests } from "@backtestr/hub";
import { sentenceOf } from "../say.ts";

export class DataTree implements TreeDataProvider<DatasetInfo>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  onTrouble: (sentence: string | null) => void = () => undefined;
  readonly #client: Requests;
  readonly #isAllowed: () => boolean;

  constructor(client: Requests, isAllowed: () => boolean) {
    this.#client = client;
    this.#isAllowed = isAllowed;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(dataset?: DatasetInfo): Promise<DatasetInfo[]> {
    if (dataset !== undefined || !this.#isAllowed()) return [];
    const answer = await datasetsOf(this.#client);
    this.onTrouble(answer.ok ? null : sentenceOf(answer.error));
    return answer.ok ? [...answer.value] : [];
  }

  getTreeItem(dataset: DatasetInfo): TreeItem {
    const item = new TreeItem(dataset.name, TreeItemCollapsibleState.None);
    const latest = dataset.versions.at(-1);
    const rows = latest?.rows ?? 0;
    const what = dataset.series === "quotes" ? "ticks" : `${dataset.timeframe ?? ""} bars`;
    item.id = `dataset:${dataset.name}`;
    item.description = `${rows.toLocaleString("en-US")} ${what}, ${spanText(latest)}`;
    item.tooltip = tooltipOf(dataset);
    item.iconPath = new ThemeIcon(dataset.series === "quotes" ? "pulse" : "graph");
    item.contextValue = "dataset";
    item.accessibilityInformation = { label: `${dataset.name}: ${item.description}` };
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

type Version = DatasetInfo["versions"][number];

function spanText(version: Version | undefined): string {
  const day = (timeUs: number | null): string =>
    timeUs === null ? "?" : new Date(timeUs / 1_000).toISOString().slice(0, 10);
  if (version === undefined) return "empty";
  const [first, last] = [day(version.firstTimeUs), day(version.lastTimeUs)];
  return first === last ? first : `${first} to ${last}`;
}

function tooltipOf({ name, symbol, versions }: DatasetInfo): string {
  const latest = versions.at(-1);
  if (latest === undefined) return name;
  const rejected = latest.rejected.reduce((sum, { rows }) => sum + rows, 0);
  const size = (latest.bytes / 1e6).toFixed(1);
  const lines = [
    `${name} (${symbol}), version ${latest.version}`,
    `${size} MB in ${latest.segments} files`,
    `${latest.rowsIn} rows in: ${latest.rowsKept} kept, ${rejected} rejected, ${latest.rowsDuplicate} duplicates`,
  ];
  return lines.join("\n");
}
