// Fills the built report page with its data: one HTML file that needs nothing else and loads nothing.
import { createHash } from "node:crypto";
import type { ReportData } from "@backtestr/webviews/messages/report";

/** The built page, as the bundler wrote it. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** The page itself reads the name only; the rest is for its script. */
type PageData = Pick<ReportData, "strategy">;

export function reportPage(parts: PageParts, data: PageData): string {
  const script = inScript(parts.script);
  const style = inStyle(parts.style);
  // The data element is no program, so the policy needs no hash for it.
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asText(data.strategy)} – backtest report</title>
<style>${style}</style>
</head>
<body>
<noscript>This report draws itself with a script inside this file, and scripts are switched off.</noscript>
<script type="application/json" id="report-data">${asJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which nothing can end the element or begin a comment: `<` appears only as an escape. */
function asJson(data: PageData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function asText(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}

/** In JavaScript these sequences stand only in strings and patterns, where the backslash is harmless. */
function inScript(script: string): string {
  return script.replace(/<(?=\/script|!--)/gi, "\\x3c");
}

function inStyle(style: string): string {
  return style.replace(/<(?=\/style)/gi, "\\3c ");
}

function hashOf(content: string): string {
  return `sha256-${createHash("sha256").update(content, "utf8").digest("base64")}`;
}
