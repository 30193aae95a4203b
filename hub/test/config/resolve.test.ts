// Tests of how sources of configuration are merged and refused.
import { strict as assert } from "node:assert";
import { engineConfiguration, type Configuration } from "../../src/config/keys.ts";
import { resolveConfiguration, type Source } from "../../src/config/resolve.ts";

const DEFAULTS: Configuration = {
  store: { data_home: "/home/ada/.local/share/backtestr" },
  ipc: { start_timeout_ms: 5_000 },
  logging: { level: "warn" },
  external: { engine: null },
  performance: { threads: null, memory_mb: null },
  import: {},
};

function project(text: string): Source {
  return { kind: "toml", file: "/p/backtestr.toml", text, isProject: true };
}

function resolved(...sources: readonly Source[]) {
  return resolveConfiguration(DEFAULTS, sources, "/here");
}

function checkRefused(source: Source, line: number | null, message: RegExp): void {
  const result = resolved(source);
  assert.ok(!result.ok);
  assert.equal(result.problems[0]?.line, line);
  assert.match(result.problems[0].message, message);
}

describe("configuration", () => {
  it("lets later sources win and remembers where a value came from", () => {
    const result = resolved(
      project('[store]\ndata_home = "data"\n[logging]\nlevel = "info"\n'),
      {
        kind: "variables",
        file: "/p/.env.ci",
        text: "# of CI\nBACKTESTR_LOG_LEVEL='debug'\nOTHER=1\n",
      },
      { kind: "environment", values: { BACKTESTR_DATA_HOME: "/env" } },
      { kind: "flags", values: { "store.data_home": "flag" } },
    );
    assert.ok(result.ok);
    assert.equal(result.configuration.store.data_home, "/here/flag");
    assert.equal(result.configuration.logging.level, "debug");
    assert.equal(result.origins.get("logging.level"), "/p/.env.ci:2");
    assert.equal(result.origins.get("store.data_home"), "the command line");
    assert.equal(result.origins.get("ipc.start_timeout_ms"), "default");
  });

  it("resolves a file's paths against the file's folder", () => {
    const result = resolved(project('store.data_home = "data"'));
    assert.ok(result.ok);
    assert.equal(result.configuration.store.data_home, "/p/data");
  });

  it("refuses unknown keys and sections with their line and the nearest name", () => {
    checkRefused(
      project('[store]\n\ndata_hme = "x"'),
      3,
      /no key data_hme\. Did you mean data_home\?/,
    );
    checkRefused(
      project('[stor]\ndata_home = "x"'),
      2,
      /no section \[stor\]\. Did you mean store\?/,
    );
    checkRefused(project("[import]\nzone = 1"), 2, /It has no keys yet/);
    checkRefused(
      { kind: "variables", file: "/p/.env.ci", text: "\nBACKTESTR_LOG_LEVL=info" },
      2,
      /Did you mean BACKTESTR_LOG_LEVEL\?/,
    );
  });

  it("refuses values that do not fit, and texts that are no TOML", () => {
    checkRefused(project('[logging]\nlevel = "loud"'), 2, /logging\.level cannot be "loud"/);
    checkRefused(project("ipc = { start_timeout_ms = 5 }"), 1, /cannot be 5/);
    checkRefused(project("[store]\ndata_home = [1]"), 2, /cannot be/);
    checkRefused(project("[store"), 1, /not TOML/);
    checkRefused(
      { kind: "environment", values: { BACKTESTR_START_TIMEOUT_MS: "soon" } },
      null,
      /"soon"/,
    );
  });

  it("tells the engine its home and its limits", () => {
    const result = resolved(
      project("[performance]\nthreads = 2"),
      { kind: "environment", values: { BACKTESTR_MEMORY_MB: "512" } },
      { kind: "flags", values: { "store.data_home": "/h" } },
    );
    assert.ok(result.ok);
    assert.deepEqual(engineConfiguration(result.configuration), {
      ...{ dataHome: "/h", threads: 2, memoryBytes: 512 * 2 ** 20 },
    });
    checkRefused(project("performance.threads = 0"), 1, /performance\.threads cannot be 0/);
    checkRefused(project("performance.memory_mb = 1.5"), 1, /cannot be 1\.5/);
  });

  it("lets no project choose a program to run", () => {
    checkRefused(project('[external]\nengine = "./evil"'), 2, /cannot be set by a project/);
    checkRefused(
      { kind: "variables", file: "/p/.env.ci", text: "BACKTESTR_ENGINE=./evil" },
      1,
      /cannot be set/,
    );
    const result = resolved({
      kind: "toml",
      file: "/u/backtestr.toml",
      text: 'external.engine = "e"',
      isProject: false,
    });
    assert.ok(result.ok && result.configuration.external.engine === "/u/e");
  });
});
