// The columns of the trades table: what a trade shows in each.
import type { ReportData, ReportTrade } from "../../messages/report.ts";
import { clockOf } from "../format/clock.ts";
import { digitsOf, fixed, plain, signed } from "../format/number.ts";
import { element } from "../parts/element.ts";
import { shortened } from "../parts/long-text.ts";
import type { Cell } from "../parts/table.ts";
import type { TradeKey } from "./trade-list.ts";

/** Letters of an order's name in its cell, and where the pointer rests on it. */
const NAME_LETTERS = 60;
const TITLE_LETTERS = 600;

export interface TradeColumn {
  readonly key: TradeKey;
  readonly title: string;
  readonly isNumber: boolean;
  readonly cell: (trade: ReportTrade) => Cell;
}

/** Prices of a report are written with equally many decimals, so that they can be compared by eye. */
export function columnsOf(data: ReportData): readonly TradeColumn[] {
  const digits = digitsOf(data.trades.flatMap((trade) => [trade.entryPrice, trade.exitPrice]));
  const { brief } = clockOf(data.timeZone);
  return [
    number("number", "No.", (trade) => plain(trade.number)),
    text("side", "Side", (trade) => trade.side),
    number("quantity", "Quantity", (trade) => plain(trade.quantity)),
    text("entryTimeUs", "Entry", (trade) => brief(trade.entryTimeUs)),
    number("entryPrice", "at", (trade) => fixed(trade.entryPrice, digits)),
    text("entryId", "Entry id", (trade) => withLine(trade.entryId, trade.entryLine)),
    text("exitTimeUs", "Exit", ({ exitTimeUs }) =>
      exitTimeUs === null ? "still open" : brief(exitTimeUs),
    ),
    number("exitPrice", "at", (trade) => fixed(trade.exitPrice, digits)),
    text("exitId", "Exit id", (trade) => withLine(trade.exitId ?? "", trade.exitLine)),
    number("profit", "Profit", (trade) => profit(trade.profit)),
    number("profitPct", "Profit %", (trade) => signed(trade.profitPct, 2)),
    number("fees", "Fees", (trade) => fixed(trade.fees, 2)),
    number("barsHeld", "Bars", (trade) => plain(trade.barsHeld)),
    number("mae", "Worst", (trade) => signed(trade.mae, 2)),
    number("mfe", "Best", (trade) => signed(trade.mfe, 2)),
  ];
}

function number(key: TradeKey, title: string, cell: TradeColumn["cell"]): TradeColumn {
  return { key, title, isNumber: true, cell };
}

function text(key: TradeKey, title: string, cell: TradeColumn["cell"]): TradeColumn {
  return { key, title, isNumber: false, cell };
}

function withLine(id: string, line: number | null): Cell {
  const name = shortened(id, NAME_LETTERS);
  const told = shortened(id, TITLE_LETTERS);
  const title = line === null ? told : `${told} (line ${line})`;
  const mark = line === null ? null : element("small", {}, ` line ${line}`);
  return element("span", { class: "name", with: { title } }, name, mark);
}

function profit(value: number): HTMLElement {
  return element("span", { class: value < 0 ? "down" : "up" }, signed(value, 2));
}
