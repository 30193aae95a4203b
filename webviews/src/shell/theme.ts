// Follows the editor's theme: colours as the style sheet resolves them, again whenever they change.

/** A colour that the style sheet defines, resolved, such as `#1f1f1f`. */
export function colorOf(name: string): string {
  return getComputedStyle(document.body).getPropertyValue(`--${name}`).trim();
}

/** A switch sets the variables on `html` and the kind on `body`, one after the other: act once for both. */
export function onThemeChange(act: () => void): void {
  let isPlanned = false;
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      act();
    });
  };
  const observer = new MutationObserver(plan);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-kind"],
  });
}
