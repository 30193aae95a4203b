// The two views of the side bar: saved runs and datasets. A list that cannot be had says why.
import { window, type Disposable, type TreeDataProvider, type TreeView } from "vscode";
import type { DatasetInfo, Requests } from "@backtestr/hub";
import { DataTree } from "./data-tree.ts";
import { RunsTree, type RunsNode } from "./runs-tree.ts";

export class Views implements Disposable {
  readonly runs: RunsTree;
  readonly data: DataTree;
  readonly #runsView: TreeView<RunsNode>;
  readonly #dataView: TreeView<DatasetInfo>;

  constructor(client: Requests, isAllowed: () => boolean) {
    this.runs = new RunsTree(client, isAllowed);
    this.data = new DataTree(client, isAllowed);
    this.#runsView = viewOf("backtestr.runs", this.runs, true);
    this.#dataView = viewOf("backtestr.data", this.data, false);
  }

  /** What is selected in the Runs view, while it is in sight. */
  get selectedRuns(): readonly RunsNode[] {
    return this.#runsView.visible ? this.#runsView.selection : [];
  }

  refresh(): void {
    this.runs.refresh();
    this.data.refresh();
  }

  /** What kept a list from being had may be over. */
  retry(): void {
    if (isTroubled(this.#runsView)) this.runs.refresh();
    if (isTroubled(this.#dataView)) this.data.refresh();
  }

  dispose(): void {
    for (const part of [this.#runsView, this.#dataView, this.runs, this.data]) part.dispose();
  }
}

function isTroubled({ message }: TreeView<unknown>): boolean {
  return message !== undefined && message !== "";
}

interface Tree<Node> extends TreeDataProvider<Node> {
  /** Is told why the list cannot be had, and null when it can. */
  onTrouble: (sentence: string | null) => void;
}

function viewOf<Node>(id: string, tree: Tree<Node>, canSelectMany: boolean): TreeView<Node> {
  const view = window.createTreeView(id, { treeDataProvider: tree, canSelectMany });
  tree.onTrouble = (sentence) => {
    view.message = sentence ?? "";
  };
  return view;
}
