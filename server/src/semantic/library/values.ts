// Library: built-in values, from prices to named settings.
import { Qualifier } from "../types.ts";
import { named, value } from "./rows.ts";
import type { ValueSpec } from "./spec.ts";

const { simple, series } = Qualifier;

function price(doc: string, example: string): ValueSpec {
  return value("float", series, doc, example);
}

function account(doc: string, example: string): ValueSpec {
  return value("float", series, `${doc} Fixed while the program runs on a bar.`, example);
}

function count(doc: string, example: string): ValueSpec {
  return value("int", series, `${doc} Fixed while the program runs on a bar.`, example);
}

function unconfirmed(type: "int" | "bool", doc: string, example: string): ValueSpec {
  return value(type, series, doc, example, { isUnconfirmed: true });
}

function color(hex: string): ValueSpec {
  return named("color", hex, `The colour ${hex}.`, "plot(close, color = color.red)");
}

function setting(name: string, doc: string): ValueSpec {
  return named("option", name, doc, name);
}

export const VALUES = {
  open: price("The bar's first price.", "close > open"),
  high: price("The bar's highest price.", "ta.highest(high, 20)"),
  low: price("The bar's lowest price.", "ta.lowest(low, 20)"),
  close: price("The bar's last price.", "ta.sma(close, 20)"),
  volume: price("What was traded in the bar.", "ta.sma(volume, 20)"),
  bid: price("The latest bid at the decision; na without quotes.", "ask - bid"),
  ask: price("The latest ask at the decision; na without quotes.", "ask - bid"),
  bid_size: value(
    "float",
    series,
    "What was offered at the latest bid, in units of the instrument; na without quotes.",
    "bid_size > ask_size",
  ),
  ask_size: value(
    "float",
    series,
    "What was offered at the latest ask, in units of the instrument; na without quotes.",
    "ask_size >= 1",
  ),
  hl2: price("(high + low) / 2", "ta.ema(hl2, 20)"),
  hlc3: price("(high + low + close) / 3", "ta.ema(hlc3, 20)"),
  ohlc4: price("(open + high + low + close) / 4", "ta.ema(ohlc4, 20)"),
  time: value(
    "int",
    series,
    "Open time of the bar in milliseconds since 1970 UTC.",
    "time - time[1]",
  ),
  time_close: value(
    "int",
    series,
    "Close time of the bar in milliseconds since 1970 UTC.",
    "time_close - time",
  ),
  bar_index: value(
    "int",
    series,
    "Number of the bar: 0 on the first bar of the period.",
    "bar_index >= 50",
  ),
  na: value("na", Qualifier.const, "No value.", "float level = na"),
  "ta.tr": price(
    "True range; na on the first bar, which has no close before it.",
    "ta.sma(ta.tr, 14)",
  ),
  equity: account(
    "Equity at this close: the same as strategy.equity.",
    "size.risk(0.5 % of equity, distance = atr)",
  ),

  "strategy.long": named("side", "long", "Buys.", 'strategy.entry("L", strategy.long)'),
  "strategy.short": named("side", "short", "Sells.", 'strategy.entry("S", strategy.short)'),
  "strategy.position_size": account(
    "Open contracts, negative when short.",
    "strategy.position_size == 0",
  ),
  "strategy.position_avg_price": account(
    "Average price of the open position; na when flat.",
    "close > strategy.position_avg_price",
  ),
  "strategy.equity": account(
    "Cash and the open position's value at this close.",
    "strategy.equity * 0.01",
  ),
  "strategy.initial_capital": account(
    "The account's capital at the start.",
    "strategy.equity / strategy.initial_capital",
  ),
  "strategy.netprofit": account(
    "Profit of all closed trades after fees.",
    "strategy.netprofit > 0",
  ),
  "strategy.openprofit": account(
    "Profit of the open position at this close.",
    "strategy.openprofit < 0",
  ),
  "strategy.grossprofit": account("Sum of the profits of winning trades.", "strategy.grossprofit"),
  "strategy.grossloss": account("Sum of the losses of losing trades.", "strategy.grossloss"),
  "strategy.closedtrades": count(
    "Number of closed trades.",
    "ta.change(strategy.closedtrades) > 0",
  ),
  "strategy.opentrades": count("Number of open trades.", "strategy.opentrades < 3"),
  "strategy.wintrades": count("Number of closed trades with a profit.", "strategy.wintrades"),
  "strategy.losstrades": count("Number of closed trades with a loss.", "strategy.losstrades"),
  "strategy.eventrades": count("Number of closed trades without either.", "strategy.eventrades"),

  "syminfo.mintick": value(
    "float",
    simple,
    "The instrument's price step.",
    "close + 10 * syminfo.mintick",
  ),
  "syminfo.pointvalue": value(
    "float",
    simple,
    "Money per whole price point and contract.",
    "risk / syminfo.pointvalue",
  ),
  "syminfo.tickerid": named(
    "string",
    "chart:symbol",
    "The chart's symbol.",
    'request.security(syminfo.tickerid, "1D", close)',
  ),
  "syminfo.ticker": named(
    "string",
    "chart:symbol",
    "The chart's symbol.",
    'request.security(syminfo.ticker, "1D", close)',
  ),
  "timeframe.period": named(
    "string",
    "chart:timeframe",
    "The chart's timeframe.",
    "request.security(syminfo.tickerid, timeframe.period, close)",
  ),

  "barstate.isfirst": value(
    "bool",
    series,
    "Whether this is the first bar of the period.",
    "barstate.isfirst ? close : 0",
  ),
  "barstate.isconfirmed": named(
    "bool",
    true,
    "Whether the bar is complete: always, in a backtest.",
    "buy and barstate.isconfirmed",
  ),
  "barstate.ishistory": named(
    "bool",
    true,
    "Whether the bar comes from data: always, in a backtest.",
    "barstate.ishistory",
  ),
  "barstate.isnew": named(
    "bool",
    true,
    "Whether this is the bar's first calculation: always, in a backtest.",
    "barstate.isnew",
  ),
  "barstate.isrealtime": named(
    "bool",
    false,
    "Whether the bar is forming: never, in a backtest.",
    "barstate.isrealtime",
  ),
  "barstate.islast": unconfirmed(
    "bool",
    "Whether this is the last bar of the data, which no trader can know.",
    "barstate.islast",
  ),
  "barstate.islastconfirmedhistory": unconfirmed(
    "bool",
    "Whether this is the last complete bar of the data, which no trader can know.",
    "barstate.islastconfirmedhistory",
  ),
  last_bar_index: unconfirmed(
    "int",
    "Number of the last bar of the data, which no trader can know.",
    "last_bar_index - bar_index",
  ),
  last_bar_time: unconfirmed(
    "int",
    "Open time of the last bar of the data, which no trader can know.",
    "last_bar_time - time",
  ),

  "barmerge.lookahead_on": setting(
    "barmerge.lookahead_on",
    "A period's value stands from its first bar on: only with an offset.",
  ),
  "barmerge.lookahead_off": setting(
    "barmerge.lookahead_off",
    "A period's value stands once it is complete.",
  ),
  "barmerge.gaps_on": setting("barmerge.gaps_on", "Bars without a new value give na."),
  "barmerge.gaps_off": setting(
    "barmerge.gaps_off",
    "Bars without a new value repeat the last one.",
  ),
  "plot.style_line": setting("plot.style_line", "A line."),
  "plot.style_linebr": setting("plot.style_linebr", "A line with breaks."),
  "plot.style_stepline": setting("plot.style_stepline", "A line of steps."),
  "plot.style_histogram": setting("plot.style_histogram", "Thin columns."),
  "plot.style_columns": setting("plot.style_columns", "Columns."),
  "plot.style_area": setting("plot.style_area", "A filled area."),
  "plot.style_circles": setting("plot.style_circles", "Points."),
  "plot.style_cross": setting("plot.style_cross", "Crosses."),
  "display.all": setting("display.all", "Shown everywhere."),
  "display.none": setting("display.none", "Shown nowhere."),
  "display.pane": setting("display.pane", "Shown in the pane."),
  "display.data_window": setting("display.data_window", "Shown among the values."),
  "display.price_scale": setting("display.price_scale", "Shown on the scale."),
  "display.status_line": setting("display.status_line", "Shown in the status line."),

  "color.aqua": color("#00bcd4"),
  "color.black": color("#363a45"),
  "color.blue": color("#2962ff"),
  "color.fuchsia": color("#e040fb"),
  "color.gray": color("#787b86"),
  "color.green": color("#4caf50"),
  "color.lime": color("#00e676"),
  "color.maroon": color("#880e4f"),
  "color.navy": color("#311b92"),
  "color.olive": color("#808000"),
  "color.orange": color("#ff9800"),
  "color.purple": color("#9c27b0"),
  "color.red": color("#f23645"),
  "color.silver": color("#b2b5be"),
  "color.teal": color("#089981"),
  "color.white": color("#ffffff"),
  "color.yellow": color("#fdd835"),
} satisfies Readonly<Record<string, ValueSpec>>;
