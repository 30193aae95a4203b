// Starts the report page. As a file it holds its data and draws them; in the editor its host sends them.
import { panelState } from "../../messages/panel.ts";
import { reportData, reportToPanel } from "../../messages/report.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import { embeddedData } from "../shell/embedded-data.ts";
import { Host } from "../shell/host.ts";
import { ReportPanel, type ReportHost } from "./panel.ts";
import { reportView } from "./view.ts";

const DATA = "report-data";

function contents(): HTMLElement {
  const found = embeddedData(DATA);
  if (!found.ok) return apology(found.message);
  const parsed = reportData.safeParse(found.value);
  if (!parsed.success) return apology("The data of this page is not a report of this version.");
  document.title = `${shortened(parsed.data.strategy)} – backtest report`;
  return reportView(parsed.data);
}

function apology(message: string): HTMLElement {
  const text = `${message} Write the report again with \`backtestr run FILE --report FILE.html\`.`;
  return element("main", {}, element("p", { with: { role: "alert" } }, text));
}

function startPanel(): void {
  const host: ReportHost = new Host(panelState);
  const panel = new ReportPanel(host);
  document.body.replaceChildren(panel.element);
  host.listen(reportToPanel, (message) => {
    panel.receive(message);
  });
  panel.start();
}

const isInEditor = "acquireVsCodeApi" in window && document.getElementById(DATA) === null;
if (isInEditor) startPanel();
else document.body.replaceChildren(contents());
