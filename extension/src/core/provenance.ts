// Where a result comes from: the strategy's repository, this installation, the settings.
import path from "node:path";
import { environmentHash, installationAt, repositoryOf, type ProvenanceJson } from "@backtestr/hub";
import type { RunResult } from "./results.ts";

export async function provenanceOf(
  root: string,
  { file, settings, summary }: RunResult,
): Promise<ProvenanceJson> {
  const [repository, installation] = await Promise.all([
    repositoryOf(path.dirname(file)),
    installationAt(root),
  ]);
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
