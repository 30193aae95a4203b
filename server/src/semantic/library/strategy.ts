// Library: orders, sizes, plots and values of other timeframes.
import { Qualifier } from "../types.ts";
import { optional, pure, signature } from "./rows.ts";
import type { FunctionSpec, ParameterSpec, ParameterUnit } from "./spec.ts";

function text(name: string, doc: string): ParameterSpec {
  return { name, type: "string", doc };
}

function amount(name: string, unit: ParameterUnit, doc: string): ParameterSpec {
  return { name, type: "float", unit, isOptional: true, doc };
}

/** Taken so that pasted code checks; it changes no order, and the checker says so. */
function unused(name: string, type: ParameterSpec["type"], doc: string): ParameterSpec {
  return { name, type, isOptional: true, later: "unused", doc };
}

function refused(name: string, type: ParameterSpec["type"], doc: string): ParameterSpec {
  return { name, type, isOptional: true, later: "refused", doc };
}

const ID = text("id", "Name of the order.");
const DIRECTION: ParameterSpec = {
  name: "direction",
  type: "side",
  doc: "strategy.long or strategy.short.",
};
const QUANTITY = amount("qty", "quantity", "Contracts; left out, the account's `size`.");
const PERCENT = amount("qty_percent", "percentPoints", "Share of the open quantity, in percent.");
const COMMENT = optional(text("comment", "A note that goes with the order."));
const ALERTS = [
  unused("alert_message", "string", "Text of the alert at the fill."),
  unused("disable_alert", "bool", "Whether no alert is wanted."),
] as const;
const GROUP = [
  refused("oca_name", "string", "Name of a group of orders of which one cancels the others."),
  refused("oca_type", "option", "How the orders of the group act on each other."),
] as const;

/** A price whose counterpart in ticks is another argument. */
function price(name: string, doc: string, inTicks: string): ParameterSpec {
  return { ...amount(name, "price", doc), inTicks };
}

const OPENING = [
  ID,
  DIRECTION,
  QUANTITY,
  amount("limit", "price", "Price of a limit order."),
  amount("stop", "price", "Price of a stop order; with a limit too, of a stop-limit order."),
  ...GROUP,
  COMMENT,
  ...ALERTS,
] as const;

