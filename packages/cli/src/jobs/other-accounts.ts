import type { AccountKey, JobClient, UnfinishedJobs } from "@klingkit/engine";
import { mattersBeside } from "../session/account-name.ts";
import type { Style } from "../terminal/style.ts";

/** Unfinished jobs by account. */
export type OtherJobs = ReadonlyMap<string, number>;

/** Unfinished jobs of other accounts that matter beside these, such as those of a key that was replaced. */
export async function unfinishedOfOthers(
  jobClient: JobClient,
  accounts: readonly AccountKey[],
): Promise<OtherJobs> {
  const others = new Map<string, number>();
  for (const [other, count] of await jobClient.unfinished()) {
    const own = accounts.filter(({ account }) => account === other);
    const matters = own.length > 0 || accounts.some(({ account }) => mattersBeside(account, other));
    // One name may stand for accounts of two services, and only one of them has its key set.
    const left = own.length === 0 ? count : count - sumOf(await jobClient.unfinishedOf(own));
    if (matters && left > 0) others.set(other, left);
  }
  return others;
}

const sumOf = (groups: readonly UnfinishedJobs[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0);

export const othersJson = (others: OtherJobs): object =>
  others.size > 0 ? { unfinished_of_other_accounts: Object.fromEntries(others) } : {};

/** A line with its end; empty where there are none. */
export function drawOthers(style: Style, others: OtherJobs): string {
  if (others.size === 0) return "";
  const counts = [...others].map(([account, count]) => `${count} of ${account}`).join(", ");
  return `${style.warn("left alone")} unfinished jobs of other accounts: ${counts}. To run them, set the address and key of their account.\n`;
}
