import { extensionOf } from "../provider/file-extensions.ts";
import type { TaskFile } from "../provider/provider.ts";
import { freePaths } from "../state/free-paths.ts";
import { furtherPath } from "../state/further-path.ts";
import { insertRows } from "../store/row-list.ts";
import type { Db, JobRow, ResultRow } from "../store/schema.ts";

/**
 * Keeps what a task made besides one video: each file gets a row and a path of its own beside the job's, `fox.png`,
 * `fox.2.png` … The first has the job's path. What has no file is collected at once.
 */
export async function recordResults(
  db: Db,
  { id, file_path }: JobRow,
  { files, atMs }: { readonly files: readonly TaskFile[]; readonly atMs: number },
): Promise<void> {
  const wanted = files.slice(1).map((file, at) => furtherPath(file_path, at + 1, extensionOf(file)));
  const movable = wanted.length === 0 ? [] : await jobsUnder(db, { id, file_path });
  const paths = [file_path, ...(await freePaths(db, wanted, movable))];
  const rows = files.map(({ kind, id: resultId, name: called, hasNoFile, url, expiresAtMs }, number) => ({
    job_id: id,
    number,
    kind,
    url: url ?? null,
    expires_at: expiresAtMs ?? null,
    state: hasNoFile ? ("collected" as const) : ("waiting" as const),
    file_path: hasNoFile ? null : (paths[number] ?? file_path),
    size_bytes: null,
    sha256: null,
    at: atMs,
    result_id: resultId ?? null,
    name: called ?? null,
  }));
  await insertResults(db, rows);
}

/** Earlier takes whose first file has the path of this job: all their files get other names before its files come. */
async function jobsUnder(
  db: Db,
  { id, file_path }: Pick<JobRow, "id" | "file_path">,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("job")
    .select("id")
    .where("file_path", "=", file_path)
    .where("state", "=", "collected")
    .where("id", "!=", id)
    .execute();
  return rows.map((row) => row.id);
}

export interface VideoId {
  readonly resultId: string;
  readonly atMs: number;
}

/** Keeps the ids of videos that are the only results of their jobs, whose links are in the jobs. */
export async function recordVideoIds(
  db: Db,
  videos: readonly (VideoId & { readonly job: Pick<JobRow, "id"> })[],
): Promise<void> {
  const nothing = {
    url: null,
    expires_at: null,
    file_path: null,
    size_bytes: null,
    sha256: null,
    name: null,
  };
  const rows = videos.map(({ job, resultId, atMs }) => {
    const row = { job_id: job.id, number: 0, kind: "video" as const, state: "waiting" as const, at: atMs };
    return { ...row, ...nothing, result_id: resultId };
  });
  await insertResults(db, rows);
}

async function insertResults(db: Db, rows: readonly ResultRow[]): Promise<void> {
  if (rows.length === 0) return;
  await insertRows(db, "result", rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
