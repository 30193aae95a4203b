// Instants and spans of time as people read them.

/** `2019-02-04 10:59:59` in UTC, to the second. */
export function instantText(timeUs: number): string {
  return new Date(Math.floor(timeUs / 1_000)).toISOString().slice(0, 19).replace("T", " ");
}

/** From the first to the last instant; one of them when they are the same second. */
export function spanText(firstUs: number | null, lastUs: number | null): string {
  if (firstUs === null || lastUs === null) return "no rows";
  const [first, last] = [instantText(firstUs), instantText(lastUs)];
  return first === last ? first : `${first} to ${last} UTC`;
}

/** Seconds as `0:07` or `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3_600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
