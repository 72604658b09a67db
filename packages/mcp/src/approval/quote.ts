import { type AccountKey, isEmulatedAccount, type Plan } from "@klingkit/engine";
import { packText, totalsText } from "../views/amounts.ts";
import { oneLine } from "../views/one-line.ts";
import { plannedJson } from "../views/plan-json.ts";

const MOST_LINES = 10;
const HASH_DIGITS = 19;

interface Asked {
  readonly warnings: readonly string[];
  /** Who would pay. */
  readonly accounts: readonly AccountKey[];
}

/** What a person is asked: everything that would be bought, its price, what to know before, and who pays. */
export function quoteOf(plan: Plan, { warnings, accounts }: Asked): string {
  const { jobs, purpose, hash } = plan;
  const lines = jobs.slice(0, MOST_LINES).map((job) => {
    const { name, model, units, unit } = plannedJson(job);
    return `- ${oneLine(name)}: ${oneLine(model)}, ${units === null ? "no known price" : packText(units, unit)}`;
  });
  const more = jobs.length > MOST_LINES ? [`- and ${jobs.length - MOST_LINES} more`] : [];
  const subject = jobs.length === 1 ? "1 request" : `${jobs.length} requests`;
  return [
    `Buy ${subject} for ${totalsText(plan)}, for the purpose "${oneLine(purpose)}"?`,
    ...lines,
    ...more,
    ...warnings,
    `Plan ${hash.slice(0, HASH_DIGITS)}. ${chargeText(accounts)}`,
  ].join("\n");
}

export const accountText = (accounts: readonly AccountKey[]): string =>
  [...new Set(accounts.map(({ account }) => account))].join(" and ");

function chargeText(accounts: readonly AccountKey[]): string {
  const text = oneLine(accountText(accounts));
  if (accounts.length > 0 && accounts.every(({ account }) => isEmulatedAccount(account)))
    return `The account is ${text}: an emulator, which charges nothing.`;
  return `If you approve, the service charges ${text === "" ? "your account" : `the account ${text}`}.`;
}
