// Tests of `backtestr fmt` and `backtestr lsp` as a user or an editor starts them.
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { newBench, quiet, removeBench, SLOW_MS, type Bench } from "./program.ts";

const UGLY = 'strategy "T"\n  edition=1\n\naccount\n  capital=1000 USD\n\n\nplot( close )\n';
const PRETTY = 'strategy "T"\n    edition = 1\n\naccount\n    capital = 1000 USD\n\nplot(close)\n';

describe("backtestr fmt", function () {
  this.timeout(SLOW_MS);
  let bench: Bench;

  before(async () => {
    bench = await newBench();
  });
  after(async () => {
    await removeBench(bench);
  });

  async function textOf(name: string): Promise<string> {
    return readFile(path.join(bench.folder, name), "utf8");
  }

  it("formats in place, and says which files it changed", async () => {
    await bench.write("a.strat", UGLY);
    await bench.write("b.strat", PRETTY);
    const { code, out } = await bench.run("fmt", "a.strat", "b.strat");
    assert.deepEqual([code, out], [0, "a.strat: formatted\n"]);
    assert.equal(await textOf("a.strat"), PRETTY);
  });

  it("writes nothing with --check and --stdout", async () => {
    await bench.write("c.strat", UGLY);
    const checked = await bench.run("fmt", "--check", "c.strat");
    assert.equal(checked.code, 1);
    assert.match(checked.out, /c\.strat: would change/);
    const printed = await bench.run("fmt", "--stdout", "c.strat");
    assert.deepEqual([printed.code, printed.out], [0, PRETTY]);
    assert.equal(await textOf("c.strat"), UGLY);
    await bench.write("d.strat", PRETTY);
    assert.equal((await bench.run("fmt", "--check", "d.strat")).code, 0);
  });

  it("refuses what it cannot do, with a sentence", async () => {
    const missing = await bench.run("fmt", "nowhere.strat");
    assert.equal(missing.code, 1);
    assert.match(missing.err, /no such file/);
    assert.equal((await bench.run("fmt", "--check", "--stdout", "c.strat")).code, 2);
    assert.equal((await bench.run("fmt")).code, 2);
  });
});

describe("backtestr lsp", function () {
  this.timeout(SLOW_MS);

  function frame(message: object): string {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  }

  it("greets, and ends when it is told to", async () => {
    const command = path.resolve("cli/bin/backtestr.mjs");
    const child = spawn(process.execPath, [command, "lsp"], { env: quiet(process.cwd()) });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('"id":1')) {
        child.stdin.write(frame({ id: 2, method: "shutdown" }));
        child.stdin.write(frame({ method: "exit" }));
      }
    });
    const params = { processId: null, rootUri: null, capabilities: {} };
    child.stdin.write(frame({ id: 1, method: "initialize", params }));
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.equal(code, 0);
    assert.match(out, /"completionProvider"/);
  });

  it("ends with its input", async () => {
    const command = path.resolve("cli/bin/backtestr.mjs");
    const child = spawn(process.execPath, [command, "lsp"], { env: quiet(process.cwd()) });
    child.stdin.end();
    const code = await new Promise((resolve) => child.once("close", resolve));
    assert.equal(typeof code, "number");
  });
});
