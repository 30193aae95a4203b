// Verify: reads the files of a dataset again and says whether they are what was written.
import { window } from "vscode";
import { verifyData, type Requests } from "@backtestr/hub";
import { withPatientProgress } from "./patient-progress.ts";
import { valueOrSaid } from "./say.ts";

export async function verifyDataset(client: Requests, dataset: string): Promise<void> {
  const abort = new AbortController();
  const answer = await withPatientProgress({ title: `Verify ${dataset}`, abort }, (report) =>
    verifyData(client, dataset, {
      signal: abort.signal,
      onProgress: ({ filesDone, filesTotal }) => {
        const share = filesTotal === 0 ? null : filesDone / filesTotal;
        report(`file ${filesDone} of ${filesTotal}`, share);
      },
    }),
  );
  if (abort.signal.aborted) {
    window.setStatusBarMessage(`${dataset} was not read to its end.`, 5_000);
    return;
  }
  const found = valueOrSaid(answer, `${dataset} was not verified.`);
  if (found === null) return;
  const { files, findings } = found;
  if (findings.length === 0) {
    const count = `${files} ${files === 1 ? "file is" : "files are"}`;
    void window.showInformationMessage(`${dataset}: ${count} what was written.`);
  } else {
    void window.showErrorMessage(`${dataset}: ${findings.map(({ text }) => text).join(" ")}`);
  }
}
