// Counts what was begun for each of several things, so that an answer to an older question is dropped.

export class Turns<Thing extends object> {
  readonly #latest = new WeakMap<Thing, number>();

  /** Begins a turn: what was begun for the same thing before is out of date. */
  begin(thing: Thing): number {
    const turn = (this.#latest.get(thing) ?? 0) + 1;
    this.#latest.set(thing, turn);
    return turn;
  }

  isLatest(thing: Thing, turn: number): boolean {
    return this.#latest.get(thing) === turn;
  }
}
