// The figures that results are compared with come from the store, asked once a file.
import assert from "node:assert/strict";
import type { Requests } from "@backtestr/hub";
import { KeptFigures } from "../../src/core/kept-figures.ts";
import { Results } from "../../src/core/results.ts";

/** A store whose runs, latest first, earned so much; null does not answer. */
function store(profits: Record<string, readonly number[] | null>) {
  const asked: string[] = [];
  const request = (
    kind: string,
    { strategy }: { strategy: string },
    { onChunk }: { onChunk: (chunk: object) => void },
  ) => {
    asked.push(`${kind} ${strategy}`);
    const nets = profits[strategy] ?? null;
    if (nets === null) return Promise.resolve({ ok: false, error: { message: "no answer" } });
    const runs = nets.map((value) => ({ figures: [{ name: "net_profit", value }] }));
    onChunk({ runs });
    return Promise.resolve({ ok: true, reply: {} });
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing else is asked
  const client = { request } as unknown as Requests;
  return { client, asked };
}

describe("what results are compared with", () => {
  it("is the latest run of the file in the store", async () => {
    const profits: Record<string, readonly number[]> = { "/a": [7, 3], "/b": [] };
    const { client, asked } = store(profits);
    const results = new Results();
    const kept = new KeptFigures(client, results);
    await Promise.all([kept.find("/a"), kept.find("/a"), kept.find("/b")]);
    assert.deepEqual(asked, ["store.runs /a", "store.runs /b"]);
    assert.deepEqual(results.of("/a").earlier, [{ name: "net_profit", value: 7 }]);
    assert.equal(results.of("/b").earlier, null);
    profits["/a"] = [3];
    await kept.refresh();
    assert.deepEqual(results.of("/a").earlier, [{ name: "net_profit", value: 3 }]);
  });

  it("is asked for again when the store did not answer", async () => {
    const profits: Record<string, readonly number[] | null> = { "/a": null };
    const { client } = store(profits);
    const results = new Results();
    const kept = new KeptFigures(client, results);
    await kept.find("/a");
    assert.equal(results.of("/a").earlier, null);
    profits["/a"] = [5];
    await kept.find("/a");
    assert.deepEqual(results.of("/a").earlier, [{ name: "net_profit", value: 5 }]);
  });

  it("is asked for again when a file was deleted and is back", async () => {
    const { client, asked } = store({ "/w/a": [7] });
    const kept = new KeptFigures(client, new Results());
    await kept.find("/w/a");
    kept.forget("/w");
    await kept.find("/w/a");
    assert.equal(asked.length, 2);
  });

  it("goes along with a file that is renamed", () => {
    const results = new Results();
    results.compareWith("/a", [{ name: "net_profit", value: 7 }]);
    results.renamed("/a", "/b");
    assert.deepEqual(results.of("/b").earlier, [{ name: "net_profit", value: 7 }]);
  });
});
