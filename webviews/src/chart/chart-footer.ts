// Below the charts: what their signs mean, and whose library draws them.
import { element } from "../parts/element.ts";

/** The library asks for this; it stands outside the figures, where no picture is in the way. */
export function chartFooter(): HTMLElement {
  const link = element(
    "a",
    { with: { href: "https://www.tradingview.com/" } },
    "TradingView Lightweight Charts™, © TradingView, Inc.",
  );
  const legend = [
    ["▲", "long", "entry long"],
    ["▼", "short", "entry short"],
    ["◇", "quiet", "exit"],
    ["▯", "gain", "up"],
    ["▮", "loss", "down"],
  ].map(([sign = "", tone = "", words = ""]) =>
    element(
      "li",
      {},
      element("span", { class: tone, with: { "aria-hidden": "true" } }, sign),
      ` ${words}`,
    ),
  );
  return element(
    "footer",
    {},
    element("ul", { class: "legend", with: { "aria-label": "Signs" } }, ...legend),
    element("p", { class: "note" }, "Charts by ", link),
  );
}
