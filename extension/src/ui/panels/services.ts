// What the panels' hosts share: the engine, its columns, and the selection that ties all views.
import type { PanelState } from "@backtestr/webviews/messages/panel";
import type { ColumnCache } from "../../core/run-columns.ts";
import type { RunRequests } from "../../core/run-requests.ts";

/** Where a selection came from, so that it is not sent back. */
export type Origin = "chart" | "trades" | "editor";

export interface PanelServices {
  readonly ofRun: RunRequests;
  readonly columns: ColumnCache;
  readonly timeZone: () => string;
  readonly selectedUs: () => number | null;
  /** A page listens, with what it showed before a reload. */
  readonly onReady: (state: PanelState | null) => void;
  readonly onSelect: (timeUs: number, origin: Origin) => void;
  readonly onTrade: (number: number, origin: Origin) => void;
  readonly onSource: (statement: number) => void;
}
