import type { Job } from "@klingkit/engine";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { resultOf } from "../results.ts";
import type { ServerDeps } from "../server-options.ts";
import { assetLinks, jobJson, jobLink } from "../views/job-json.ts";
import { withAssets } from "./find-jobs.ts";
import { isAtRest } from "./wait-for-jobs.ts";

/** `done`: nothing changes any more without a person. */
export const stateOf = (jobs: readonly Job[]): "running" | "done" =>
  jobs.every(isAtRest) ? "done" : "running";

/** Jobs with counts by state, and links to them and their files. */
export async function jobsResult(
  deps: ServerDeps,
  jobs: readonly Job[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<CallToolResult> {
  const shown = await withAssets(deps, jobs);
  const counts: Record<string, number> = {};
  for (const { state } of jobs) counts[state] = (counts[state] ?? 0) + 1;
  const data = {
    state: stateOf(jobs),
    ...more,
    counts,
    jobs: await Promise.all(shown.map(({ job, assets }) => jobJson(deps.jobClient, job, assets))),
  };
  const links = shown.flatMap(({ job, assets }) => [jobLink(job), ...assetLinks(assets)]);
  return resultOf(data, links);
}
