// What all stories have in common: a stage before the first test, pictures of a test that fails, and a page
// that its own policy had nothing to refuse.
import assert from "node:assert/strict";
import { explain, openStage, type Stage } from "./stage.ts";

/** The stage of the suite in which it is called; `begin` brings it to where the first test begins. */
export function storyStage(begin: (stage: Stage) => Promise<void>): () => Stage {
  let open: Stage | null = null;
  const stage = (): Stage => {
    if (open === null) throw new Error("The editor of this story did not open.");
    return open;
  };

  before(async () => {
    open = await openStage();
    await begin(open);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await explain(stage(), this.currentTest.title);
  });

  // An editor that did not open has been reported.
  after(() => open?.close());

  return stage;
}

/** Stands last in a suite: what was refused is known by then. */
export function isRefusedNothing(stage: () => Stage): void {
  it("is refused nothing by its own policy", () => {
    assert.deepEqual(stage().editor.complaints, []);
  });
}
