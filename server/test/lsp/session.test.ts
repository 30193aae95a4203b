// Tests of the language server as an editor sees it: messages over a pair of streams.
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import {
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
} from "vscode-languageserver/node";
import { PLAN_REQUEST, PLAN_TEXT_REQUEST, type PlanAnswer } from "../../api/index.ts";
import { analysisOf } from "../../src/ide/analysis.ts";
import { diagnosticsOf } from "../../src/ide/diagnostics.ts";
import { serve } from "../../src/lsp/server.ts";
import { withHeader } from "../support/fixture.ts";
import { ALL } from "../ide/texts.ts";

const URI = "file:///t.strat";
const TEXT = withHeader("param n = 5 in 1 .. 9 step 1\nmean = ta.sma(close, n)\nplot(mean)\n");

interface Published {
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A client and a server in one process, joined by streams. */
class Editor {
  readonly link: ProtocolConnection;
  readonly published: Published[] = [];
  #version = 0;
  readonly #wakers: (() => void)[] = [];

  constructor() {
    const [there, back] = [new PassThrough(), new PassThrough()];
    serve(createConnection(there, back));
    this.link = createProtocolConnection(
      new StreamMessageReader(back),
      new StreamMessageWriter(there),
    );
    this.link.onNotification("textDocument/publishDiagnostics", (found: Published) => {
      this.published.push(found);
      for (const wake of this.#wakers.splice(0)) wake();
    });
    this.link.listen();
  }

  async open(text: string, capabilities: object = {}): Promise<void> {
    await this.ask("initialize", { processId: null, rootUri: null, capabilities });
    await this.link.sendNotification("initialized", {});
    this.#version = 1;
    const textDocument = { uri: URI, languageId: "strat", version: 1, text };
    await this.link.sendNotification("textDocument/didOpen", { textDocument });
  }

  async change(...contentChanges: readonly object[]): Promise<void> {
    this.#version++;
    const textDocument = { uri: URI, version: this.#version };
    await this.link.sendNotification("textDocument/didChange", { textDocument, contentChanges });
  }

  ask<T>(method: string, params: object): Promise<T> {
    return this.link.sendRequest<T>(method, params);
  }

  at<T>(method: string, line: number, character: number, more: object = {}): Promise<T> {
    const params = { textDocument: { uri: URI }, position: { line, character }, ...more };
    return this.ask<T>(`textDocument/${method}`, params);
  }

  plan(more: object = {}): Promise<PlanAnswer | null> {
    return this.ask<PlanAnswer | null>(PLAN_REQUEST, { uri: URI, ...more });
  }

  /** Diagnostics of the newest version. */
  async problems(): Promise<readonly Diagnostic[]> {
    while (this.published.at(-1)?.version !== this.#version)
      await new Promise<void>((resolve) => void this.#wakers.push(resolve));
    return this.published.at(-1)?.diagnostics ?? [];
  }
}

async function opened(text: string): Promise<Editor> {
  const editor = new Editor();
  await editor.open(text);
  return editor;
}

function edit(line: number, from: number, to: number, text: string): object {
  return { range: { start: { line, character: from }, end: { line, character: to } }, text };
}

const MEAN = TEXT.split("\n").findIndex((line) => line.startsWith("mean"));

describe("the language server", () => {
  it("answers for the newest text", async () => {
    const editor = await opened(TEXT);
    assert.deepEqual(await editor.problems(), []);
    await editor.change(edit(MEAN, 0, 4, "average"));
    assert.deepEqual(
      (await editor.problems()).map(({ code }) => code),
      ["E301"],
    );
    await editor.change(edit(MEAN + 1, 5, 9, "average"));
    assert.deepEqual(await editor.problems(), []);
    const hover = await editor.at<{ readonly contents: { readonly value: string } }>(
      "hover",
      MEAN,
      2,
    );
    assert.match(hover.contents.value, /average: float/);
  });

  it("counts UTF-16 units and line ends of every kind", async () => {
    const editor = await opened('a = "🙂"\r\nb = clos\rc = 1\n');
    await editor.change(edit(1, 8, 8, "e"), edit(0, 7, 99, " // x"));
    const plan = await editor.plan();
    const found = await editor.problems();
    assert.equal(plan?.version, 2);
    assert.ok(
      found.every(({ code }) => code !== "E301"),
      JSON.stringify(found),
    );
  });

  it("completes, and documents a proposal on demand", async () => {
    const editor = await opened(TEXT);
    await editor.change(edit(MEAN, 7, 10, ""));
    interface List {
      readonly items: readonly { readonly label: string }[];
    }
    const { items } = await editor.at<List>("completion", MEAN, 7);
    const [first] = items;
    assert.ok(first !== undefined);
    const resolved = await editor.ask<{ readonly documentation?: unknown }>(
      "completionItem/resolve",
      first,
    );
    assert.ok(resolved.documentation !== undefined);
  });

  it("says the range of a list once, to a client that takes it so", async () => {
    interface Item {
      readonly label: string;
      readonly textEdit?: { readonly range: object; readonly newText: string };
      readonly textEditText?: string;
    }
    interface List {
      readonly items: readonly Item[];
      readonly itemDefaults?: { readonly editRange: object };
    }
    const shares = { completionList: { itemDefaults: ["editRange"] } };
    const [plain, sharing] = [await opened(TEXT), new Editor()];
    await sharing.open(TEXT, { textDocument: { completion: shares } });
    const at = [MEAN, 7] as const;
    for (const editor of [plain, sharing]) await editor.change(edit(MEAN, 7, 10, ""));
    const [long, short] = [
      await plain.at<List>("completion", ...at),
      await sharing.at<List>("completion", ...at),
    ];
    const replaced = (item: Item): unknown =>
      item.textEdit ?? {
        range: short.itemDefaults?.editRange,
        newText: item.textEditText ?? item.label,
      };
    assert.ok(long.itemDefaults === undefined && long.items.length > 20);
    assert.deepEqual(short.items.map(replaced), long.items.map(replaced));
    assert.ok(short.items.filter(({ textEdit }) => textEdit === undefined).length > 20);
  });

  it("gives the plan of a text, and says what given values break", async () => {
    const editor = await opened(TEXT.replace("mean =", "require n < 6\nmean ="));
    const plan = await editor.plan();
    assert.ok(plan?.plan !== null && plan !== null && plan.planHash !== null);
    assert.deepEqual(plan.parameters[0]?.range, { from: 1, to: 9, step: 1, count: 9 });
    assert.equal((await editor.plan({ values: { n: 8 } }))?.unmetRequirements.length, 1);
    await editor.change(edit(MEAN, 0, 0, "// only a comment\n"));
    assert.equal((await editor.plan())?.planHash, plan.planHash);
    await editor.change(edit(MEAN + 3, 0, 4, "plat"));
    const broken = await editor.plan();
    assert.equal(broken?.plan, null);
    assert.equal(broken.diagnostics.errors, 1);
    assert.match(await editor.ask<string>(PLAN_TEXT_REQUEST, { uri: URI }), /1 error/);
    assert.equal(await editor.ask(PLAN_REQUEST, { uri: "file:///other.strat" }), null);
  });

  it("makes the edits of the action that is chosen", async () => {
    const editor = await opened(TEXT.replace("plot(mean)", "plot(maen)"));
    const line = MEAN + 1;
    const range = { start: { line, character: 6 }, end: { line, character: 6 } };
    interface Action {
      readonly title: string;
      readonly edit?: {
        readonly documentChanges: readonly {
          readonly edits: readonly { readonly newText: string }[];
        }[];
      };
    }
    const actions = await editor.ask<readonly Action[]>("textDocument/codeAction", {
      ...{ textDocument: { uri: URI }, range, context: { diagnostics: [] } },
    });
    const [first] = actions;
    assert.ok(first !== undefined && first.edit === undefined);
    const resolved = await editor.ask<Action>("codeAction/resolve", first);
    assert.equal(resolved.edit?.documentChanges[0]?.edits[0]?.newText, "mean");
  });

  it("refuses a rename with a sentence", async () => {
    const editor = await opened(TEXT);
    await assert.rejects(editor.at("rename", MEAN, 1, { newName: "close" }), /library/);
    const edited = await editor.at<{
      readonly documentChanges: readonly { readonly edits: readonly unknown[] }[];
    }>("rename", MEAN, 1, { newName: "m" });
    assert.equal(edited.documentChanges[0]?.edits.length, 2);
  });

  it("sends colours as differences", async () => {
    const editor = await opened(TEXT);
    const textDocument = { uri: URI };
    const whole = await editor.ask<{ readonly resultId: string; readonly data: readonly number[] }>(
      "textDocument/semanticTokens/full",
      { textDocument },
    );
    await editor.change(edit(MEAN, 0, 4, "mid"));
    const delta = await editor.ask<{
      readonly edits: readonly { readonly data: readonly number[] }[];
    }>("textDocument/semanticTokens/full/delta", {
      textDocument,
      previousResultId: whole.resultId,
    });
    assert.ok(delta.edits.length <= 1 && (delta.edits[0]?.data.length ?? 0) < whole.data.length);
  });

  it("says nothing about what is not open", async () => {
    const editor = await opened(TEXT);
    await editor.link.sendNotification("textDocument/didClose", { textDocument: { uri: URI } });
    assert.equal(await editor.at("hover", MEAN, 1), null);
    assert.deepEqual(await editor.at("completion", MEAN, 1), null);
  });

  it("is after random edits where a fresh reading of the text is", async () => {
    const changes = fc.array(
      fc.record({
        place: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 6 }),
        text: fc.constantFrom(
          "a",
          "(",
          ")",
          "\n",
          "\n    ",
          " ",
          "=",
          "close",
          "if ",
          "",
          "x = 1\n",
        ),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const start = fc.constantFrom(...ALL.slice(0, 6));
    const check = async (
      text: string,
      made: readonly { readonly place: number; readonly length: number; readonly text: string }[],
    ): Promise<void> => {
      const editor = await opened(text);
      let now = text;
      for (const one of made) {
        const lines = now.split("\n");
        const line = Math.floor(one.place * lines.length * 0.999);
        const length = lines[line]?.length ?? 0;
        const from = Math.floor(one.place * length);
        const to = Math.min(length, from + one.length);
        await editor.change(edit(line, from, to, one.text));
        lines[line] = (lines[line] ?? "").slice(0, from) + one.text + (lines[line] ?? "").slice(to);
        now = lines.join("\n");
        await editor.at("completion", line, from);
      }
      const expected = diagnosticsOf(analysisOf(now)).map(({ code, message }) => [code, message]);
      const found = (await editor.problems()).map(({ code, message }) => [code, message]);
      assert.deepEqual(found, expected);
    };
    await fc.assert(fc.asyncProperty(start, changes, check), { numRuns: 40 });
  });
});
