// The page of a panel, as the host serves it: nothing in it but its script and style, and a policy that allows no more.

export interface PanelPageParts {
  readonly title: string;
  /** Where the editor serves files from: `webview.cspSource`. */
  readonly source: string;
  readonly scriptUrl: string;
  readonly styleUrl: string;
  /** Fresh for each page; at least 128 bits from a secure generator. */
  readonly nonce: string;
}

export function panelPage({ title, source, scriptUrl, styleUrl, nonce }: PanelPageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(styleUrl)}">
</head>
<body>
<script nonce="${escaped(nonce)}" src="${escaped(scriptUrl)}"></script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}
