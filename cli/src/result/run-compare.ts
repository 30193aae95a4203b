// Two saved runs side by side, on the screen and as JSON.
import {
  comparedFigures,
  comparedSavedRun,
  comparedTrades,
  isoTime,
  type SavedRunInfo,
  type TradeDifference,
  type TradeRow,
} from "@backtestr/hub";
import type { Style } from "../terminal/terminal.ts";
import { savedRunJson } from "./saved-run-text.ts";
import { lines } from "./screen.ts";

export function runsComparedText(
  left: SavedRunInfo,
  right: SavedRunInfo,
  difference: TradeDifference | null,
  style: Style,
): string {
  const [one, other] = [comparedSavedRun(left, left.saved), comparedSavedRun(right, right.saved)];
  return lines([
    ...comparedFigures(one, other, style.strong),
    "",
    ...comparedTrades(one, other, difference),
  ]);
}

export function runsComparedJson(
  left: SavedRunInfo,
  right: SavedRunInfo,
  difference: TradeDifference | null,
): object {
  return {
    schema: "backtestr.runs-compared/1",
    is_same: left.digest === right.digest,
    runs: [savedRunJson(left), savedRunJson(right)],
    first_difference:
      difference === null
        ? null
        : { left: tradeJson(difference.left), right: tradeJson(difference.right) },
  };
}

function tradeJson(trade: TradeRow | null): object | null {
  if (trade === null) return null;
  const { number, side, quantity, profit } = trade;
  return {
    ...{ number, side, quantity },
    entry_time: isoTime(trade.entryTimeUs),
    entry_price: trade.entryPrice,
    entry_id: trade.entryId,
    exit_time: trade.exitTimeUs === null ? null : isoTime(trade.exitTimeUs),
    exit_price: trade.exitPrice,
    exit_id: trade.exitId,
    profit,
  };
}
