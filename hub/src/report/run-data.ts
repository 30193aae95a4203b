// What a run was given, in the same words whether it came from a file or from the store.
import type {
  DataReport,
  Instrument,
  RunSettings,
  RunSummary,
  StoredReport,
} from "@backtestr/client";
import type { ReportData, ReportStatement } from "@backtestr/webviews/messages/report";

/** Longest list of rejected rows in a page. */
const REJECTED_MAX = 100;

/** What was traded: the store's record fills in what the strategy leaves out. */
export function instrumentOf(settings: RunSettings, { data }: RunSummary): Instrument {
  if (data.from === "store") return data.store.instrument;
  if (settings.data.from === "file") return settings.data.file.instrument;
  throw new Error("a run on the store reports the store");
}

/** `EURUSD, version 3`. */
export function storedName({ dataset, version }: StoredReport): string {
  return `${dataset}, version ${version}`;
}

/** `quotes, of which the bid makes bars`. */
export function storedRows({ series, timeframe, price }: StoredReport): string {
  return series === "quotes"
    ? `quotes, ${price} prices`
    : `${timeframe ?? ""} bars of ${price} prices`;
}

export function dataOf(data: DataReport): ReportData["data"] {
  if (data.from === "store") {
    const { store } = data;
    const { rows, contentHash, zone } = store;
    return {
      name: storedName(store),
      understood: `${storedRows(store)}, days in ${zone}, from the store`,
      contentHash,
      rowsIn: rows,
      rowsKept: rows,
      rowsRejected: 0,
      rowsDuplicate: 0,
      rejected: [],
    };
  }
  const { path, rejected, understood, contentHash, ...counts } = data.file;
  const { rowsIn, rowsKept, rowsRejected, rowsDuplicate } = counts;
  return {
    ...{ name: path.split(/[\\/]/).at(-1) ?? path, understood, contentHash },
    ...{ rowsIn, rowsKept, rowsRejected, rowsDuplicate },
    rejected: rejected.slice(0, REJECTED_MAX).map(({ line, reason }) => ({ line, reason })),
  };
}

/** Where the data came from, for who wants to have the same again. */
export function dataProvenance(data: DataReport): string {
  return data.from === "file"
    ? `${data.file.path}, BLAKE3 ${data.file.contentHash}`
    : `dataset ${storedName(data.store)}, BLAKE3 ${data.store.contentHash}`;
}

/** The assumptions about times and money that come with the data. */
export function dataAssumptions(settings: RunSettings, summary: RunSummary): ReportStatement[] {
  const { data } = summary;
  const instrument = instrumentOf(settings, summary);
  return [
    { about: "Times of the data", says: timesText(settings, data) },
    { about: "Money per price point", says: numberText(instrument.pointValue) },
  ];
}

function timesText(settings: RunSettings, data: DataReport): string {
  if (data.from === "store") return `UTC; days begin in ${data.store.zone}`;
  return settings.data.from === "file"
    ? `${settings.data.file.zone}, of each bar's ${settings.data.file.stamp}`
    : "UTC";
}

export function numberText(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 10 });
}
