// A button with its words and what it does.
import { element } from "./element.ts";

export function button(title: string, act: () => void, more = ""): HTMLButtonElement {
  const made = element("button", { class: more, with: { type: "button" } }, title);
  made.addEventListener("click", act);
  return made;
}
