// What the editor gives a page in its four kinds of theme: variables on `html`, a class on `body`.

export interface Theme {
  readonly name: string;
  readonly bodyClass: string;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

const COMMON = {
  "--vscode-font-family": "system-ui, 'DejaVu Sans', sans-serif",
  "--vscode-font-size": "13px",
};

export const THEMES: readonly Theme[] = [
  {
    name: "light",
    bodyClass: "vscode-light",
    kind: "vscode-light",
    variables: {
      ...COMMON,
      "--vscode-foreground": "#3b3b3b",
      "--vscode-editor-background": "#ffffff",
      "--vscode-editor-foreground": "#3b3b3b",
      "--vscode-descriptionForeground": "#3b3b3b",
      "--vscode-panel-border": "#e5e5e5",
      "--vscode-input-background": "#ffffff",
      "--vscode-input-foreground": "#3b3b3b",
      "--vscode-input-border": "#cecece",
      "--vscode-button-background": "#005fb8",
      "--vscode-button-foreground": "#ffffff",
      "--vscode-button-border": "#0000001a",
      "--vscode-focusBorder": "#005fb8",
      "--vscode-textLink-foreground": "#005fb8",
      "--vscode-list-hoverBackground": "#f2f2f2",
      "--vscode-list-activeSelectionBackground": "#e8e8e8",
      "--vscode-list-activeSelectionForeground": "#000000",
    },
  },
  {
    name: "dark",
    bodyClass: "vscode-dark",
    kind: "vscode-dark",
    variables: {
      ...COMMON,
      "--vscode-foreground": "#cccccc",
      "--vscode-editor-background": "#1f1f1f",
      "--vscode-editor-foreground": "#cccccc",
      "--vscode-descriptionForeground": "#9d9d9d",
      "--vscode-panel-border": "#2b2b2b",
      "--vscode-input-background": "#313131",
      "--vscode-input-foreground": "#cccccc",
      "--vscode-input-border": "#3c3c3c",
      "--vscode-button-background": "#0078d4",
      "--vscode-button-foreground": "#ffffff",
      "--vscode-button-border": "#ffffff12",
      "--vscode-focusBorder": "#0078d4",
      "--vscode-textLink-foreground": "#4daafc",
      "--vscode-list-hoverBackground": "#2a2d2e",
      "--vscode-list-activeSelectionBackground": "#04395e",
      "--vscode-list-activeSelectionForeground": "#ffffff",
    },
  },
  {
    name: "high-contrast-dark",
    bodyClass: "vscode-high-contrast",
    kind: "vscode-high-contrast",
    variables: {
      ...COMMON,
      "--vscode-foreground": "#ffffff",
      "--vscode-editor-background": "#000000",
      "--vscode-editor-foreground": "#ffffff",
      "--vscode-descriptionForeground": "#ffffffb3",
      "--vscode-contrastBorder": "#6fc3df",
      "--vscode-contrastActiveBorder": "#f38518",
      "--vscode-panel-border": "#6fc3df",
      "--vscode-input-background": "#000000",
      "--vscode-input-foreground": "#ffffff",
      "--vscode-input-border": "#6fc3df",
      "--vscode-button-foreground": "#ffffff",
      "--vscode-button-border": "#6fc3df",
      "--vscode-focusBorder": "#f38518",
      "--vscode-textLink-foreground": "#21a6ff",
    },
  },
  {
    name: "high-contrast-light",
    bodyClass: "vscode-high-contrast vscode-high-contrast-light",
    kind: "vscode-high-contrast-light",
    variables: {
      ...COMMON,
      "--vscode-foreground": "#292929",
      "--vscode-editor-background": "#ffffff",
      "--vscode-editor-foreground": "#292929",
      "--vscode-descriptionForeground": "#292929b3",
      "--vscode-contrastBorder": "#0f4a85",
      "--vscode-contrastActiveBorder": "#006bbd",
      "--vscode-panel-border": "#0f4a85",
      "--vscode-input-background": "#ffffff",
      "--vscode-input-foreground": "#292929",
      "--vscode-input-border": "#0f4a85",
      "--vscode-button-background": "#0f4a85",
      "--vscode-button-foreground": "#ffffff",
      "--vscode-focusBorder": "#006bbd",
      "--vscode-textLink-foreground": "#0f4a85",
      "--vscode-list-hoverBackground": "#0f4a851a",
      "--vscode-list-activeSelectionBackground": "#0f4a851a",
    },
  },
];

export function themeNamed(name: string): Theme {
  const found = THEMES.find((theme) => theme.name === name);
  if (found === undefined) throw new Error(`no theme is called ${name}`);
  return found;
}
