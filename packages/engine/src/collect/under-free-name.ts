import { basename } from "node:path";
import { DownloadError } from "klingkit/node";
import type { CollectedFile } from "../context/collector.ts";
import type { EngineContext } from "../context/engine-context.ts";
import { freePath } from "../state/free-paths.ts";
import type { Db, JobRow } from "../store/schema.ts";
import { withWarning } from "./with-warning.ts";

/** Which result of a job is fetched, and to where. */
export interface Wanted {
  readonly job: JobRow;
  /** Its place among the results. */
  readonly number: number;
  readonly filePath: string;
}

/** Names that are tried in a row: each is a request for the file. @source INF */
const MOST_NAMES = 100;

/**
 * Fetches a file to its path. A file with other content that is there, which no job has made as far as the store knows, is never
 * replaced, also where it comes during the download: the new file then gets the next free name, with a warning.
 */
export async function underFreeName(
  { store }: EngineContext,
  wanted: Wanted,
  fetchTo: (filePath: string) => Promise<CollectedFile>,
): Promise<CollectedFile> {
  const { filePath } = wanted;
  const taken = new Set([filePath]);
  let path = filePath;
  for (;;) {
    try {
      const file = await fetchTo(path);
      return path === filePath ? file : withWarning(file, takenText(filePath, path));
    } catch (error) {
      if (!isTaken(error) || taken.size > MOST_NAMES) throw error;
      path = await store.write((db) => reserveFreePath(db, wanted, taken));
    }
  }
}

/** On record before the file is there: no other job is given the name meanwhile, and a later try finds what this one has fetched. */
async function reserveFreePath(
  db: Db,
  { job: { id, version }, number, filePath }: Wanted,
  taken: Set<string>,
): Promise<string> {
  const path = await freePath(db, filePath, taken);
  const set = { file_path: path };
  if (number > 0)
    await db.updateTable("result").set(set).where("job_id", "=", id).where("number", "=", number).execute();
  // Where another process has taken the job over, its path is that process's.
  else await db.updateTable("job").set(set).where("id", "=", id).where("version", "=", version).execute();
  return path;
}

const isTaken = (error: unknown): boolean =>
  DownloadError.isInstance(error) && error.code === "KLINGKIT_DOWNLOAD_FILE_EXISTS";

const takenText = (filePath: string, path: string): string =>
  `${basename(filePath)} is a file that no job of the store has made: it was not changed, and the result is ${basename(path)}.`;
