// The columns of the table: what each is called, how wide it is and what it says of a trade.
import type { TradeKey, TradeRecord } from "../../messages/trades.ts";
import type { Clock } from "../format/clock.ts";
import { fixed, plain, signed } from "../format/number.ts";
import { shortened } from "../parts/long-text.ts";

export type ColumnKind = "number" | "time" | "text" | "truth";

export interface CellText {
  readonly text: string;
  readonly tone?: "up" | "down";
}

/** What cells need to know of the run. */
export interface CellContext {
  readonly clock: Clock;
  readonly priceDigits: number;
}

export interface TradeColumn {
  readonly key: TradeKey;
  readonly title: string;
  /** What the heading's few letters mean. */
  readonly meaning: string;
  readonly kind: ColumnKind;
  /** In letters. */
  readonly width: number;
  readonly cell: (trade: TradeRecord, context: CellContext) => CellText;
}

const NOTHING: CellText = { text: "–" };
const NAME_LETTERS = 60;

export const COLUMNS: readonly TradeColumn[] = [
  count("number", "No.", "Number, in the order of exits", 9, (trade) => trade.number),
  text("side", "Side", "Long or short", 7, (trade) => trade.side),
  time("entryTimeUs", "Entry", "Time of the entry", (trade) => trade.entryTimeUs),
  price("entryPrice", "Entry price", "Price of the entry", (trade) => trade.entryPrice),
  {
    ...time("exitTimeUs", "Exit", "Time of the exit", (trade) => trade.exitTimeUs),
    cell: (trade, { clock }) => ({
      text: trade.exitTimeUs === null ? "still open" : clock.minute(trade.exitTimeUs),
    }),
  },
  price("exitPrice", "Exit price", "Price of the exit", (trade) => trade.exitPrice),
  gain("profit", "Profit", "Profit after fees", 13, (trade) => trade.profit),
  gain("profitPct", "Profit %", "Profit in percent of the value", 10, (trade) => trade.profitPct),
  {
    ...count("quantity", "Quantity", "Units traded", 11, (trade) => trade.quantity),
    cell: (trade) => ({ text: plain(trade.quantity) }),
  },
  count("barsHeld", "Bars", "Bars from entry to exit", 8, (trade) => trade.barsHeld),
  text("entryId", "Entry id", "Name of the entry order", 14, (trade) => trade.entryId),
  text("exitId", "Exit id", "Name of the exit order", 14, (trade) => trade.exitId),
  text("exitReason", "Reason", "Why the trade ended", 13, (trade) => trade.exitReason),
  money("value", "Value", "Entry price × quantity × value of a point", (trade) => trade.value),
  money("fees", "Fees", "Fees of entry and exit", (trade) => trade.fees),
  gain("mfe", "MFE", "Largest gain while open", 12, (trade) => trade.mfe),
  gain("mfePct", "MFE %", "Largest gain in percent of the value", 9, (trade) => trade.mfePct),
  gain("mae", "MAE", "Largest loss while open", 12, (trade) => trade.mae),
  gain("maePct", "MAE %", "Largest loss in percent of the value", 9, (trade) => trade.maePct),
  gain(
    "cumulativeProfit",
    "Sum of profits",
    "Profit of this and all trades before it",
    15,
    (trade) => trade.cumulativeProfit,
  ),
  gain(
    "cumulativeProfitPct",
    "Sum %",
    "That sum in percent of the initial equity",
    10,
    (trade) => trade.cumulativeProfitPct,
  ),
  {
    key: "isAmbiguous",
    title: "Ambiguous",
    meaning: "Whether an assumed order of prices inside a bar decided this trade",
    kind: "truth",
    width: 12,
    cell: ({ isAmbiguous }) => (isAmbiguous === null ? NOTHING : { text: truth(isAmbiguous) }),
  },
];

function truth(value: boolean): string {
  return value ? "yes" : "no";
}

type NumberOf = (trade: TradeRecord) => number | null;

function count(
  key: TradeKey,
  title: string,
  meaning: string,
  width: number,
  valueOf: NumberOf,
): TradeColumn {
  return numeric(key, title, meaning, width, (trade) => written(valueOf(trade), 0));
}

function price(key: TradeKey, title: string, meaning: string, valueOf: NumberOf): TradeColumn {
  return numeric(key, title, meaning, 13, (trade, { priceDigits }) =>
    written(valueOf(trade), priceDigits),
  );
}

function money(key: TradeKey, title: string, meaning: string, valueOf: NumberOf): TradeColumn {
  return numeric(key, title, meaning, 13, (trade) => written(valueOf(trade), 2));
}

function written(value: number | null, digits: number): CellText {
  return value === null ? NOTHING : { text: fixed(value, digits) };
}

/** The sign stands in the text, the colour only repeats it. */
function gain(
  key: TradeKey,
  title: string,
  meaning: string,
  width: number,
  valueOf: NumberOf,
): TradeColumn {
  return numeric(key, title, meaning, width, (trade) => {
    const value = valueOf(trade);
    if (value === null) return NOTHING;
    const shown = signed(value, 2);
    if (!/[1-9]/.test(shown)) return { text: shown };
    return { text: shown, tone: value < 0 ? "down" : "up" };
  });
}

function numeric(
  key: TradeKey,
  title: string,
  meaning: string,
  width: number,
  cell: TradeColumn["cell"],
): TradeColumn {
  return { key, title, meaning, kind: "number", width, cell };
}

function time(
  key: TradeKey,
  title: string,
  meaning: string,
  valueOf: (trade: TradeRecord) => number | null,
): TradeColumn {
  const cell: TradeColumn["cell"] = (trade, { clock }) => {
    const value = valueOf(trade);
    return value === null ? NOTHING : { text: clock.minute(value) };
  };
  return { key, title, meaning, kind: "time", width: 17, cell };
}

function text(
  key: TradeKey,
  title: string,
  meaning: string,
  width: number,
  valueOf: (trade: TradeRecord) => string | null,
): TradeColumn {
  const cell: TradeColumn["cell"] = (trade) => {
    const value = valueOf(trade);
    return value === null || value === "" ? NOTHING : { text: shortened(value, NAME_LETTERS) };
  };
  return { key, title, meaning, kind: "text", width, cell };
}

/** Rows as text for the clipboard: headings, then a line a row, tabs between cells. */
export function rowsAsText(rows: readonly TradeRecord[], context: CellContext): string {
  const lines = rows.map((row) => COLUMNS.map((column) => column.cell(row, context).text));
  const headings = COLUMNS.map((column) => column.title);
  return [headings, ...lines].map((cells) => cells.join("\t")).join("\n");
}
