// The Runs view: saved runs below their strategies, each with its key figures.
import {
  EventEmitter,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  commands,
  type Disposable,
  type TreeDataProvider,
} from "vscode";
import { figureOf, savedRuns, tradesText, type Requests, type SavedRunInfo } from "@backtestr/hub";
import { instantText } from "../../core/bars.ts";
import { oneDecimal, wholeMoney } from "../../core/numbers.ts";
import { shortRunName } from "../../core/saved-run.ts";
import { sentenceOf } from "../../core/sentence.ts";
import { settings } from "../settings.ts";

export type RunsNode =
  | { readonly kind: "strategy"; readonly name: string; readonly runs: readonly SavedRunInfo[] }
  | { readonly kind: "run"; readonly info: SavedRunInfo };

export class RunsTree implements TreeDataProvider<RunsNode>, Disposable {
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

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node !== undefined) {
      return node.kind === "strategy" ? node.runs.map((info) => ({ kind: "run", info })) : [];
    }
    if (!this.#isAllowed()) return [];
    const answer = await savedRuns(this.#client, null);
    this.onTrouble(answer.ok ? null : sentenceOf(answer.error));
    const hasTwo = answer.ok && answer.value.length > 1;
    void commands.executeCommand("setContext", "backtestr.hasTwoRuns", hasTwo);
    return answer.ok ? byStrategy(answer.value) : [];
  }

  getTreeItem(node: RunsNode): TreeItem {
    return node.kind === "strategy"
      ? strategyItem(node.name, node.runs.length)
      : runItem(node.info);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Latest first, as the engine gives them. */
function byStrategy(runs: readonly SavedRunInfo[]): RunsNode[] {
  const names = [...new Set(runs.map(({ label }) => label.strategy))];
  return names.map((name) => ({
    kind: "strategy",
    name,
    runs: runs.filter(({ label }) => label.strategy === name),
  }));
}

function strategyItem(name: string, count: number): TreeItem {
  const short = name.split(/[\\/]/).at(-1) ?? name;
  const item = new TreeItem(short, TreeItemCollapsibleState.Expanded);
  item.id = `strategy:${name}`;
  item.description = `${count} ${count === 1 ? "run" : "runs"}`;
  item.tooltip = name;
  item.iconPath = new ThemeIcon("file-code");
  return item;
}

function runItem(info: SavedRunInfo): TreeItem {
  const { timeZone } = settings();
  const when = instantText(info.savedAtUs, timeZone);
  const item = new TreeItem(shortRunName(info, timeZone));
  const [net, drawdown] = [figureOf(info, "net_profit"), figureOf(info, "max_drawdown_pct")];
  const parts = [
    ...(net === null ? [] : [`net ${wholeMoney(net)}`]),
    ...(drawdown === null ? [] : [`drawdown ${oneDecimal(Math.abs(drawdown))} %`]),
    tradesText(info),
  ];
  item.id = `run:${info.saved}`;
  item.description = parts.join(" · ");
  item.tooltip = `${info.saved}\n${when}\n${parts.join("\n")}\nDigest ${info.digest.slice(0, 16)}…`;
  item.iconPath = new ThemeIcon(info.isPinned ? "pinned" : "history");
  item.contextValue = info.isPinned ? "run.pinned" : "run";
  item.accessibilityInformation = {
    label: `Run of ${when}${info.isPinned ? ", pinned" : ""}: ${parts.join(", ")}`,
  };
  return item;
}
