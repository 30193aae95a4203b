// The headline figures as cards, and every figure as tables; the formula shows on hover and focus.
import type { ReportData, ReportFigure } from "../../messages/report.ts";
import { figureNumber, figureText } from "../format/figure.ts";
import { element } from "../parts/element.ts";
import { scrollBox } from "../parts/table.ts";

export function figureCards(data: ReportData): HTMLElement | null {
  const headline = data.figures.filter((figure) => figure.isHeadline);
  if (headline.length === 0) return null;
  const cards = headline.map((figure, at) => card(figure, data.currency, `figure-${at}`));
  return element(
    "section",
    { class: "cards", with: { "aria-label": "Headline figures" } },
    ...cards,
  );
}

function card(figure: ReportFigure, currency: string, id: string): HTMLElement {
  const text = figureText(figure.value, figure.unit, currency);
  const tip = tipOf(figure);
  // Focusable, so that what hovering shows can be had from the keyboard too.
  const attributes = {
    tabindex: "0",
    role: "group",
    "aria-label": `${figure.label}: ${text}`,
    ...(tip === null ? {} : { "aria-describedby": id }),
  };
  return element(
    "div",
    { class: `card ${tone(figure)}`, with: attributes },
    element("span", { class: "label" }, figure.label),
    element("span", { class: "value" }, text),
    element("span", { class: "interval" }, intervalText(figure) ?? figure.note ?? ""),
    tip === null ? null : element("span", { class: "tip", id, with: { role: "tooltip" } }, tip),
  );
}

function tipOf(figure: ReportFigure): string | null {
  const parts = [figure.formula, figure.note].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
}

/** Losses and gains are told apart by sign and word too, never by colour alone. */
function tone(figure: ReportFigure): string {
  if (figure.name !== "net_profit" || figure.value === null || figure.value === 0) return "";
  return figure.value > 0 ? "gain" : "loss";
}

/** Where 95 % of resampled histories end. */
function intervalText({ low, high, unit }: ReportFigure): string | null {
  if (low === null || high === null) return null;
  return `95 %: ${figureNumber(low, unit)} to ${figureNumber(high, unit)}`;
}

const GROUPS = [
  ["result", "Result"],
  ["risk", "Risk"],
  ["trades", "Trades"],
  ["costs", "Costs and fills"],
] as const;

export function figureTables(data: ReportData): HTMLElement {
  const groups = GROUPS.map(([group, title]) => {
    const figures = data.figures.filter((figure) => figure.group === group);
    return figures.length === 0 ? null : groupTable(title, figures, data.currency);
  });
  return element("div", { class: "groups" }, ...groups);
}

function groupTable(
  title: string,
  figures: readonly ReportFigure[],
  currency: string,
): HTMLElement {
  const rows = figures.map((figure) => {
    const heading = element("th", { with: { scope: "row" } }, labelOf(figure));
    const interval = intervalText(figure) ?? figure.note;
    const value = element(
      "td",
      { class: "number" },
      figureText(figure.value, figure.unit, currency),
      interval === null ? null : element("span", { class: "interval" }, interval),
    );
    return element("tr", {}, heading, value);
  });
  const content = element("table", { class: "figures" }, element("tbody", {}, ...rows));
  return element("div", { class: "group" }, element("h3", {}, title), scrollBox(title, content));
}

/** The label opens its formula. */
function labelOf({ label, formula }: ReportFigure): HTMLElement | string {
  if (formula === null) return label;
  return element("details", {}, element("summary", {}, label), element("p", {}, formula));
}
