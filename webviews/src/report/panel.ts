// The report in the editor: the same report as in the file, with what the host says above it. Another
// run of the strategy takes the place of the one before without moving the reader.
import type { PanelState, PanelStatus } from "../../messages/panel.ts";
import type { ReportToHost, ReportToPanel } from "../../messages/report.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { notice } from "../parts/notice.ts";
import type { Host } from "../shell/host.ts";
import { keepingPlace } from "./kept-place.ts";
import { newReading, type Reading } from "./reading.ts";
import { reportParts } from "./view.ts";

type Show = Extract<ReportToPanel, { readonly type: "show" }>;
export type ReportHost = Host<ReportToPanel, ReportToHost, PanelState>;

export class ReportPanel {
  readonly element: HTMLElement;
  readonly #host: ReportHost;
  /** For those who hear the page, while the report with its own title is not there. */
  readonly #title = element("h1", { class: "unseen" }, "Backtest report");
  readonly #messages = element("div", { class: "messages" });
  readonly #report = element("div", {});
  #reading: Reading = newReading();
  #fileUri: string | null = null;
  /** What is said now, as JSON: said again it would be read out again. */
  #said = "";

  constructor(host: ReportHost) {
    this.#host = host;
    this.element = element("main", {}, this.#title, this.#messages, this.#report);
  }

  start(): void {
    this.#say({ kind: "loading", sentence: "Waiting for the report …", remedies: [] });
    this.#host.send({ type: "ready", state: this.#host.remembered() });
  }

  receive(message: ReportToPanel): void {
    if (message.type === "show") this.#show(message);
    else this.#say(message.status);
  }

  #show({ state, report }: Show): void {
    const isRenewal = this.#fileUri === state.fileUri;
    this.#fileUri = state.fileUri;
    this.#host.remember(state);
    document.title = `${shortened(report.strategy)} – backtest report`;
    if (!isRenewal) this.#reading = newReading();
    const draw = (): void => {
      const parts = reportParts(report, this.#reading);
      this.#report.replaceChildren(...parts.filter((part) => part !== null));
    };
    if (isRenewal) keepingPlace(this.#report, draw);
    else draw();
  }

  #say(status: PanelStatus): void {
    const { kind, sentence, remedies } = status;
    this.#report.hidden = kind === "loading" || kind === "empty";
    this.#title.hidden = !this.#report.hidden;
    const said = JSON.stringify(status);
    if (said === this.#said) return;
    this.#said = said;
    if (kind === "ready") {
      this.#messages.replaceChildren();
      return;
    }
    const actions = remedies.map(({ remedy, label }) => ({
      label: shortened(label, 40),
      act: () => {
        this.#host.send({ type: "remedy", remedy });
      },
    }));
    this.#messages.replaceChildren(notice(kind, shortened(sentence, 600), actions));
  }
}
