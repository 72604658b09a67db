import type { EngineContext } from "../context/engine-context.ts";
import type { FileFacts } from "../provider/file-extensions.ts";
import { pathFor } from "../provider/file-names.ts";
import { freePaths } from "../state/free-paths.ts";
import { updateJob } from "../store/jobs.ts";
import type { JobRow } from "../store/schema.ts";

/**
 * Gives the first file of a job a name of its kind before it is fetched: a task of another tool is named before it is known what it
 * makes, and under a name of another kind its file is refused for ever.
 */
export async function nameByKind(context: EngineContext, job: JobRow, first: FileFacts): Promise<JobRow> {
  const wanted = pathFor(job.file_path, first);
  if (wanted === job.file_path) return job;
  return context.store.write(async (db) => {
    const [file_path = wanted] = await freePaths(db, [wanted]);
    return updateJob(db, job, { file_path });
  });
}
