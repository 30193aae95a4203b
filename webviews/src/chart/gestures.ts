// Knows whether a drag or a turn of the wheel is going on: windows are exchanged between gestures, never under the hand.

/** A wheel has no end of its own; after so long a rest it has one. */
const REST_MS = 140;

export class Gestures {
  readonly #rested: () => void;
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(surface: HTMLElement, rested: () => void) {
    this.#rested = rested;
    surface.addEventListener("pointerdown", () => {
      this.#isHeld = true;
    });
    // The hand may be lifted anywhere.
    for (const end of ["pointerup", "pointercancel", "blur"]) {
      window.addEventListener(end, () => {
        if (!this.#isHeld) return;
        this.#isHeld = false;
        this.#restSoon();
      });
    }
    surface.addEventListener("wheel", () => {
      this.#restSoon();
    });
  }

  get isActive(): boolean {
    return this.#isHeld || this.#timer !== null;
  }

  #restSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#isHeld) this.#rested();
    }, REST_MS);
  }
}
