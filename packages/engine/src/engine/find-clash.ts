import { resolve } from "node:path";
import type { PlanRefusal } from "../approve/judge-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { REST_STATES } from "../state/transitions.ts";
import type { Db } from "../store/schema.ts";

export interface ClashOptions {
  /** Where files of the plan go, by job. */
  readonly outputDirs: readonly string[];
  /** Whether the planned paths are meant exactly. */
  readonly keepsPaths: boolean;
}

export type Clash = Pick<PlanRefusal, "kind" | "reasons" | "remedy">;

/** A key or a file of the plan that belongs to another job. Undefined where there is none. */
export async function findClash(db: Db, plan: Plan, options: ClashOptions): Promise<Clash | undefined> {
  return (
    (await findTakenKeys(db, plan)) ?? (options.keepsPaths ? findTakenPath(db, plan, options) : undefined)
  );
}

/** External IDs of requests that earlier ones have, all of them. */
export async function findTakenKeys(db: Db, { jobs }: Pick<Plan, "jobs">): Promise<Clash | undefined> {
  const named = jobs.flatMap(({ name, request: { externalTaskId: key } }) => (key ? [{ name, key }] : []));
  if (named.length === 0) return undefined;
  const rows = await db
    .selectFrom("job")
    .select(["id", "ext_id"])
    .where(
      "ext_id",
      "in",
      named.map(({ key }) => key),
    )
    .execute();
  const owners = new Map(rows.map(({ id, ext_id }) => [ext_id, id]));
  const seen = new Set<string>();
  const taken = named.flatMap(({ name, key }) => {
    const owner = owners.get(key);
    const isTaken = owner !== undefined || seen.has(key);
    seen.add(key);
    const whose = owner ? `an earlier request, job ${owner}` : "another request of the plan";
    return isTaken ? [{ owner, text: `${name} has the external ID ${key} of ${whose}` }] : [];
  });
  if (taken.length === 0) return undefined;
  const [owner] = taken.flatMap((one) => one.owner ?? []);
  return {
    kind: "duplicate_external_id",
    reasons: [`${listOf(taken.map(({ text }) => text))}. An external ID names one request for ever`],
    remedy: owner ? `see \`kling jobs show ${owner}\`, or use another ID` : "use another ID",
  };
}

/** Texts in a sentence. */
const MOST_TEXTS = 3;

function listOf(texts: readonly string[]): string {
  const others = texts.length - MOST_TEXTS;
  return [...texts.slice(0, MOST_TEXTS), ...(others > 0 ? [`and ${others} more`] : [])].join(", ");
}

/** States after which nothing writes to a job's path any more. A job in `unknown` may yet be adopted. */
const QUIET_STATES = REST_STATES.filter((state) => state !== "unknown");

async function findTakenPath(db: Db, plan: Plan, { outputDirs }: ClashOptions): Promise<Clash | undefined> {
  const paths = plan.jobs.map(({ output }, at) => resolve(outputDirs[at] ?? "", output));
  const owner = await db
    .selectFrom("job")
    .select(["id", "state", "file_path"])
    .where("file_path", "in", paths)
    .where("state", "not in", [...QUIET_STATES])
    .limit(1)
    .executeTakeFirst();
  if (!owner) return undefined;
  return {
    kind: "output_taken",
    reasons: [`job ${owner.id} (${owner.state}) will write ${owner.file_path}`],
    remedy: "continue that job with kling resume, or choose another path",
  };
}
