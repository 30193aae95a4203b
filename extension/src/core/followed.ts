// Which strategy the panels show: the last active one, or the one that they are pinned to. A window that
// is loaded again goes on with it once a panel is back.

import { isAt, movedPath } from "./moved-path.ts";

/** What is remembered for the next window. */
export interface FollowedMemory {
  readonly file: string | null;
  readonly isPinned: boolean;
}

export class Followed {
  #now: FollowedMemory = { file: null, isPinned: false };
  /** Of the window before this one, until its panels are back. */
  #before: FollowedMemory | null;
  readonly #remember: (memory: FollowedMemory) => void;

  /** `remembered` is what the window before handed to `remember`, if anything. */
  constructor(remembered: unknown, remember: (memory: FollowedMemory) => void) {
    this.#before = memoryIn(remembered);
    this.#remember = remember;
  }

  get file(): string | null {
    return this.#now.file;
  }

  get isPinned(): boolean {
    return this.#now.isPinned;
  }

  /** Another strategy is active. */
  follow(file: string): void {
    if (!this.#now.isPinned) this.#become({ file, isPinned: false });
  }

  /** A panel knows what it showed last. */
  offer(file: string): void {
    if (this.#now.file === null) this.follow(file);
  }

  pin(isPinned: boolean): void {
    this.#become({ ...this.#now, isPinned });
  }

  /** A panel of the window before is back. */
  restore(): void {
    const before = this.#before;
    this.#before = null;
    if (before !== null && (before.isPinned || this.#now.file === null)) this.#become(before);
  }

  /** A strategy or a folder has another name. */
  renamed(from: string, to: string): void {
    const { file, isPinned } = this.#now;
    const moved = file === null ? null : movedPath(file, from, to);
    if (moved !== null) this.#become({ file: moved, isPinned });
  }

  /** A file or a folder is gone: there is nothing to stay with. */
  deleted(place: string): void {
    const { file } = this.#now;
    if (file !== null && isAt(file, place)) this.#become({ file: null, isPinned: false });
  }

  #become(next: FollowedMemory): void {
    if (next.file === this.#now.file && next.isPinned === this.#now.isPinned) return;
    this.#now = next;
    this.#remember(next);
  }
}

/** null for what another version wrote. */
function memoryIn(remembered: unknown): FollowedMemory | null {
  if (typeof remembered !== "object" || remembered === null) return null;
  if (!("file" in remembered) || !("isPinned" in remembered)) return null;
  const { file, isPinned } = remembered;
  return typeof file === "string" ? { file, isPinned: isPinned === true } : null;
}
