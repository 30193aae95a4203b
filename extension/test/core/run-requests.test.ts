// A run is asked about in the engine that holds it, and nowhere else.
import assert from "node:assert/strict";
import type { Requests } from "@backtestr/hub";
import { runRequests } from "../../src/core/run-requests.ts";

/** An engine that answers everything, and what reached it. */
function answering(): { readonly asked: string[]; readonly client: Requests } {
  const asked: string[] = [];
  const request = (kind: string) => {
    asked.push(kind);
    return Promise.resolve({ ok: true, reply: {} });
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what is answered is not read
  return { asked, client: { request, putPlan: () => request("plan.put") } as unknown as Requests };
}

describe("requests about a run", () => {
  it("do not reach the next engine, in which its number names another run", async () => {
    const { asked, client } = answering();
    let life = 1;
    const ofRun = runRequests(client, ({ engine }) => engine !== life);
    const run = ofRun({ engine: 1 });
    assert.equal((await run.request("run.drop", { run: 1 })).ok, true);
    life = 2;
    const refused = await run.request("run.drop", { run: 1 });
    assert.ok(!refused.ok);
    assert.equal(refused.error.code, "unknown_run");
    assert.match(refused.error.message, /engine that held this run has ended/);
    assert.match(refused.error.help ?? "", /Run the strategy again/);
    assert.deepEqual(asked, ["run.drop"]);
    assert.equal((await ofRun({ engine: 2 }).request("run.drop", { run: 1 })).ok, true);
  });
});
