// Library: the formulas of functions as hover and documentation show them. x is the series, n the length.
import type { FunctionName } from "./library.ts";

export const FORMULAS: Readonly<Partial<Record<FunctionName, string>>> = {
  "ta.sma": "(x[0] + x[1] + … + x[n-1]) / n",
  "ta.ema": "e = e[1] + 2 / (n + 1) · (x - e[1]); the first value is the sma of the first n",
  "ta.rma": "r = (r[1] · (n - 1) + x) / n; the first value is the sma of the first n",
  "ta.wma": "(n · x[0] + (n-1) · x[1] + … + 1 · x[n-1]) / (n · (n + 1) / 2)",
  "ta.rsi": "100 - 100 / (1 + rma(rises, n) / rma(falls, n)); without falls 100",
  "ta.atr": "rma(tr, n), with high - low as the first bar's range",
  "ta.tr": "max(high - low, |high - close[1]|, |low - close[1]|)",
  "ta.macd":
    "line = ema(x, fastlen) - ema(x, slowlen); signal = ema(line, siglen); hist = line - signal",
  "ta.bb": "middle = sma(x, n); upper, lower = middle ± mult · stdev(x, n)",
  "ta.stdev": "√(Σ (x[i] - sma)² / n); with biased = false divided by n - 1",
  "ta.highest": "max(x[0], …, x[n-1])",
  "ta.lowest": "min(x[0], …, x[n-1])",
  "ta.crossover": "source1 > source2 and source1[1] <= source2[1]",
  "ta.crossunder": "source1 < source2 and source1[1] >= source2[1]",
  "ta.change": "x - x[n]; for a bool x != x[n]",
  "ta.mom": "x - x[n]",
  "ta.roc": "100 · (x - x[n]) / x[n]",
  "ta.cum": "x[0] + x[1] + … back to the first bar",
  "math.sum": "x[0] + x[1] + … + x[n-1]",
  "math.avg": "(number0 + number1 + …) / count",
  "size.risk": "amount / (distance · point value)",
  "size.cash": "amount / (close · point value)",
  "size.percent": "share · equity / (close · point value)",
};
