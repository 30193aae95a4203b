// What a panel says instead of, or above, its content: a sentence and at most two buttons.
import { button } from "./button.ts";
import { element } from "./element.ts";

export interface NoticeAction {
  readonly label: string;
  readonly act: () => void;
}

export type NoticeKind = "loading" | "empty" | "stale" | "failed";

/** What failed is read out at once, the rest when there is time. */
export function notice(
  kind: NoticeKind,
  sentence: string,
  actions: readonly NoticeAction[],
): HTMLElement {
  const role = kind === "failed" ? "alert" : "status";
  const buttons = actions.map(({ label, act }, at) => button(label, act, at === 0 ? "first" : ""));
  return element(
    "div",
    { class: `message ${kind}` },
    element("p", { with: { role } }, sentence),
    buttons.length === 0 ? null : element("div", { class: "actions" }, ...buttons),
  );
}
