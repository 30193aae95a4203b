// Names that the language knows and this version does not carry out: they are refused by name.

/** Names whose members belong to later versions as a whole. */
const LATER_NAMESPACES: readonly string[] = [
  ..."adjustment alert array box chart currency dayofweek dividends earnings extend font format hline".split(
    " ",
  ),
  ..."input label line linefill location log map matrix order polyline position report runtime scale".split(
    " ",
  ),
  ..."session settlement_as_close shape size splits str syminfo table text ticker timeframe xloc yloc".split(
    " ",
  ),
  ..."backadjustment barmerge color cross display exit footprint math plot request strategy ta volume_row".split(
    " ",
  ),
];

const LATER_TA = `alma bbw cci cmo cog correlation cross dev dmi falling highestbars hma kc kcw linreg
  lowestbars max median mfi min mode percentile_linear_interpolation percentile_nearest_rank
  percentrank pivot_point_levels pivothigh pivotlow range rci rising sar stoch supertrend swma tsi
  variance vwap vwma wpr accdist obv pvt wad nvi pvi iii wvad`;

const LATER_MATH = `acos asin atan cos sin tan todegrees toradians random e phi pi rphi`;

const LATER_STRATEGY = `account_currency avg_losing_trade avg_losing_trade_percent avg_trade
  avg_trade_percent avg_winning_trade avg_winning_trade_percent cash commission convert_to_account
  convert_to_symbol default_entry_qty direction fixed grossloss_percent grossprofit_percent
  margin_liquidation_price max_contracts_held_all max_contracts_held_long max_contracts_held_short
  max_drawdown max_drawdown_percent max_runup max_runup_percent netprofit_percent oca
  openprofit_percent percent_of_equity position_entry_name risk target`;

const LATER_REQUEST = `currency_rate dividends earnings economic financial quandl security_lower_tf
  seed splits footprint`;

const LATER_COLOR = `b from_gradient g r rgb t`;

const LATER_SYMINFO = `basecurrency country currency description employees expiration_date industry
  isin main_tickerid mincontract minmove prefix pricescale root sector session shareholders
  timezone type volumetype`;

const LATER_TIMEFRAME = `change from_seconds in_seconds isdaily isdwm isintraday isminutes ismonthly
  isseconds isticks isweekly main_period multiplier`;

const LATER_PLAIN = `alert alertcondition barcolor bgcolor bool box color cross developing dayofmonth
  dayofweek fill hlcc4 hline hour indicator input label library line linefill lower max_bars_back
  minute month on plotarrow plotbar plotcandle plotchar plotshape polyline second strategy string
  table timenow time_tradingday timestamp weekofyear year`;

const LATER_OTHER = `exit.bracket cross.rank cross.mean cross.count plot.style_areabr
  plot.style_stepline_diamond plot.style_steplinebr plot.linestyle_dashed plot.linestyle_dotted
  plot.linestyle_solid`;

function members(namespace: string, names: string): readonly string[] {
  return names.split(/\s+/).map((name) => `${namespace}.${name}`);
}

const LATER: ReadonlySet<string> = new Set([
  ...members("ta", LATER_TA),
  ...members("math", LATER_MATH),
  ...members("strategy", LATER_STRATEGY),
  ...members("request", LATER_REQUEST),
  ...members("color", LATER_COLOR),
  ...members("syminfo", LATER_SYMINFO),
  ...members("timeframe", LATER_TIMEFRAME),
  ...LATER_PLAIN.split(/\s+/),
  ...LATER_OTHER.split(/\s+/),
]);

/** Namespaces of which this version has some members: others of them may be mistyped. */
const PARTLY_KNOWN: ReadonlySet<string> = new Set(
  "barmerge barstate color cross display exit math plot request size strategy syminfo ta timeframe".split(
    " ",
  ),
);

const WHOLLY_LATER: ReadonlySet<string> = new Set(
  LATER_NAMESPACES.filter((name) => !PARTLY_KNOWN.has(name)),
);

/** Whether the dotted name belongs to the language, but not to this version. */
export function isLater(name: string): boolean {
  if (LATER.has(name)) return true;
  const [first = "", second] = name.split(".");
  if (second === undefined) return false;
  return (
    WHOLLY_LATER.has(first) ||
    LATER.has(`${first}.${second}`) ||
    isTradeAccessor(first, second, name)
  );
}

/** `strategy.closedtrades.profit(n)` and its kin. */
function isTradeAccessor(first: string, second: string, name: string): boolean {
  const isTrades = second === "closedtrades" || second === "opentrades";
  return first === "strategy" && isTrades && name.split(".").length > 2;
}

export function isNamespace(name: string): boolean {
  return PARTLY_KNOWN.has(name) || WHOLLY_LATER.has(name);
}
