// Finds the data that a host has put into the page. Knows no panel: the caller parses what is found.

/** The parsed JSON of the data element, or why there is none. */
export type EmbeddedData =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

export function embeddedData(id: string): EmbeddedData {
  const holder = document.getElementById(id);
  if (holder === null) return { ok: false, message: "This page holds no data." };
  try {
    const value: unknown = JSON.parse(holder.textContent);
    return { ok: true, value };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The data of this page cannot be read: ${detail}` };
  }
}
