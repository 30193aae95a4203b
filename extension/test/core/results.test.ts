// What is known of files that are renamed, alone or with their folder.
import assert from "node:assert/strict";
import { movedPath } from "../../src/core/moved-path.ts";
import { Results, type RunResult } from "../../src/core/results.ts";

/** Only what results are told apart by. */
function run(file: string, number: number, isLive: boolean): RunResult {
  const parts: Partial<RunResult> = { file, run: number, engine: 1, isLive };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- results read no other part of a run
  return parts as RunResult;
}

describe("a moved path", () => {
  it("is that of the file, or of the folder above it", () => {
    assert.equal(movedPath("/w/a.strat", "/w/a.strat", "/w/b.strat"), "/w/b.strat");
    assert.equal(movedPath("/w/x/a.strat", "/w/x", "/w/y/z"), "/w/y/z/a.strat");
    assert.equal(movedPath("C:\\w\\x\\a.strat", "C:\\w\\x", "C:\\w\\y"), "C:\\w\\y\\a.strat");
  });

  it("is none for names that only begin alike", () => {
    assert.equal(movedPath("/w/ab.strat", "/w/a", "/w/c"), null);
    assert.equal(movedPath("/w/b.strat", "/w/a.strat", "/w/c.strat"), null);
  });
});

describe("results", () => {
  it("go along when their file or its folder is renamed", () => {
    const results = new Results();
    results.show(run("/w/a.strat", 1, false));
    results.show(run("/w/a.strat", 2, true));
    results.renamed("/w", "/v");
    assert.deepEqual(results.of("/w/a.strat").shown, null);
    const { shown, kept } = results.of("/v/a.strat");
    assert.deepEqual([shown?.run, shown?.file], [2, "/v/a.strat"]);
    assert.deepEqual([kept?.run, kept?.file], [1, "/v/a.strat"]);
  });

  it("go with their file or its folder, and leave their runs to be dropped", () => {
    const results = new Results();
    const [kept, live, other] = [
      run("/w/a.strat", 1, false),
      run("/w/a.strat", 2, true),
      run("/w2/b.strat", 3, true),
    ];
    for (const one of [kept, live, other]) results.show(one);
    const told: string[] = [];
    results.onChange((file) => told.push(file));
    assert.deepEqual(results.forget("/w"), [live, kept]);
    assert.deepEqual(told, ["/w/a.strat"]);
    assert.deepEqual([results.of("/w/a.strat").shown, results.of("/w/a.strat").kept], [null, null]);
    assert.equal(results.of("/w2/b.strat").shown, other);
    assert.deepEqual(results.forget("/w"), []);
  });

  it("say which runs nobody shows any more", () => {
    const results = new Results();
    const [kept, live, later] = [run("a", 1, false), run("a", 2, true), run("a", 3, true)];
    assert.deepEqual(results.show(kept), []);
    assert.deepEqual(results.show(live), []);
    assert.deepEqual(results.show(later), [live]);
  });

  it("say that their runs went with the engine, where no live run takes their place", () => {
    const results = new Results();
    for (const file of ["paused", "edited", "running"]) results.show(run(file, 1, true));
    results.mark("edited", { kind: "edited" });
    results.engineChanged(2, (file) => file === "running");
    assert.equal(results.of("running").staleness.kind, "fresh");
    results.show({ ...run("new", 1, true), engine: 2 });
    results.engineChanged(2, () => false);
    const kinds = ["paused", "edited", "running", "new"].map(
      (file) => results.of(file).staleness.kind,
    );
    assert.deepEqual(kinds, ["gone", "edited", "gone", "fresh"]);
  });

  it("of the store are old once its data changed, those of files are not", () => {
    const results = new Results();
    const from = (file: string, source: "store" | "file"): RunResult => {
      const settings = { data: { from: source } };
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no other part of the settings is read
      return { ...run(file, 1, true), settings } as unknown as RunResult;
    };
    results.show(from("stored", "store"));
    results.show(from("beside", "file"));
    results.dataChanged();
    assert.equal(results.of("stored").staleness.kind, "olderData");
    assert.equal(results.of("beside").staleness.kind, "fresh");
    results.show(from("stored", "store"));
    assert.equal(results.of("stored").staleness.kind, "fresh");
  });
});
