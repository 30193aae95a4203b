// The rules of a run in sentences, and where two profiles differ.
import type { Account, RunSettings } from "@backtestr/client";
import type { ReportStatement } from "@backtestr/webviews/messages/report";
import type { ProfileName } from "../runs/strategy.ts";

/** Names of profiles as users write them. */
export const PROFILE_NAMES: Readonly<Record<ProfileName, string>> = {
  native: "native",
  backtestingPy: "backtesting_py",
};

export function assumptionsOf(settings: RunSettings): ReportStatement[] {
  const { account } = settings;
  const { instrument, zone, stamp } = settings.data.file;
  return [
    { about: "Profile", says: PROFILE_NAMES[account.profile] },
    { about: "Capital", says: `${number(account.capital)} ${account.currency}` },
    { about: "Size of an order without quantity", says: sizeText(account) },
    { about: "Commission", says: commissionText(account) },
    { about: "Slippage", says: slippageText(account) },
    { about: "Fills", says: FILLS[account.fills] },
    { about: "Inside a bar", says: "Open, the nearer extreme, the other extreme, close." },
    { about: "Entries in one direction at once", says: String(account.pyramiding) },
    { about: "Which trade a close reduces", says: CLOSE_RULES[account.closeRule] },
    { about: "At the end", says: endText(account) },
    { about: "Risk-free rate", says: `${number(account.riskFree * 100)} % a year` },
    { about: "Times of the data", says: `${zone}, of each bar's ${stamp}` },
    { about: "Money per price point", says: number(instrument.pointValue) },
    ...differencesFromNative(account.profile),
  ];
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 10 });
}

function sizeText({ size, currency }: Account): string {
  switch (size.by) {
    case "contracts":
      return `${number(size.quantity)} contracts`;
    case "equity":
      return `${number(size.fraction * 100)} % of equity`;
    case "cash":
      return `${number(size.amount)} ${currency}`;
  }
}

function commissionText({ commission, currency }: Account): string {
  if (commission.length === 0) return "None.";
  const parts = commission.map((fee) => {
    switch (fee.per) {
      case "value":
        return `${number(fee.fraction * 100)} % of the traded value`;
      case "order":
        return `${number(fee.amount)} ${currency} an order`;
      case "contract":
        return `${number(fee.amount)} ${currency} a contract`;
    }
  });
  return `${parts.join(", and ")}.`;
}

function slippageText({ slippageTicks }: Account): string {
  if (slippageTicks === 0) return "None.";
  const unit = slippageTicks === 1 ? "tick" : "ticks";
  return `${number(slippageTicks)} ${unit} against market and stop orders.`;
}

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
