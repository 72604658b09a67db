import type { Job, JobClient, JobQuery } from "@klingkit/engine";
import { findNewerTakes } from "../../jobs/earlier-takes.ts";
import { FAILED, isFailed, isReplaceable } from "../../jobs/state-words.ts";

/** Jobs that are read at once. */
const PAGE = 200;

/**
 * Jobs in the states of the query, and those that need a person, newest first. One that failed, and that a later run replaced, is left
 * to that one.
 */
export async function readNeedy(
  jobClient: JobClient,
  { limit, states = [], waiting = [], ...query }: JobQuery & { readonly limit: number },
): Promise<readonly Job[]> {
  const isAsked = ({ state, waitsFor }: Job): boolean =>
    states.includes(state) || (waitsFor !== undefined && waiting.includes(waitsFor));
  const found: Job[] = [];
  for (let beforeId: string | undefined; found.length < limit; ) {
    const page = await jobClient.jobs({
      ...query,
      states: [...FAILED.states, ...states],
      waiting: [...FAILED.waiting, ...waiting],
      limit: PAGE,
      ...(beforeId === undefined ? {} : { beforeId }),
    });
    const newer = await findNewerTakes(jobClient, page.filter(isReplaceable));
    found.push(...page.filter((job) => isAsked(job) || (isFailed(job) && isLeft(newer.get(job.id), query))));
    beforeId = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  return found.slice(0, limit);
}

/** Where the newest take failed, too, it stands for both, unless it is not in the list. */
const isLeft = (newer: Job | undefined, { batchId, ids }: JobQuery): boolean =>
  newer === undefined || (isFailed(newer) && (batchId !== undefined || ids?.includes(newer.id) === false));
