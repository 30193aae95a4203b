// What the panels' hosts share: the engine, its columns, and the selection that ties all views.
import type { Requests } from "@backtestr/hub";
import type { PanelState } from "@backtestr/webviews/messages/panel";
import type { ColumnCache } from "../../core/run-columns.ts";

/** Where a selection came from, so that it is not sent back. */
export type Origin = "chart" | "trades" | "editor";

export interface PanelServices {
  readonly client: Requests;
  readonly columns: ColumnCache;
  readonly timeZone: () => string;
  readonly selectedUs: () => number | null;
  /** A page listens, with what it showed before a reload. */
  readonly onReady: (state: PanelState | null) => void;
  readonly onSelect: (timeUs: number, origin: Origin) => void;
  readonly onTrade: (number: number, origin: Origin) => void;
  readonly onSource: (statement: number) => void;
}
