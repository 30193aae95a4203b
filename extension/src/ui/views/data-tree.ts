// The Data view: the datasets of the store, each with what it holds.
import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type Disposable,
  type TreeDataProvider,
} from "vscode";
import { datasetsOf, type DataQuality, type DatasetInfo, type Requests } from "@backtestr/hub";
import { MARK_WORDS, datasetMark, datasetText, datasetTooltip } from "../../core/dataset-words.ts";
import { sentenceOf } from "../../core/sentence.ts";
import { settings } from "../settings.ts";

/** The quality of the latest import; the tooltip says it in words. */
const ICONS: Readonly<Record<DataQuality["mark"], ThemeIcon>> = {
  sound: new ThemeIcon("pass", new ThemeColor("testing.iconPassed")),
  flagged: new ThemeIcon("info", new ThemeColor("editorInfo.foreground")),
  rejected: new ThemeIcon("warning", new ThemeColor("list.warningForeground")),
};

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
    const { timeZone } = settings();
    item.id = `dataset:${dataset.name}`;
    item.description = datasetText(dataset, timeZone);
    item.tooltip = datasetTooltip(dataset, timeZone);
    const mark = datasetMark(dataset);
    item.iconPath = mark === null ? new ThemeIcon("circle-outline") : ICONS[mark];
    item.contextValue = "dataset";
    const quality = mark === null ? "" : `, ${MARK_WORDS[mark]}`;
    item.accessibilityInformation = { label: `${dataset.name}: ${item.description}${quality}` };
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
