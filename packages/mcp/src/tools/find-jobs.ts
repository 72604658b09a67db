import type { Job, Plan } from "@klingkit/engine";
import type { ServerDeps } from "../server-options.ts";
import { MOST_SHOWN } from "../views/plan-json.ts";

/** Jobs that stand for the requests of a plan, in its order; requests that were not bought have none. */
export async function jobsOfPlan({ engine, jobClient }: ServerDeps, plan: Plan): Promise<readonly Job[]> {
  const { earlier } = await engine.preview(plan, { continues: true });
  const ids = [...new Set(earlier.flatMap((job) => job?.id ?? []))];
  return jobsById(jobClient, ids);
}

/** Below the limit of parameters of a query. */
const CHUNK = 400;

async function jobsById(jobClient: ServerDeps["jobClient"], ids: readonly string[]): Promise<readonly Job[]> {
  const found: Job[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    found.push(...(await jobClient.jobs({ ids: chunk, limit: chunk.length })));
  }
  const places = new Map(ids.map((id, at) => [id, at]));
  return found.toSorted((left, right) => (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0));
}

/** The first jobs of a list, with their results. */
export async function withAssets({ jobClient }: ServerDeps, jobs: readonly Job[]) {
  const shown = jobs.slice(0, MOST_SHOWN);
  const assets = await jobClient.assets(shown.map(({ id }) => id));
  return shown.map((job) => ({ job, assets: assets.get(job.id) ?? [] }));
}
