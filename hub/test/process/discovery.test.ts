// Where the engine is looked for, and what is said when it is not there.
import assert from "node:assert/strict";
import path from "node:path";
import { findEngine, type EnginePlaces } from "../../src/process/discovery.ts";
import { Engines } from "./engines.ts";

describe("discovery of the engine", () => {
  const engines = new Engines();
  after(() => {
    engines.remove();
  });

  async function check(
    places: { environment?: string; configured?: string; shipped?: string },
    expected: string | RegExp,
  ): Promise<void> {
    const all = { environment: null, configured: null, shipped: "/nowhere", ...places };
    const found = await findEngine(all);
    if (typeof expected === "string") {
      assert.deepEqual(found, { ok: true, path: expected });
    } else {
      assert.ok(!found.ok);
      assert.equal(found.error.code, "file_not_found");
      assert.match(found.error.message, expected);
      assert.notEqual(found.error.help, null);
    }
  }

  it("prefers the environment, then the configuration, then what came along", async () => {
    const mine = engines.file("mine", "");
    const other = engines.file("other", "");
    const shipped = engines.file("backtestr-engine", "");
    const folder = engines.folder;
    await check({ environment: mine, configured: other, shipped: folder }, mine);
    await check({ configured: other, shipped: folder }, other);
    await check({ shipped: folder }, shipped);
  });

  it("does not pass over a place that somebody chose", async () => {
    const shipped = engines.folder;
    await check(
      { environment: "/no/engine", shipped },
      /BACKTESTR_ENGINE.*\/no\/engine.*not exist/,
    );
    await check({ configured: "/no/engine", shipped }, /configuration.*\/no\/engine.*not exist/);
  });

  it("names the setting as the face does", async () => {
    const places = { environment: null, configured: "/no/engine", shipped: "/nowhere" };
    const helpOf = async (all: EnginePlaces): Promise<string | null> => {
      const found = await findEngine(all);
      return found.ok ? null : found.error.help;
    };
    assert.match((await helpOf(places)) ?? "", /`external\.engine`/);
    const setting = "backtestr.engine.path";
    assert.match((await helpOf({ ...places, setting })) ?? "", /`backtestr\.engine\.path`/);
  });

  it("says what is wrong with a place", async () => {
    await check({}, /should be \/nowhere.*not exist/);
    await check({ environment: engines.folder }, /not a file/);
    if (process.getuid?.() !== 0) {
      const plain = engines.file("plain.txt", "", 0o644);
      await check({ environment: plain }, /may not be executed/);
    }
  });

  it("makes relative paths absolute", async () => {
    const file = engines.file("relative", "");
    await check({ environment: path.relative(process.cwd(), file) }, file);
  });
});
