import { constants, copyFile, link, stat, unlink } from "node:fs/promises";
import { basename, extname, join, parse } from "node:path";
import type { EngineContext } from "../context/engine-context.ts";
import { addEvent } from "../events/add-event.ts";
import { furtherPath } from "../state/further-path.ts";
import { getJob } from "../store/jobs.ts";
import type { JobRow, ResultRow } from "../store/schema.ts";

/**
 * Gives the file that another job has on record under a path a second name, before the path gets a new file: it was paid for.
 * Returns a sentence for a person; undefined where the path is free, or has a file that no job has made.
 */
export async function keepEarlierFile(
  context: EngineContext,
  { id }: JobRow,
  filePath: string,
): Promise<string | undefined> {
  // Asked first: nearly every path is free, and a store has many results.
  const sizeBytes = await sizeOf(filePath);
  if (sizeBytes === undefined) return undefined;
  const owner = await context.store.reader
    .selectFrom("result")
    .selectAll()
    .where("file_path", "=", filePath)
    .where("state", "=", "collected")
    .where("job_id", "!=", id)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  // Another size: somebody has replaced the file since, and nothing of the job is left in it.
  if (owner?.size_bytes !== sizeBytes) return undefined;
  const keptPath = await linkToFreeName(filePath, await keptNameOf(context, owner, filePath));
  await moveResult(context, owner, { filePath, keptPath });
  await unlink(filePath);
  return `${basename(filePath)} was the file of job ${owner.job_id}; that file is now ${basename(keptPath)}.`;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

/** A further result stays beside the first one of its job: `fox-2.2.png`, where that became `fox-2.png`. */
async function keptNameOf(
  { store }: EngineContext,
  { job_id, number }: ResultRow,
  filePath: string,
): Promise<string> {
  if (number === 0) return filePath;
  const { file_path } = await getJob(store.reader, job_id);
  return furtherPath(file_path, number, extname(filePath));
}

/** The wanted name, or the next one with a number. The old name stays until the new one is on record, so that a crash loses neither. */
async function linkToFreeName(filePath: string, wanted: string): Promise<string> {
  const { dir, name, ext } = parse(wanted);
  const { ino } = await stat(filePath);
  for (let count = wanted === filePath ? 2 : 1; ; count += 1) {
    const path = count === 1 ? wanted : join(dir, `${name}-${count}${ext}`);
    try {
      await linkOrCopy(filePath, path);
      return path;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      // An earlier try linked it and was killed.
      if ((await stat(path)).ino === ino) return path;
    }
  }
}

/** Disks without hard links, such as those of cameras, get a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOENT") throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

async function moveResult(
  { store, clock }: EngineContext,
  { job_id: jobId, number }: ResultRow,
  { filePath, keptPath }: { readonly filePath: string; readonly keptPath: string },
): Promise<void> {
  await store.write(async (db) => {
    await db
      .updateTable("result")
      .set({ file_path: keptPath })
      .where("job_id", "=", jobId)
      .where("number", "=", number)
      .where("file_path", "=", filePath)
      .execute();
    const { file_path } = await getJob(db, jobId);
    if (file_path === filePath)
      await db.updateTable("job").set({ file_path: keptPath }).where("id", "=", jobId).execute();
    await addEvent(db, {
      atMs: clock.nowMs(),
      jobId,
      kind: "job-file-renamed",
      data: { filePath, newPath: keptPath },
    });
  });
}
