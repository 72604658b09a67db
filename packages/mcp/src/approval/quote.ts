import type { Plan } from "@klingkit/engine";
import { totalsText } from "../views/amounts.ts";
import { oneLine } from "../views/one-line.ts";
import { plannedJson } from "../views/plan-json.ts";

const MOST_LINES = 10;
const HASH_DIGITS = 19;

/** What a person is asked: everything that would be bought, its price, and what to know before. */
export function quoteOf(plan: Plan, warnings: readonly string[]): string {
  const { jobs, purpose, hash } = plan;
  const lines = jobs.slice(0, MOST_LINES).map((job) => {
    const { name, model, units, unit } = plannedJson(job);
    return `- ${oneLine(name)}: ${oneLine(model)}, ${units === null ? "no known price" : `${units} ${unit} units`}`;
  });
  const more = jobs.length > MOST_LINES ? [`- and ${jobs.length - MOST_LINES} more`] : [];
  const subject = jobs.length === 1 ? "1 request" : `${jobs.length} requests`;
  return [
    `Buy ${subject} for ${totalsText(plan)}, for the purpose "${oneLine(purpose)}"?`,
    ...lines,
    ...more,
    ...warnings,
    `Plan ${hash.slice(0, HASH_DIGITS)}. If you approve, the service charges your account.`,
  ].join("\n");
}
