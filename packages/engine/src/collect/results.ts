import type { CollectedFile } from "../context/collector.ts";
import { insertRows } from "../store/row-list.ts";
import type { AssetRow, Db, JobRow, ResultRow } from "../store/schema.ts";

/** What a job's task made, in the order of the service. Empty where its only result is a video without an id. */
export function readResults(db: Db, jobId: string): Promise<readonly ResultRow[]> {
  return db.selectFrom("result").selectAll().where("job_id", "=", jobId).orderBy("number").execute();
}

/** False for an entry of a library, which was collected when the task ended. */
export const hasFile = ({ state, file_path }: ResultRow): boolean =>
  state === "waiting" || file_path !== null;

/** Results that are on the disk, or have no file, in the order of the service, by job id; jobs without any are absent. */
export async function readAssets(
  db: Db,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AssetRow[]>> {
  if (jobIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("result")
    .selectAll()
    .where("job_id", "in", jobIds)
    .where("state", "=", "collected")
    .orderBy("job_id")
    .orderBy("number")
    .execute();
  return Map.groupBy(rows.flatMap(assetOf), ({ job_id }) => job_id);
}

/** The newest file with this content. */
export async function findAsset(db: Db, sha256: string): Promise<AssetRow | undefined> {
  const row = await db
    .selectFrom("result")
    .selectAll()
    .where("sha256", "=", sha256)
    .where("state", "=", "collected")
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && assetOf(row)[0];
}

function assetOf(row: ResultRow): readonly AssetRow[] {
  const { job_id, number, kind, file_path, size_bytes, sha256, at, result_id, name } = row;
  const names = { job_id, number, kind, at, result_id, name };
  if (file_path === null) return [{ ...names, file_path, size_bytes: null, sha256: null }];
  if (size_bytes === null || sha256 === null) return [];
  return [{ ...names, file_path, size_bytes, sha256 }];
}

export interface CollectedResult {
  readonly job: Pick<JobRow, "id">;
  readonly file: CollectedFile;
  readonly atMs: number;
  /** Its place among the results of the job. Default 0. */
  readonly number?: number | undefined;
  /** Default `video`. */
  readonly kind?: ResultRow["kind"] | undefined;
}

/** Results of jobs that are on the disk; of each job one. */
export async function recordCollected(db: Db, results: readonly CollectedResult[]): Promise<void> {
  if (results.length === 0) return;
  const rows = results.map(({ job, file, atMs, number = 0, kind = "video" }) => ({
    job_id: job.id,
    number,
    kind,
    expires_at: null,
    result_id: null,
    name: null,
    state: "collected" as const,
    url: null,
    file_path: file.filePath,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    at: atMs,
  }));
  await insertRows(db, "result", rows)
    .onConflict((conflict) =>
      conflict.columns(["job_id", "number"]).doUpdateSet(({ ref }) => ({
        state: ref("excluded.state"),
        url: ref("excluded.url"),
        file_path: ref("excluded.file_path"),
        size_bytes: ref("excluded.size_bytes"),
        sha256: ref("excluded.sha256"),
        at: ref("excluded.at"),
      })),
    )
    .execute();
}

/** The files of a job are to be fetched again, by fresh links. */
export async function wantResults(db: Db, { id }: JobRow, atMs: number): Promise<void> {
  await db
    .updateTable("result")
    .set({ state: "waiting", url: null, at: atMs })
    .where("job_id", "=", id)
    .where("file_path", "is not", null)
    .execute();
}

/** Files that were on a disk before, and cannot be fetched again. */
export async function restoreResults(db: Db, { id }: JobRow, atMs: number): Promise<void> {
  await db
    .updateTable("result")
    .set({ state: "collected", url: null, at: atMs })
    .where("job_id", "=", id)
    .where("sha256", "is not", null)
    .execute();
}

/** Links that failed are asked for again. */
export async function forgetLinks(db: Db, { id }: JobRow): Promise<void> {
  await db
    .updateTable("result")
    .set({ url: null })
    .where("job_id", "=", id)
    .where("state", "=", "waiting")
    .execute();
}

export const collectedFileOf = (row: ResultRow): CollectedFile => ({
  filePath: row.file_path ?? "",
  sizeBytes: row.size_bytes ?? 0,
  sha256: row.sha256 ?? "",
});
