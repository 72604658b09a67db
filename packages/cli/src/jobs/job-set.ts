import type { Job, JobBook } from "@klingkit/engine";

/** Which jobs a command is about: a batch, or listed ones of an account. */
export type JobSet =
  | { readonly batchId: string }
  | { readonly account: string; readonly ids: readonly string[] };

/** Most jobs of a batch. */
const MOST_JOBS = 10_000;

/** Oldest first. */
export async function readJobSet(book: JobBook, jobs: JobSet): Promise<readonly Job[]> {
  if ("batchId" in jobs) return (await book.jobs({ batchId: jobs.batchId, limit: MOST_JOBS })).toReversed();
  const wanted = new Set(jobs.ids);
  if (wanted.size === 0) return [];
  const found = await book.jobs({ account: jobs.account, ids: jobs.ids, limit: MOST_JOBS });
  return found.toReversed();
}
