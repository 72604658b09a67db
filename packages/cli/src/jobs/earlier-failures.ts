import { DEFAULT_PURPOSE, type Job, type JobClient, type JobQuery, stateWord } from "@klingkit/engine";
import { countOf } from "../terminal/count-of.ts";
import { findNewerTakes } from "./earlier-takes.ts";
import { MOST_JOBS } from "./job-set.ts";
import { canceledAlone, namesOf, remediesText, without } from "./remedy.ts";
import { countNoun } from "./result-noun.ts";

/** Ended without a result, or needs a person. */
const WITHOUT_RESULT = ["failed", "rejected", "expired", "unknown", "canceled"] as const;

/** Jobs of these batches that ended without a result, and that nobody has bought again. Oldest first. */
export async function readEarlierFailures(
  jobClient: JobClient,
  batches: readonly JobQuery[],
): Promise<readonly Job[]> {
  const found: Job[] = [];
  for (const batch of batches)
    found.push(
      ...(await jobClient.jobs({ ...batch, states: WITHOUT_RESULT, limit: MOST_JOBS })).toReversed(),
    );
  const replaced = await readReplaced(jobClient, found);
  return found.filter(({ id }) => !replaced.has(id));
}

/**
 * Those that were retried, or changed and run again. What may have been bought stays, and so does what has no purpose: the names of
 * such files are the same by chance.
 */
async function readReplaced(jobClient: JobClient, jobs: readonly Job[]): Promise<ReadonlySet<string>> {
  const retries = await jobClient.jobs({ retryOf: jobs.map(({ id }) => id), limit: MOST_JOBS });
  const changed = jobs.filter(({ state, purpose }) => state !== "unknown" && purpose !== DEFAULT_PURPOSE);
  const newer = await findNewerTakes(jobClient, changed);
  return new Set([...retries.flatMap(({ retryOf }) => retryOf ?? []), ...newer.keys()]);
}

/** Without those that were only canceled because one of these has no result: what helps that one helps them. */
export function endedOnTheirOwn(jobs: readonly Job[]): readonly Job[] {
  const canceled = jobs.filter(({ state }) => state === "canceled");
  const alone = canceledAlone(without(jobs, canceled), canceled);
  return without(jobs, without(canceled, alone));
}

/** Batches in a sentence. */
const MOST_BATCHES = 3;

/** What failed before a batch was resumed, and what helps, for each batch. */
export function describeEarlier(jobs: readonly Job[], resumed: readonly string[]): string {
  const groups = [...Map.groupBy(jobs, ({ batchId }) => batchId)];
  const isOne = groups.length === 1 && resumed.every((batchId) => batchId === groups[0]?.[0]);
  const texts = groups.slice(0, MOST_BATCHES).map(([batchId, those]) => {
    const [first] = those;
    const batch = isOne || !first ? "this batch" : `the batch "${first.purpose}"`;
    const failed = those.filter(({ state }) => state !== "canceled");
    const below = those.filter(({ state }) => state === "canceled");
    const told = endedOnTheirOwn(those);
    const states = [...new Set(those.map((job) => stateWord(job)))].join(",");
    return `${countOf(told.length, countNoun(told, "job"))} of ${batch} failed earlier: ${namesOf(told, stateWord)}. See \`kling jobs --batch ${batchId} --state ${states}\`. ${remediesText(failed, below)}`;
  });
  const others = groups.length - texts.length;
  return [...texts, ...(others > 0 ? [`The same holds for ${countOf(others, "more batch")}.`] : [])].join(
    " ",
  );
}
