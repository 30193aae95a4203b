// Text that steers nothing: what files and names hold is shown, not obeyed.

/** Text from files and names may hold control characters that would steer the terminal. */
export function printable(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
