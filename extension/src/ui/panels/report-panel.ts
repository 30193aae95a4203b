// The host of the report panel: the page that the command line fills with its data gets them by message.
import type { Uri, WebviewPanel } from "vscode";
import {
  reportToHost,
  type ReportToHost,
  type ReportToPanel,
} from "@backtestr/webviews/messages/report";
import { ReportFeed, type ReportServices } from "../../core/report-feed.ts";
import type { Situation } from "../../core/situation.ts";
import { Panel, follow } from "./panel.ts";
import type { PanelServices } from "./services.ts";

const TITLE = "BackTestr Report";

export class ReportPanel {
  readonly panel: Panel<ReportToHost, ReportToPanel>;
  readonly #feed: ReportFeed;
  readonly #onReady: PanelServices["onReady"];
  /** Out of sight nothing is shown: making a report costs more than a live run. */
  #isReady = false;

  constructor(root: Uri, services: ReportServices, onReady: PanelServices["onReady"]) {
    this.#onReady = onReady;
    this.panel = new Panel(
      {
        name: "report",
        title: TITLE,
        parse: (message) => reportToHost.safeParse(message).data ?? null,
        onMessage: (message) => {
          this.#onMessage(message);
        },
        onGone: () => {
          this.#isReady = false;
          this.#feed.forget();
        },
      },
      root,
    );
    this.#feed = new ReportFeed(services, (message) => {
      this.panel.send(message);
    });
  }

  restore(panel: WebviewPanel): void {
    this.#isReady = false;
    this.panel.restore(panel);
  }

  /** Shows what there is now. */
  refresh(situation: Situation): void {
    if (!this.#isReady) return;
    const { shown } = situation.results;
    this.panel.rename(shown === null ? TITLE : `Report: ${shown.compiled.title}`);
    void this.#feed.refresh(situation);
  }

  #onMessage(message: ReportToHost): void {
    if (message.type === "remedy") {
      follow(message.remedy);
      return;
    }
    this.#isReady = true;
    this.#feed.forget();
    this.#onReady(message.state);
  }
}
