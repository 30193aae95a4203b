// Hands a finished run over: files first, then the screen or the JSON object.
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  environmentHash,
  equityOf,
  findingSentence,
  installationAt,
  instrumentOf,
  isoTime,
  type PageParts,
  type PlaceOfStatement,
  printable,
  PROFILE_NAMES,
  type ProvenanceJson,
  reportOf,
  reportPage,
  repositoryOf,
  resultJson,
  type ResultJson,
  type TradeRow,
  tradesCsv,
  tradesOf,
} from "@backtestr/hub";
import { EXIT } from "../exit-codes.ts";
import { comparisonText } from "../result/compare.ts";
import { findingProblems, hintProblems } from "../result/findings.ts";
import { lines, resultText } from "../result/screen.ts";
import { problem, problemText } from "../terminal/problem.ts";
import { rootOf, type Context } from "./context.ts";
import { engineFailure, stopped, type Stopped } from "./outcome.ts";
import type { Results } from "./run.ts";
import { saveResult } from "./save-result.ts";
import { homeFlag } from "./with-store.ts";
import { writeResult } from "./write-file.ts";

/** null when everything was delivered. */
export async function deliver(context: Context, results: Results): Promise<Stopped | null> {
  const provenance = await provenanceOf(context, results);
  const end = await writeFiles(context, results, provenance);
  if (end !== null) return end;
  if (context.signal.aborted) return stopped(EXIT.interrupted);
  const saved = results.words.isSaved ? await saveResult(context, results, provenance) : null;
  if (results.words.isJson) {
    context.terminal.out(`${JSON.stringify(objectOf(results, provenance, saved), null, 2)}\n`);
  } else {
    show(context, results, saved);
  }
  return null;
}

function show({ terminal }: Context, results: Results, saved: string | null): void {
  const { words, compiled, main, hints, compared } = results;
  const { title } = compiled;
  terminal.out(resultText({ title, ...main }, terminal.outStyle));
  if (saved !== null)
    terminal.out(
      lines([`  Saved    ${saved}: backtestr runs show last${homeFlag(results.words)}`]),
    );
  if (compared !== null) {
    const text = comparisonText({ title, ...main }, { title, ...compared }, terminal.outStyle);
    terminal.out(`\n${text}`);
  }
  const noticed = [...findingProblems(main.summary, compiled), ...hintProblems(hints, words.file)];
  for (const shown of noticed) {
    terminal.err(problemText(shown, terminal.errStyle));
  }
  terminal.out(lines(["", ...nextSteps(results).map((step) => printable(step))]));
}

function nextSteps({ words }: Results): readonly string[] {
  const written = [words.trades, words.report].filter((file) => file !== null);
  if (written.length > 0) return written.map((file) => `Written: ${file}`);
  return [`Next: backtestr run ${words.file}${homeFlag(words)} --report report.html`];
}

async function provenanceOf(context: Context, results: Results): Promise<ProvenanceJson> {
  const { words, main } = results;
  const [repository, installation] = await Promise.all([
    repositoryOf(path.dirname(path.resolve(words.file))),
    installationAt(rootOf(context)),
  ]);
  const { settings, summary } = main;
  return {
    git_sha: repository?.gitSha ?? null,
    is_clean: repository?.isClean ?? null,
    version: installation.version,
    lock_hash: installation.lockHash,
    environment_hash: environmentHash(installation, summary.engineVersion),
    engine_version: summary.engineVersion,
    settings_hash: summary.settingsHash,
    parameters: Object.fromEntries(settings.parameters.map(({ name, value }) => [name, value])),
    seed: null,
  };
}

function objectOf(
  { words, compiled, main, hints }: Results,
  provenance: ProvenanceJson,
  saved: string | null,
): ResultJson {
  const { settings, summary } = main;
  return resultJson({
    strategy: compiled.title,
    file: words.file,
    symbol: instrumentOf(settings, summary).symbol,
    profile: PROFILE_NAMES[settings.account.profile],
    summary,
    findings: summary.findings.map((finding) => ({
      what: finding.what,
      message: findingSentence(finding),
      line: compiled.placeOfStatement(finding.statement)?.at?.line ?? null,
      count: finding.count,
      first_time: isoTime(finding.firstTimeUs),
    })),
    hints: hints.map(({ hint, sentence, place }) => ({
      what: hint.what,
      message: sentence,
      line: place?.line ?? null,
      bars_lacking: hint.what === "warmupTooShort" ? hint.barsLacking : null,
    })),
    saved,
    provenance,
  });
}

async function writeFiles(
  context: Context,
  results: Results,
  provenance: ProvenanceJson,
): Promise<Stopped | null> {
  const { words, compiled, engine, main } = results;
  if (words.trades === null && words.report === null) return null;
  const pulled = await tradesOf(engine.client, main.summary.run, main.summary.tradeCount);
  if (!pulled.ok) return engineFailure(pulled.error, compiled);
  if (words.trades !== null) {
    const { symbol } = instrumentOf(main.settings, main.summary);
    const failed = await writeResult(words.trades, tradesCsv(pulled.value, symbol));
    if (failed !== null) return stopped(EXIT.strategyOrData, failed);
  }
  if (words.report === null) return null;
  return writeReport(context, results, provenance, pulled.value, words.report);
}

async function writeReport(
  context: Context,
  results: Results,
  provenance: ProvenanceJson,
  trades: readonly TradeRow[],
  file: string,
): Promise<Stopped | null> {
  const { words, compiled, engine, main, hints } = results;
  const page = await builtPage(context);
  if ("problems" in page) return page;
  const series = await equityOf(engine.client, main.summary.run, main.summary.bars);
  if (!series.ok) return engineFailure(series.error, compiled);
  const data = reportOf({
    title: compiled.title,
    file: words.file,
    ...main,
    trades,
    series: series.value,
    placeOf: sourcePlaces(results),
    hints,
    provenance,
    timeZone: "UTC",
  });
  const failed = await writeResult(file, reportPage(page, data));
  return failed === null ? null : stopped(EXIT.strategyOrData, failed);
}

function sourcePlaces({ compiled }: Results): PlaceOfStatement {
  return (statement) => compiled.placeOfStatement(statement)?.at ?? null;
}

async function builtPage(context: Context): Promise<PageParts | Stopped> {
  const folder = path.join(context.programFolder, "webviews");
  try {
    const [script, style] = await Promise.all(
      ["report.js", "report.css"].map((name) => readFile(path.join(folder, name), "utf8")),
    );
    return { script: script ?? "", style: style ?? "" };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    return stopped(
      EXIT.engine,
      problem({
        code: "installation",
        message: `The report page of this installation cannot be read (${code}).`,
        help: "Run `npm run build` in a checkout; otherwise install BackTestr again.",
        place: { file: folder, at: null },
      }),
    );
  }
}
