// Starts the trades panel.
import { tradesMemory, tradesToPanel } from "../../messages/trades.ts";
import { Host } from "../shell/host.ts";
import { TradesPanel, type TradesHost } from "./panel.ts";

const host: TradesHost = new Host(tradesMemory);
const panel = new TradesPanel(host);
document.body.replaceChildren(panel.element);
host.listen(tradesToPanel, (message) => {
  panel.receive(message);
});
panel.start();
