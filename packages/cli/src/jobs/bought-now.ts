import type { Job, JobClient, JobName } from "@klingkit/engine";

/** Nothing was accepted of these yet, as far as is known. */
const UNSENT_STATES = ["planned", "approved", "submitting"] as const;
/** Accepted by the service, and not ended without a charge. */
const BOUGHT: readonly Job["state"][] = ["running", "succeeded", "collected", "expired"];

/** Ids per query; below SQLite's limit of parameters. */
const CHUNK = 400;

/** Which of these jobs a command that begins now may still buy. */
export async function readUnsent(
  jobClient: JobClient,
  names: readonly JobName[],
): Promise<ReadonlySet<string>> {
  const unsent = new Set<string>();
  for (let at = 0; at < names.length; at += CHUNK) {
    const ids = names.slice(at, at + CHUNK).map(({ id }) => id);
    const found = await jobClient.jobNames({ ids, states: UNSENT_STATES, limit: CHUNK });
    for (const { id } of found) unsent.add(id);
  }
  return unsent;
}

/** Those that were bought since. What is free, such as an element, is none of them. */
export const boughtOf = (jobs: readonly Job[], unsent: ReadonlySet<string>): readonly Job[] =>
  jobs.filter(
    ({ id, state, estimateUnits }) => unsent.has(id) && BOUGHT.includes(state) && estimateUnits !== 0,
  );
