// Two runs of one strategy side by side, and the rules by which they differ.
import {
  aligned,
  differencesFromNative,
  figureParts,
  printable,
  PROFILE_NAMES,
  type ProfileName,
} from "@backtestr/hub";
import type { Style } from "../terminal/terminal.ts";
import { lines, shownFigures, type Shown } from "./screen.ts";

export function comparisonText(left: Shown, right: Shown, style: Style): string {
  const names = [left, right].map(({ settings }) => PROFILE_NAMES[settings.account.profile]);
  const head = ["", names[0] ?? "", names[1] ?? "", "difference"];
  const rows = [head, ...figureRows(left, right)];
  const paint = (cell: string, row: number): string => (row === 0 ? style.strong(cell) : cell);
  const table = aligned(rows, ["left", "right", "right", "right"], paint);
  return lines([
    style.strong(printable(`${left.title} under two sets of rules`)),
    "",
    ...table.map((line) => `  ${line}`),
    "",
    "  Rules that differ:",
    ...differingRules(left.settings.account.profile, right.settings.account.profile).map(
      (rule) => `    ${rule}`,
    ),
  ]);
}

function figureRows(left: Shown, right: Shown): readonly (readonly string[])[] {
  const { currency } = left.settings.account;
  const others = new Map(shownFigures(right.summary).map((figure) => [figure.name, figure.value]));
  return shownFigures(left.summary).map(({ name, label, unit, value }) => {
    const other = others.get(name) ?? null;
    const written = (one: number | null): string =>
      one === null ? "–" : figureParts(one, unit, currency).join(" ").trim();
    const difference = value === null || other === null ? null : other - value;
    return [label, written(value), written(other), difference === 0 ? "same" : written(difference)];
  });
}

function differingRules(left: ProfileName, right: ProfileName): readonly string[] {
  if (left === right) return ["none: both are the same profile"];
  return [left, right].flatMap((profile) =>
    differencesFromNative(profile).map(
      ({ about, says }) => `${about}: under ${PROFILE_NAMES[profile]}, ${says}`,
    ),
  );
}