export const STRATEGY = {
  "strategy.entry": pure(
    {
      doc: "Opens or adds to a position, obeying pyramiding; an opposite position is closed by the same order.",
      example: 'strategy.entry("L", strategy.long)',
    },
    signature("void", ...OPENING),
  ),
  "strategy.order": pure(
    {
      doc: "Trades a quantity on the net position, without pyramiding and without reversal.",
      example: 'strategy.order("O", strategy.short, qty = 1)',
    },
    signature("void", ...OPENING),
  ),
  "strategy.exit": pure(
    {
      doc: "Protects open trades with a target, a stop or both; what one fills the other loses.",
      example: 'strategy.exit("X", "L", stop = low - atr, limit = high + atr)',
    },
    signature(
      "void",
      text("id", "Name of the exit."),
      optional(text("from_entry", "The entry it protects; left out, every open trade.")),
      QUANTITY,
      PERCENT,
      amount("profit", "ticks", "Distance of the target from the entry's fill, in ticks."),
      price("limit", "Price of the target.", "profit"),
      amount("loss", "ticks", "Distance of the stop from the entry's fill, in ticks."),
      price("stop", "Price of the stop.", "loss"),
      refused("trail_price", "float", "Price at which a trailing stop starts."),
      refused("trail_points", "float", "Distance at which a trailing stop starts, in ticks."),
      refused("trail_offset", "float", "Distance of a trailing stop, in ticks."),
      GROUP[0],
      COMMENT,
      refused("comment_profit", "string", "A note for the target."),
      refused("comment_loss", "string", "A note for the stop."),
      refused("comment_trailing", "string", "A note for the trailing stop."),
      ALERTS[0],
      unused("alert_profit", "string", "Text of the alert at the target."),
      unused("alert_loss", "string", "Text of the alert at the stop."),
      unused("alert_trailing", "string", "Text of the alert at the trailing stop."),
      ALERTS[1],
      price("target_distance", "Distance of the target from the entry's fill, in price.", "profit"),
      price("stop_distance", "Distance of the stop from the entry's fill, in price.", "loss"),
    ),
  ),
  "strategy.close": pure(
    {
      doc: "Closes the open trades of one entry by a market order.",
      example: 'strategy.close("L")',
    },
    signature(
      "void",
      text("id", "The entry whose trades are closed."),
      COMMENT,
      QUANTITY,
      PERCENT,
      ALERTS[0],
      refused("immediately", "bool", "Whether to fill on this bar's close."),
      ALERTS[1],
    ),
  ),
  "strategy.close_all": pure(
    { doc: "Closes the whole position by a market order.", example: "strategy.close_all()" },
    signature(
      "void",
      COMMENT,
      ALERTS[0],
      refused("immediately", "bool", "Whether to fill on this bar's close."),
      ALERTS[1],
    ),
  ),
  "strategy.cancel": pure(
    { doc: "Cancels the working orders and exits of one name.", example: 'strategy.cancel("L")' },
    signature("void", text("id", "Name of the orders.")),
  ),
  "strategy.cancel_all": pure(
    { doc: "Cancels all working orders and exits.", example: "strategy.cancel_all()" },
    signature("void"),
  ),
  "size.risk": pure(
    {
      doc: "The quantity that loses a given amount when the price moves by a given distance.",
      example: "size.risk(0.5 % of equity, distance = 2 * ta.atr(14))",
    },
    signature(
      "float",
      { name: "amount", type: "float", unit: "money", doc: "Money that may be lost." },
      { name: "distance", type: "float", unit: "price", doc: "Distance to the stop, in price." },
    ),
  ),
  "size.cash": pure(
    {
      doc: "The quantity that a given amount buys at this close.",
      example: "size.cash(5_000 USD)",
    },
    signature("float", { name: "amount", type: "float", unit: "money", doc: "Money to invest." }),
  ),
  "size.percent": pure(
    {
      doc: "The quantity that a share of equity buys at this close.",
      example: "size.percent(10 %)",
    },
    signature("float", {
      name: "share",
      type: "float",
      unit: "percent",
      doc: "Share of equity: 10 % is 0.1.",
    }),
  ),
  confirmed: pure(
    {
      doc: "The value of an expression on the last completed bar of a higher timeframe.",
      example: "dayUp = confirmed(1d, close > ta.sma(close, 50))",
    },
    signature(
      "expression",
      {
        name: "timeframe",
        type: "timeframe",
        known: Qualifier.const,
        doc: "The timeframe, such as 4h or 1d.",
      },
      {
        name: "expression",
        type: "any",
        doc: "What is evaluated on that timeframe's bars; several values as a tuple.",
      },
      refused("symbol", "string", "Another symbol."),
    ),
  ),
  "request.security": pure(
    {
      doc: "The value of an expression on another timeframe: with lookahead off as `confirmed`, with lookahead on and an offset that of the period before.",
      example: 'day = request.security(syminfo.tickerid, "1D", close)',
    },
    signature(
      "expression",
      { name: "symbol", type: "string", known: Qualifier.const, doc: "syminfo.tickerid." },
      {
        name: "timeframe",
        type: "string",
        known: Qualifier.const,
        doc: 'The timeframe: "60", "1D", "1W", "1M".',
      },
      { name: "expression", type: "any", doc: "What is evaluated on that timeframe's bars." },
      {
        name: "gaps",
        type: "option",
        options: "barmerge.gaps",
        known: Qualifier.const,
        isOptional: true,
        doc: "Whether bars without a new value give na.",
      },
      {
        name: "lookahead",
        type: "option",
        options: "barmerge.lookahead",
        known: Qualifier.const,
        isOptional: true,
        doc: "Whether a period's value stands from its first bar on.",
      },
      refused("ignore_invalid_symbol", "bool", "Whether an unknown symbol gives na."),
      refused("currency", "string", "Currency to convert to."),
      refused("calc_bars_count", "int", "How many bars are used."),
    ),
  ),
  plot: {
    ...pure(
      {
        doc: "Shows a value on the chart. It never reaches an order.",
        example: 'plot(ta.sma(close, 20), "average")',
      },
      signature(
        "void",
        { name: "series", type: "float", doc: "The value." },
        {
          name: "title",
          type: "string",
          known: Qualifier.const,
          isOptional: true,
          doc: "Its name on the chart.",
        },
        unused("color", "color", "Colour of the line."),
        unused("linewidth", "int", "Width of the line."),
        unused("style", "option", "Kind of the line."),
        unused("trackprice", "bool", "Whether a level marks the last value."),
        unused("histbase", "float", "Level at which columns begin."),
        unused("offset", "int", "Bars by which the line is moved."),
        unused("join", "bool", "Whether points are joined."),
        unused("editable", "bool", "Whether its style can be changed."),
        unused("show_last", "int", "How many of the last bars show it."),
        unused("display", "option", "Where it is shown."),
        unused("format", "option", "How its numbers are written."),
        unused("precision", "int", "Decimal places of its numbers."),
        unused("force_overlay", "bool", "Whether it lies on the prices."),
      ),
    ),
    isTopLevelOnly: true,
  },
  "color.new": pure(
    { doc: "A colour with another transparency.", example: "color.new(color.red, 80)" },
    signature(
      "color",
      { name: "color", type: "color", doc: "The colour." },
      { name: "transp", type: "float", doc: "Transparency, 0 to 100." },
    ),
  ),
} satisfies Readonly<Record<string, FunctionSpec>>;
