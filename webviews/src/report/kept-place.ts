// Keeps the place of a reader while the report below is made anew: what was scrolled, opened and focused.

const FOCUSABLE = "a, button, select, summary, [tabindex]";
const SCROLLED = ".scroll";

export function keepingPlace(root: HTMLElement, renew: () => void): void {
  const { scrollX, scrollY } = window;
  const focused = keyOf(root, FOCUSABLE, (one) => one === document.activeElement);
  const open = keysOf(root, "details", (one) => one.hasAttribute("open"));
  const sideways = [...named(root, SCROLLED)].map(([key, one]) => [key, one.scrollLeft] as const);
  renew();
  for (const [key, one] of named(root, "details")) one.toggleAttribute("open", open.includes(key));
  const boxes = named(root, SCROLLED);
  for (const [key, left] of sideways) boxes.get(key)?.scrollTo({ left });
  if (focused !== null) named(root, FOCUSABLE).get(focused)?.focus({ preventScroll: true });
  window.scrollTo(scrollX, scrollY);
}

type Test = (one: HTMLElement) => boolean;

function keysOf(root: HTMLElement, selector: string, test: Test): readonly string[] {
  return [...named(root, selector)].filter(([, one]) => test(one)).map(([key]) => key);
}

function keyOf(root: HTMLElement, selector: string, test: Test): string | null {
  return keysOf(root, selector, test)[0] ?? null;
}

/** The elements by section and number within it: another run has the same sections, but not each of them. */
function named(root: HTMLElement, selector: string): ReadonlyMap<string, HTMLElement> {
  const counts = new Map<string, number>();
  const found = new Map<string, HTMLElement>();
  for (const one of root.querySelectorAll<HTMLElement>(selector)) {
    const section = one.closest("section");
    const name = section?.getAttribute("aria-labelledby") ?? section?.getAttribute("aria-label");
    const count = counts.get(name ?? "") ?? 0;
    counts.set(name ?? "", count + 1);
    found.set(`${name ?? ""} ${count}`, one);
  }
  return found;
}
