import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** A video that a job of this machine made. */
export interface MadeVideo {
  /** Absent while its task runs. */
  readonly videoId?: string;
  /** Length that was asked for. */
  readonly seconds?: number;
}

const QUERY = `
  select result.result_id, job_plan.planned_json
  from job
  left join result on result.job_id = job.id and result.kind = 'video' and result.result_id is not null
  left join job_plan on job_plan.job_id = job.id
  where job.task_id = ? or job.ext_id = ? or result.result_id = ?
  order by job.id desc, result.number
  limit 1`;

/** Finds a video by its id, or by the id of its task; undefined where no job of the store made it. Plain SQL on purpose, as in \`findKnownTasks\`. */
export function findMadeVideo(storeFile: string, id: string): MadeVideo | undefined {
  if (!existsSync(storeFile)) return undefined;
  try {
    const database = new DatabaseSync(storeFile, { readOnly: true });
    try {
      const row = database.prepare(QUERY).get(id, id, id);
      if (!row) return undefined;
      const { result_id: videoId, planned_json } = row;
      const seconds = secondsOf(planned_json);
      return {
        ...(typeof videoId === "string" ? { videoId } : {}),
        ...(seconds === undefined ? {} : { seconds }),
      };
    } finally {
      database.close();
    }
  } catch {
    // A store of another version, or none at all: the id is sent as it is.
    return undefined;
  }
}

function secondsOf(planned: unknown): number | undefined {
  if (typeof planned !== "string") return undefined;
  const { estimate } = JSON.parse(planned) as { readonly estimate?: { readonly seconds?: unknown } };
  return typeof estimate?.seconds === "number" ? estimate.seconds : undefined;
}
