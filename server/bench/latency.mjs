// Times the language server over a real stdio session, with an edit before every request, at three
// lengths of text. Prints p50 and p99 in milliseconds beside the contract, and the server's own CPU
// time, which a busy machine changes less. Never a test: a machine's noise decides it.
// Usage: node server/bench/latency.mjs [rounds] (after `npm run build`)
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

const require = createRequire(import.meta.url);
const rpc = require("vscode-languageserver/node");

const PROGRAM = process.env["BACKTESTR_SERVER"] ?? path.resolve("dist/server.mjs");
const ROUNDS = Number(process.argv[2] ?? 100);
const WARM = 40;
const SIZES = [320, 1_300, 5_400];

/** p50 and p99 by size: LANGUAGE 10. */
const CONTRACT = {
  completion: { p50: [1, 2, 5], p99: [4, 8, 16] },
  hover: { p50: [1, 2, 5], p99: [4, 8, 16] },
  "signature help": { p50: [1, 2, 5], p99: [4, 8, 16] },
  "tokens delta": { p50: [1, 2, 5], p99: [5, 10, 20] },
  "inlay hints": { p50: [1, 2, 5], p99: [5, 10, 20] },
  diagnostics: { p50: [2, 5, 15], p99: [8, 16, 40] },
};

const HEADER = `strategy "Long"
    edition = 1

data
    source = file("bars.csv")
    chart  = 15m

account
    capital = 100_000 USD

`;

/** Bodies of real strategies one after the other, their names made unique. @param {number} lines */
function textOf(lines) {
  const folder = "server/test/pasted";
  const bodies = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
  let text = HEADER;
  for (let part = 0; text.split("\n").length < lines; part++) {
    const body = bodies[part % bodies.length] ?? "";
    const own = new Set(
      [...body.matchAll(/^(?:var \w+ )?(\w+)(?=\(.*\) =>| *=[^=])/gm)].map(([, name]) => name),
    );
    for (const names of body.matchAll(/^\[(.*)\] =/gm))
      for (const name of names[1]?.split(", ") ?? []) own.add(name);
    // Titles and labels of arguments are no names.
    text += body.replaceAll(/(?<![\w.])([a-zA-Z_]\w*)(?! *=[^=>].*[),]$)/g, (name) =>
      own.has(name) ? `${name}_${part}` : name,
    );
  }
  return text;
}

/** @param {number[]} times @param {number} share */
function quantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

class Session {
  /** @param {string} text */
  constructor(text) {
    this.child = spawn(process.execPath, [PROGRAM, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.link = rpc.createProtocolConnection(
      new rpc.StreamMessageReader(this.child.stdout),
      new rpc.StreamMessageWriter(this.child.stdin),
    );
    this.uri = "file:///bench/long.strat";
    this.lines = text.split("\n");
    this.text = text;
    this.version = 1;
    this.waiting = new Map();
    this.link.onNotification("textDocument/publishDiagnostics", ({ version }) => {
      this.waiting.get(version)?.();
      this.waiting.delete(version);
    });
    this.link.listen();
  }

  async open() {
    const began = performance.now();
    await this.link.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      // As the editor's own client says of itself, where it matters here.
      capabilities: {
        textDocument: {
          completion: {
            completionList: { itemDefaults: ["editRange", "insertTextFormat", "data"] },
          },
        },
      },
    });
    const ready = performance.now() - began;
    await this.link.sendNotification("initialized", {});
    const published = this.published(1);
    await this.link.sendNotification("textDocument/didOpen", {
      textDocument: { uri: this.uri, languageId: "strat", version: 1, text: this.text },
    });
    await published;
    return ready;
  }

  /** @param {number} version @returns {Promise<void>} */
  published(version) {
    return new Promise((resolve) => this.waiting.set(version, resolve));
  }

