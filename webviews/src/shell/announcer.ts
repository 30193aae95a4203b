// Tells assistive technology what changed, once nothing has changed for a second: who holds a key down hears the end only.

const IDLE_MS = 1_000;

export class Announcer {
  readonly element: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    this.element = document.createElement("p");
    this.element.className = "unseen";
    this.element.setAttribute("role", "status");
  }

  say(sentence: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.element.textContent = sentence;
    }, IDLE_MS);
  }
}
