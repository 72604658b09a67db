import { existsSync } from "node:fs";
import type { CollectedFile } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { changeState, moveJob } from "../state/move-job.ts";
import { getJob } from "../store/jobs.ts";
import type { Db, JobRow } from "../store/schema.ts";

/** The result of a job is on the disk. */
export async function recordFile(
  db: Db,
  job: JobRow,
  { file, atMs }: { readonly file: CollectedFile; readonly atMs: number },
): Promise<void> {
  await moveJob(db, job, {
    to: "collected",
    atMs,
    event: { kind: "job-collected", data: file },
    set: { file_path: file.filePath, result_url: null },
  });
  const asset = { file_path: file.filePath, size_bytes: file.sizeBytes, sha256: file.sha256, at: atMs };
  await db
    .insertInto("asset")
    .values({ job_id: job.id, kind: "video", ...asset })
    .onConflict((conflict) => conflict.columns(["job_id", "kind"]).doUpdateSet(asset))
    .execute();
}

/** Puts a file on record that was fetched outside a run. False where the job has a file, or another process fetches it. */
export async function recordFetched(
  { store, clock, provider }: Pick<EngineContext, "store" | "clock" | "provider">,
  id: string,
  file: CollectedFile,
): Promise<boolean> {
  const atMs = clock.nowMs();
  return store.write(async (db) => {
    const found = await getJob(db, id);
    const isOurs = found.account === provider.account && found.lease_owner === null;
    const job = isOurs && isFileGone(found) ? await wantFile(db, found, atMs) : found;
    if (!isOurs || job.state !== "succeeded") return false;
    await recordFile(db, job, { file, atMs });
    return true;
  });
}

/** Makes collected jobs whose file is no longer on this disk fetch it again. Returns their ids. */
export async function refetchGone(
  { store, clock, provider }: Pick<EngineContext, "store" | "clock" | "provider">,
  ids: readonly string[],
): Promise<readonly string[]> {
  const atMs = clock.nowMs();
  const again: string[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const jobs = await store.reader
      .selectFrom("job")
      .selectAll()
      .where("id", "in", ids.slice(at, at + CHUNK))
      .where("account", "=", provider.account)
      .where("state", "=", "collected")
      .execute();
    for (const { id } of jobs.filter(isFileGone)) {
      const isAsked = await store.write(async (db) => {
        // Another process may have asked meanwhile.
        const job = await getJob(db, id);
        if (isFileGone(job)) await wantFile(db, job, atMs);
        return isFileGone(job);
      });
      if (isAsked) again.push(id);
    }
  }
  return again;
}

/** Parameters per statement; below SQLite's limit. */
const CHUNK = 400;

const isFileGone = ({ state, file_path }: JobRow): boolean => state === "collected" && !existsSync(file_path);

/** No end: the purchase ended before, and its money and slots stay as they are. */
const wantFile = (db: Db, job: JobRow, atMs: number): Promise<JobRow> =>
  changeState(db, job, {
    to: "succeeded",
    atMs,
    event: { kind: "job-file-gone", data: { filePath: job.file_path } },
    set: { next_at: atMs },
  });
