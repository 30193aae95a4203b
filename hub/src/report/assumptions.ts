// The rules of a run in sentences, and where two profiles differ.
import type { Account, RunSettings, RunSummary } from "@backtestr/client";
import type { ReportStatement } from "@backtestr/webviews/messages/report";
import type { ProfileName } from "../runs/strategy.ts";
import { dataAssumptions, numberText } from "./run-data.ts";

/** Names of profiles as users write them. */
export const PROFILE_NAMES: Readonly<Record<ProfileName, string>> = {
  native: "native",
  backtestingPy: "backtesting_py",
};

export function assumptionsOf(settings: RunSettings, summary: RunSummary): ReportStatement[] {
  const { account } = settings;
  return [
    { about: "Profile", says: PROFILE_NAMES[account.profile] },
    { about: "Capital", says: `${numberText(account.capital)} ${account.currency}` },
    { about: "Size of an order without quantity", says: sizeText(account) },
    { about: "Commission", says: commissionText(account) },
    { about: "Slippage", says: slippageText(account) },
    { about: "Fills", says: FILLS[account.fills] },
    { about: "Inside a bar", says: INTRABAR[summary.intrabar] },
    { about: "Entries in one direction at once", says: String(account.pyramiding) },
    { about: "Which trade a close reduces", says: CLOSE_RULES[account.closeRule] },
    { about: "At the end", says: endText(account) },
    { about: "Risk-free rate", says: `${numberText(account.riskFree * 100)} % a year` },
    ...dataAssumptions(settings, summary),
    ...differencesFromNative(account.profile),
  ];
}

function sizeText({ size, currency }: Account): string {
  switch (size.by) {
    case "contracts":
      return `${numberText(size.quantity)} contracts`;
    case "equity":
      return `${numberText(size.fraction * 100)} % of equity`;
    case "cash":
      return `${numberText(size.amount)} ${currency}`;
  }
}

function commissionText({ commission, currency }: Account): string {
  if (commission.length === 0) return "None.";
  const parts = commission.map((fee) => {
    switch (fee.per) {
      case "value":
        return `${numberText(fee.fraction * 100)} % of the traded value`;
      case "order":
        return `${numberText(fee.amount)} ${currency} an order`;
      case "contract":
        return `${numberText(fee.amount)} ${currency} a contract`;
    }
  });
  return `${parts.join(", and ")}.`;
}

function slippageText({ slippageTicks }: Account): string {
  if (slippageTicks === 0) return "None.";
  const unit = slippageTicks === 1 ? "tick" : "ticks";
  return `${numberText(slippageTicks)} ${unit} against market and stop orders.`;
}

const INTRABAR: Readonly<Record<RunSummary["intrabar"], string>> = {
  ohlcPath: "Open, the nearer extreme, the other extreme, close.",
  ticks: "Quote by quote: buys at the ask, sells at the bid.",
};

const FILLS: Readonly<Record<Account["fills"], string>> = {
  nextOpen: "An order can fill first at the next bar's open.",
  thisClose: "A market order fills at the close of the bar that placed it.",
};

const CLOSE_RULES: Readonly<Record<Account["closeRule"], string>> = {
  fifo: "The oldest.",
  any: "That of the entry it names.",
};

function endText({ closeAtEnd, profile }: Account): string {
  if (!closeAtEnd) return "An open position stays, marked at the last close.";
  return profile === "native"
    ? "An open position is closed at the last close."
    : "An open position is closed at the last bar's open.";
}

/** The rules by which a profile's run can differ from a native one; none for native. */
export function differencesFromNative(profile: ProfileName): ReportStatement[] {
  return profile === "native" ? [] : [...BACKTESTING_PY];
}

const BACKTESTING_PY: readonly ReportStatement[] = [
  {
    about: "Quantity",
    says: "computed at the fill with the fill's price, in whole units; native computes it at the order with the close, and keeps fractions.",
  },
  {
    about: "Last position",
    says: "`close_at_end` closes at the open of the last bar; native closes at its close.",
  },
  {
    about: "Statistics",
    says: "annual figures from daily returns over 252 days, durations rounded up; native uses the bars in a year and exact times.",
  },
];
