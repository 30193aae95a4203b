// Starts that fail: each ends in one sentence, its causes, and what to do, in good time.
import assert from "node:assert/strict";
import { launch } from "../../src/process/launch.ts";
import { Engines } from "./engines.ts";

const HELLO_MS = 1_500;

describe("the start of an engine", () => {
  const engines = new Engines();
  after(() => {
    engines.remove();
  });

  async function check(program: string, code: string, ...expected: RegExp[]): Promise<void> {
    const begun = performance.now();
    const started = await launch({ program, hostVersion: "1.2.3", helloMs: HELLO_MS });
    assert.ok(!started.ok, "it started");
    const { error } = started;
    assert.equal(error.code, code, error.message);
    const text = [error.message, ...error.causes].join("\n");
    for (const pattern of expected) assert.match(text, pattern);
    assert.notEqual(error.help, null);
    assert.ok(performance.now() - begun < 5_000);
  }

  it("succeeds with its version", async () => {
    const started = await launch({ program: engines.that("good"), hostVersion: "1.2.3" });
    assert.ok(started.ok);
    assert.equal(started.engine.version, "0.0.1");
    started.engine.client.close();
    started.engine.process.kill("SIGKILL");
    await started.engine.process.ended;
  });

  it("goes on without a store when the engine does not take its configuration", async () => {
    const configuration = { dataHome: "/nowhere", threads: null, memoryBytes: null };
    const program = engines.that("refuses-configuration");
    const started = await launch({ program, hostVersion: "1.2.3", configuration });
    assert.ok(started.ok);
    const { client, process: child, misconfigured } = started.engine;
    assert.deepEqual(
      [misconfigured?.code, misconfigured?.message],
      ["unavailable", "No store here."],
    );
    assert.ok((await client.request("engine.ping", { payload: "" })).ok);
    client.close();
    child.kill("SIGKILL");
    await child.ended;
  });

  it("fails when the engine says nothing", () =>
    check(
      engines.that("never-greets"),
      "deadline_exceeded",
      /did not say hello in time/,
      /0\.0\.1/,
    ));

  it("fails when the engine is of another build, with both versions", () =>
    check(engines.that("greets-another-protocol"), "schema_mismatch", /1\.2\.3/, /0\.0\.1/));

  it("fails when the engine ends at once, with its exit code and last words", () =>
    check(
      engines.that("dies-at-start"),
      "connection_lost",
      /ended with exit code 127 before it said hello/,
      /libengine\.so/,
    ));

  it("fails when the engine prints text", () =>
    check(engines.that("prints-text"), "bad_frame", /not the protocol/));

  it("fails when the engine stops in its first frame", () =>
    check(engines.that("half-a-frame"), "deadline_exceeded", /hello/));

  it("fails on a program of another kind", async () => {
    const shell = engines.file("shell", "#!/bin/sh\necho hello\n");
    await check(
      shell,
      "bad_frame",
      /not the protocol|exit code 0/,
      /gave no version: other output/,
    );
  });

  it("fails on a file that is no program", async () => {
    const text = engines.file("text", "\u0001\u0002 this is not a program");
    await check(text, "connection_lost", /cannot be started|exit code/);
  });

  it("fails on a program that is not there", () =>
    check("/no/such/engine", "connection_lost", /cannot be started/));
});
