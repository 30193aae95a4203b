// Which strategy the panels show while others become active, and after a reload.
import assert from "node:assert/strict";
import { Followed } from "../../src/core/followed.ts";

/** A window, and what it hands to the next one. */
function openedAfter(remembered: unknown) {
  let memory: unknown = remembered;
  const followed = new Followed(remembered, (next) => {
    memory = next;
  });
  return { followed, memory: () => memory };
}

describe("the strategy that panels show", () => {
  it("is the last active one until it is pinned", () => {
    const { followed } = openedAfter(undefined);
    followed.follow("/a");
    followed.follow("/b");
    followed.pin(true);
    followed.follow("/c");
    assert.equal(followed.file, "/b");
    followed.pin(false);
    followed.follow("/c");
    assert.equal(followed.file, "/c");
  });

  it("is found again after a reload, pinned as it was", () => {
    const before = openedAfter(undefined);
    before.followed.follow("/a");
    before.followed.pin(true);
    const { followed, memory } = openedAfter(before.memory());
    followed.follow("/b");
    followed.restore();
    assert.deepEqual([followed.file, followed.isPinned], ["/a", true]);
    assert.deepEqual(memory(), { file: "/a", isPinned: true });
  });

  it("is after a reload the active one, else what was shown", () => {
    const memory = { file: "/a", isPinned: false };
    const { followed } = openedAfter(memory);
    followed.restore();
    assert.equal(followed.file, "/a");
    const other = openedAfter(memory).followed;
    other.follow("/b");
    other.restore();
    assert.equal(other.file, "/b");
  });

  it("goes along when its file or folder is renamed", () => {
    const { followed, memory } = openedAfter(undefined);
    followed.follow("/w/a.strat");
    followed.pin(true);
    followed.renamed("/w", "/v");
    assert.deepEqual(memory(), { file: "/v/a.strat", isPinned: true });
    followed.renamed("/v/b.strat", "/v/c.strat");
    assert.equal(followed.file, "/v/a.strat");
  });

  it("is none when it was deleted, pinned or not", () => {
    const { followed, memory } = openedAfter(undefined);
    followed.follow("/w/a.strat");
    followed.pin(true);
    followed.deleted("/w/b.strat");
    assert.equal(followed.file, "/w/a.strat");
    followed.deleted("/w");
    assert.deepEqual(memory(), { file: null, isPinned: false });
    followed.follow("/w2/c.strat");
    assert.equal(followed.file, "/w2/c.strat");
  });

  it("is what a panel knows where nothing is remembered", () => {
    for (const remembered of [undefined, 3, { file: 3, isPinned: true }]) {
      const { followed } = openedAfter(remembered);
      followed.restore();
      followed.offer("/a");
      followed.offer("/b");
      assert.deepEqual([followed.file, followed.isPinned], ["/a", false]);
    }
  });
});
