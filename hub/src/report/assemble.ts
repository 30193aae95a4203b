// Puts a run's answers together into what the report page shows.
import type { Figure, RunSettings, RunSummary, TradeRow } from "@backtestr/client";
import {
  REPORT_FINDINGS_MAX,
  REPORT_TRADES_MAX,
  type ReportData,
  type ReportFigure,
  type ReportTrade,
} from "@backtestr/webviews/messages/report";
import type { EquitySeries } from "../runs/run.ts";
import { PROFILE_NAMES, assumptionsOf } from "./assumptions.ts";
import { HEADLINE, measureInfo } from "./figures.ts";
import { findingSentence, type PlaceOfStatement } from "./findings.ts";
import type { PlacedHint } from "./hints.ts";
import { monthsOf } from "./months.ts";
import type { ProvenanceJson } from "./result-json.ts";
import { dataOf, dataProvenance, instrumentOf } from "./run-data.ts";

export interface ReportParts {
  readonly title: string;
  /** The strategy's file as the user named it. */
  readonly file: string;
  readonly settings: RunSettings;
  readonly summary: RunSummary;
  readonly trades: readonly TradeRow[];
  readonly series: EquitySeries;
  readonly placeOf: PlaceOfStatement;
  readonly hints: readonly PlacedHint[];
  readonly provenance: ProvenanceJson;
  /** In which the page writes times. Months stay those of UTC: they are figures. */
  readonly timeZone: string;
}

export function reportOf(parts: ReportParts): ReportData {
  const { settings, summary } = parts;
  const { account } = settings;
  return {
    schema: "backtestr.report/1",
    strategy: parts.title,
    file: parts.file,
    symbol: instrumentOf(settings, summary).symbol,
    timeframe: summary.chart,
    currency: account.currency,
    profile: PROFILE_NAMES[account.profile],
    bars: summary.bars,
    seconds: summary.seconds,
    firstTimeUs: summary.firstTimeUs,
    lastTimeUs: summary.lastTimeUs,
    timeZone: parts.timeZone,
    initialEquity: account.capital,
    figures: reportFigures(summary.figures),
    equity: summary.equity,
    months: monthsOf(parts.series.timesUs, parts.series.equity, account.capital),
    tradeCount: summary.tradeCount,
    trades: parts.trades
      .slice(0, REPORT_TRADES_MAX)
      .map((trade) => reportTrade(trade, parts.placeOf)),
    parameters: settings.parameters.map(({ name, value }) => ({
      about: name,
      says: String(value),
    })),
    assumptions: assumptionsOf(settings, summary),
    provenance: provenanceOf(parts),
    findings: noticed(parts),
    data: dataOf(summary.data),
  };
}

/** Calls without effect before what only may be a matter. */
function noticed({ summary, placeOf, hints }: ReportParts): ReportData["findings"] {
  const findings = summary.findings.map((finding) => ({
    sentence: findingSentence(finding),
    place: placeOf(finding.statement),
  }));
  return [...findings, ...hints].slice(0, REPORT_FINDINGS_MAX).map(({ sentence, place }) => ({
    sentence,
    line: place?.line ?? null,
    sourceLine: place?.text.trim() ?? null,
  }));
}

/** Headline figures first and in their order, then the rest as the engine gives them. */
export function reportFigures(figures: readonly Figure[]): ReportFigure[] {
  const made = figures.map((figure): ReportFigure => {
    const { label, unit, group, formula } = measureInfo(figure.name);
    const isHeadline = HEADLINE.includes(figure.name);
    return { ...figure, label, unit, group, formula: sentence(formula), isHeadline };
  });
  const rank = ({ name }: ReportFigure): number => {
    const at = HEADLINE.indexOf(name);
    return at === -1 ? HEADLINE.length : at;
  };
  return made.sort((a, b) => rank(a) - rank(b));
}

function sentence(formula: string): string | null {
  return formula === "" ? null : `${formula.charAt(0).toUpperCase()}${formula.slice(1)}.`;
}

function reportTrade(trade: TradeRow, placeOf: PlaceOfStatement): ReportTrade {
  const { exitStatement } = trade;
  return {
    number: trade.number,
    side: trade.side,
    quantity: trade.quantity,
    entryTimeUs: trade.entryTimeUs,
    entryPrice: trade.entryPrice,
    entryId: trade.entryId,
    entryLine: placeOf(trade.entryStatement)?.line ?? null,
    exitTimeUs: trade.exitTimeUs,
    exitPrice: trade.exitPrice,
    exitId: trade.exitId,
    exitLine: exitStatement === null ? null : (placeOf(exitStatement)?.line ?? null),
    profit: trade.profit,
    profitPct: trade.profitPct,
    fees: trade.fees,
    barsHeld: trade.barsHeld,
    mae: trade.mae,
    mfe: trade.mfe,
  };
}

function provenanceOf({ file, summary, provenance }: ReportParts): ReportData["provenance"] {
  const commit =
    provenance.git_sha === null
      ? "not in a git repository"
      : `${provenance.git_sha}, ${provenance.is_clean === true ? "clean" : "with uncommitted changes"}`;
  return [
    { about: "Strategy", says: file },
    { about: "Strategy's commit", says: commit },
    { about: "Data", says: dataProvenance(summary.data) },
    { about: "Plan hash", says: summary.planHash },
    { about: "Settings hash", says: summary.settingsHash },
    { about: "Run digest", says: summary.digest },
    { about: "BackTestr", says: `${provenance.version}, engine ${provenance.engine_version}` },
    { about: "Lock hash", says: provenance.lock_hash ?? "unknown: this is not a checkout" },
    { about: "Environment hash", says: provenance.environment_hash },
    { about: "Seed", says: "none: nothing in this run is drawn by chance" },
    {
      about: "Time in the engine",
      says: `${(summary.seconds * 1_000).toFixed(2)} ms, loading ${(summary.loadSeconds * 1_000).toFixed(2)} ms`,
    },
  ];
}
