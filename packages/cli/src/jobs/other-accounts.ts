import type { JobClient } from "@klingkit/engine";
import { mattersBeside } from "../session/account-name.ts";
import type { Style } from "../terminal/style.ts";

/** Unfinished jobs by account. */
export type OtherJobs = ReadonlyMap<string, number>;

/** Unfinished jobs of other accounts that matter beside these, such as those of a key that was replaced. */
export async function unfinishedOfOthers(
  jobClient: JobClient,
  accounts: readonly string[],
): Promise<OtherJobs> {
  const unfinished = await jobClient.unfinished();
  return new Map(
    [...unfinished].filter(
      ([other]) => !accounts.includes(other) && accounts.some((account) => mattersBeside(account, other)),
    ),
  );
}

export const othersJson = (others: OtherJobs): object =>
  others.size > 0 ? { unfinished_of_other_accounts: Object.fromEntries(others) } : {};

/** A line with its end; empty where there are none. */
export function drawOthers(style: Style, others: OtherJobs): string {
  if (others.size === 0) return "";
  const counts = [...others].map(([account, count]) => `${count} of ${account}`).join(", ");
  return `${style.warn("left alone")} unfinished jobs of other accounts: ${counts}. To run them, set the address and key of their account.\n`;
}
