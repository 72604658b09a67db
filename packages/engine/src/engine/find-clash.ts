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

type Clash = Pick<PlanRefusal, "kind" | "reasons" | "remedy">;

/** A key or a file of the plan that belongs to another job. Undefined where there is none. */
export async function findClash(db: Db, plan: Plan, options: ClashOptions): Promise<Clash | undefined> {
  return (
    (await findTakenKey(db, plan)) ?? (options.keepsPaths ? findTakenPath(db, plan, options) : undefined)
  );
}

async function findTakenKey(db: Db, plan: Plan): Promise<Clash | undefined> {
  const seen = new Set<string>();
  for (const { name, request } of plan.jobs) {
    const key = request.externalTaskId;
    if (!key) continue;
    const owner = await db.selectFrom("job").select("id").where("ext_id", "=", key).executeTakeFirst();
    if (owner || seen.has(key)) {
      const whose = owner ? `an earlier request, job ${owner.id}` : "another request of the plan";
      return {
        kind: "duplicate_external_id",
        reasons: [
          `${name} has the external ID ${key} of ${whose}. An external ID names one request for ever`,
        ],
        remedy: owner ? `see \`kling jobs show ${owner.id}\`, or use another ID` : "use another ID",
      };
    }
    seen.add(key);
  }
  return undefined;
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
