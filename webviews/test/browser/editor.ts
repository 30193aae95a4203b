// Stands for the editor in tests, in the page around a panel's frame: makes the data and answers the panel's messages.
import { chartToHost, type ChartToPanel } from "../../messages/chart.ts";
import type { PanelState } from "../../messages/panel.ts";
import { tradesToHost, type TradesToPanel } from "../../messages/trades.ts";
import { ChartHost } from "./chart-host.ts";
import type { Scene } from "./scene.ts";
import { marketBars } from "./synthetic-market.ts";
import { tradesAlong } from "./synthetic-trades.ts";
import { TradesHost } from "./trades-host.ts";

type ToPanel = ChartToPanel | TradesToPanel;

/** A message of the panel, parsed. */
export type Received = Readonly<Record<string, unknown>>;

/** What a test reaches in the page around the panel. */
export interface Editor {
  readonly received: Received[];
  readonly send: (message: ToPanel) => void;
  /** Shows another run of the strategy, as a live run does. */
  readonly showAgain: () => void;
}

declare global {
  interface Window {
    readonly scene: Scene;
    editor?: Editor;
  }
}

const scene = window.scene;
const bars = marketBars(scene.bars, scene.minutes, 7);
const plain = tradesAlong(bars, scene.trades, 11);
const name = scene.name;
const trades =
  name === null ? plain : plain.map((trade) => ({ ...trade, entryId: name, exitReason: name }));
const chartHost = new ChartHost(scene, bars, trades);
const tradesHost = new TradesHost(trades, scene.isGone);

const received: Received[] = [];
const frame = document.querySelector("iframe");

function send(message: ToPanel): void {
  frame?.contentWindow?.postMessage(message, "*");
}

function begin(state: PanelState | null): void {
  if (scene.status !== "none") {
    send({ type: "status", status: { kind: scene.status, ...wordsFor(scene.status) } });
    return;
  }
  const runState: PanelState = state ?? {
    fileUri: "file:///strategies/cross.strat",
    runId: "live",
    timeUs: null,
    range: null,
    tab: scene.panel,
  };
  const head = {
    strategy: scene.name ?? "Crossing averages",
    symbol: scene.name ?? "SYNTH",
    currency: "USD",
    isLive: true,
    timeZone: scene.timeZone,
    priceDigits: 3,
    tradeCount: trades.length,
    openTradeCount: trades.filter(({ exitTimeUs }) => exitTimeUs === null).length,
  };
  const show = { type: "show", state: runState, head } as const;
  send(scene.panel === "chart" ? chartHost.show({ ...show, timeframes: [] }) : show);
}

function wordsFor(kind: "loading" | "empty" | "failed") {
  const run = [{ remedy: "run", label: "Run" }] as const;
  switch (kind) {
    case "loading":
      return { sentence: "Running cross.strat …", remedies: [] };
    case "empty":
      return {
        sentence: "This strategy has not been run yet. Run it to see its bars and trades.",
        remedies: [...run],
      };
    case "failed":
      return {
        sentence: "The engine ended unexpectedly. Restart it; its log says more.",
        remedies: [
          { remedy: "restartEngine", label: "Restart engine" } as const,
          { remedy: "openLogs", label: "Open log" } as const,
        ],
      };
  }
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  if (event.source !== frame?.contentWindow) return;
  const schema = scene.panel === "chart" ? chartToHost : tradesToHost;
  const message = schema.parse(event.data);
  received.push(message);
  if (message.type === "ready") begin(message.state);
  const answer =
    scene.panel === "chart"
      ? chartHost.answer(chartToHost.parse(event.data))
      : tradesHost.answer(tradesToHost.parse(event.data));
  if (answer !== null) send(answer);
});

window.editor = {
  received,
  send,
  showAgain: () => {
    begin(null);
  },
};
if (frame !== null) frame.src = frame.dataset["src"] ?? "";
