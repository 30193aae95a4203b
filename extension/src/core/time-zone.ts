// The zone that times are written in: as the setting says, else UTC.

export interface ZoneChoice {
  readonly zone: string;
  /** What the setting says when nobody knows such a zone. */
  readonly unknown: string | null;
}

/** `written` is as a user left it, which need not be a text. */
export function zoneChoice(written: unknown): ZoneChoice {
  const name = typeof written === "string" ? written.trim() : JSON.stringify(written ?? "");
  if (name === "" || name === "UTC" || name === '""') return { zone: "UTC", unknown: null };
  return isZone(name) ? { zone: name, unknown: null } : { zone: "UTC", unknown: name };
}

export function unknownZoneText(name: string): string {
  return `“${name}” in the setting backtestr.timeZone is not the name of a time zone; times are written in UTC. Set an IANA name such as America/New_York.`;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch (error) {
    // A zone that is not known is the only thing about these options that can be refused.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
