// Tests of the set-up's decisions: when Node is refused, and when packages count as installed.
import assert from "node:assert/strict";
import { executableIn } from "../lib/engine.mjs";
import { isInstalled, nodeProblem } from "../lib/setup.mjs";

const LOCK = {
  "": {},
  "node_modules/zod": { version: "4.6.7" },
  "node_modules/@x/other-platform": { version: "1.0.0", optional: true },
  "node_modules/@backtestr/hub": { link: true },
};

describe("set-up", () => {
  it("refuses a Node that is too old, by number and not by text", () => {
    assert.match(nodeProblem("18.20.0") ?? "", /too old/);
    assert.match(nodeProblem("20.9.0") ?? "", /too old/);
    assert.equal(nodeProblem("20.19.0"), null);
    assert.equal(nodeProblem("100.0.0"), null);
  });

  it("takes absent optional packages for those of other platforms", () => {
    const installed = {
      "node_modules/zod": { version: "4.6.7" },
      "node_modules/@backtestr/hub": { link: true },
    };
    assert.equal(isInstalled(LOCK, installed), true);
  });

  it("asks for an install when an optional package of this platform is missing", () => {
    const library = { version: "1.5.6", optional: true, os: ["linux"], cpu: ["x64"] };
    const wanted = { "node_modules/@x/linux-x64": library };
    assert.equal(isInstalled(wanted, {}, { platform: "linux", arch: "x64" }), false);
    assert.equal(isInstalled(wanted, {}, { platform: "linux", arch: "arm64" }), true);
    assert.equal(isInstalled(wanted, {}, { platform: "win32", arch: "x64" }), true);
  });

  it("asks for an install when a package is missing or has another version", () => {
    const link = { "node_modules/@backtestr/hub": { link: true } };
    assert.equal(isInstalled(LOCK, link), false);
    const old = { ...link, "node_modules/zod": { version: "4.6.6" } };
    assert.equal(isInstalled(LOCK, old), false);
  });

  it("finds the engine in cargo's messages", () => {
    const messages = [
      { reason: "compiler-artifact", target: { name: "base", kind: ["lib"] }, executable: null },
      {
        reason: "compiler-artifact",
        target: { name: "backtestr-engine", kind: ["bin"] },
        executable: "/x/backtestr-engine",
      },
    ];
    const text = `noise\n${messages.map((message) => JSON.stringify(message)).join("\n")}`;
    assert.equal(executableIn(text), "/x/backtestr-engine");
    assert.equal(executableIn("noise"), null);
  });
});