  /** Writes or takes back one letter of a number, a name, or a comment of a line. @param {number} line */
  edit(line) {
    this.version++;
    const written = this.lines[line] ?? "";
    const isWritten = written.endsWith("1");
    const range = {
      start: { line, character: isWritten ? written.length - 1 : written.length },
      end: { line, character: written.length },
    };
    this.lines[line] = isWritten ? written.slice(0, -1) : `${written}1`;
    return this.link.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ range, text: isWritten ? "" : "1" }],
    });
  }

  /** @param {number} line @param {number} character */
  at(line, character) {
    return { textDocument: { uri: this.uri }, position: { line, character } };
  }

  /** Seconds of CPU that the server has used: user and system, in clock ticks of 10 ms. */
  cpuSeconds() {
    const stat = `/proc/${this.child.pid}/stat`;
    if (!existsSync(stat)) return NaN;
    const fields = readFileSync(stat, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async close() {
    await this.link.sendRequest("shutdown");
    await this.link.sendNotification("exit");
    this.link.dispose();
  }
}

/** Lines that declare something by a call, so that each request has something to find there. @param {Session} session */
function placesIn(session) {
  const places = [];
  for (const [line, text] of session.lines.entries()) {
    const call = /^\w+ *= *ta\.(\w+)\(/.exec(text);
    if (call !== null) places.push({ line, character: call[0].length });
  }
  return places;
}

/** @typedef {{ line: number, character: number }} Place */

/** @type {Record<string, (session: Session, place: Place) => Promise<unknown>>} */
const REQUESTS = {
  completion: (session, { line, character }) =>
    session.link.sendRequest("textDocument/completion", session.at(line, character)),
  hover: (session, { line, character }) =>
    session.link.sendRequest("textDocument/hover", session.at(line, character - 3)),
  "signature help": (session, { line, character }) =>
    session.link.sendRequest("textDocument/signatureHelp", session.at(line, character)),
  "tokens delta": async (session) => {
    const answer = await session.link.sendRequest("textDocument/semanticTokens/full/delta", {
      textDocument: { uri: session.uri },
      previousResultId: session.resultId ?? "",
    });
    session.resultId = answer.resultId;
    return answer;
  },
  "inlay hints": (session, { line }) =>
    session.link.sendRequest("textDocument/inlayHint", {
      textDocument: { uri: session.uri },
      range: {
        start: { line: Math.max(0, line - 25), character: 0 },
        end: { line: line + 25, character: 0 },
      },
    }),
  diagnostics: (session) => session.published(session.version),
};

/**
 * The milliseconds of each round: an edit, and the request behind it.
 * @param {Session} session @param {Place[]} places @param {string} name @param {number} rounds
 */
async function ask(session, places, name, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const place = places[(round * 37) % places.length];
    const request = REQUESTS[name];
    if (place === undefined || request === undefined) throw new Error("There is nothing to ask.");
    const settled = session.published(session.version + 1);
    const began = performance.now();
    await session.edit(place.line);
    await (name === "diagnostics" ? settled : request(session, place));
    times.push(performance.now() - began);
    // The next edit comes when the server rests, as between two keystrokes.
    await settled;
  }
  return times;
}

/** @param {number} size @param {number} column */
async function measure(size, column) {
  const session = new Session(textOf(size));
  const ready = await session.open();
  const places = placesIn(session);
  process.stdout.write(
    `\n${size} lines, ${session.text.length} characters; server ready after ${ready.toFixed(0)} ms\n`,
  );
  // A session that has been typed in for a minute: everything was asked before it is measured.
  for (const name of Object.keys(REQUESTS)) await ask(session, places, name, WARM);
  for (const name of Object.keys(REQUESTS)) {
    const cpu = session.cpuSeconds();
    const times = await ask(session, places, name, ROUNDS);
    const used = ((session.cpuSeconds() - cpu) * 1_000) / ROUNDS;
    report(name, column, times, used);
  }
  await session.close();
}

/** @param {string} name @param {number} column @param {number[]} times @param {number} cpuMs */
function report(name, column, times, cpuMs) {
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  const wanted = CONTRACT[name];
  const [half, most] = [wanted.p50[column] ?? NaN, wanted.p99[column] ?? NaN];
  const mark = p50 <= half && p99 <= most ? "ok" : p50 <= half ? "p99 over" : "over";
  const cells = [
    name.padEnd(16),
    `p50 ${p50.toFixed(2).padStart(7)} (${half})`.padEnd(20),
    `p99 ${p99.toFixed(2).padStart(7)} (${most})`.padEnd(20),
    `cpu ${cpuMs.toFixed(1).padStart(6)} an edit with its diagnostics`,
    mark,
  ];
  process.stdout.write(`  ${cells.join("  ")}\n`);
}

if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not built: run \`npm run build\`.`);
for (const [column, size] of SIZES.entries()) await measure(size, column);
