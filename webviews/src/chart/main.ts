// Starts the chart panel.
import { chartToPanel } from "../../messages/chart.ts";
import { panelState } from "../../messages/panel.ts";
import { Host } from "../shell/host.ts";
import { ChartPanel, type ChartHost } from "./panel.ts";

const host: ChartHost = new Host(panelState);
const panel = new ChartPanel(host);
document.body.replaceChildren(panel.element);
host.listen(chartToPanel, (message) => {
  panel.receive(message);
});
panel.start();
