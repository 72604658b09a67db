import { join, parse } from "node:path";
import type { Db } from "../store/schema.ts";
import { BAD_ENDS } from "./transitions.ts";

/**
 * Two jobs never write to one path: a taken one gets a number. A job that ended without its result takes none: the next try gets
 * the planned name. A file that is there already may be the very result, where a store was lost; the download finds out.
 */
export async function freePaths(
  db: Db,
  wanted: readonly string[],
  /** Jobs whose files make room: their names count as free. */
  movable: readonly string[] = [],
): Promise<readonly string[]> {
  const taken = new Set(wanted.length === 0 ? [] : await pathsInUse(db, wanted, movable));
  const free: string[] = [];
  for (const path of wanted) {
    free.push(await freePath(db, path, taken));
  }
  return free;
}

/** The path, or one with a number where it is in `taken` or another job's; puts it into `taken`. */
export async function freePath(db: Db, path: string, taken: Set<string>): Promise<string> {
  const { dir, name, ext } = parse(path);
  let candidate = path;
  for (
    let count = 2;
    taken.has(candidate) || (candidate !== path && (await isUsed(db, candidate)));
    count += 1
  ) {
    candidate = join(dir, `${name}-${count}${ext}`);
  }
  taken.add(candidate);
  return candidate;
}

const isUsed = async (db: Db, path: string): Promise<boolean> => (await pathsInUse(db, [path])).length > 0;

/** Those of these paths that a job has written, on whichever machine, or will write. */
async function pathsInUse(
  db: Db,
  paths: readonly string[],
  movable: readonly string[] = [],
): Promise<readonly string[]> {
  const jobs = await db
    .selectFrom("job")
    .select(["id", "file_path"])
    .where("file_path", "in", paths)
    .where("state", "not in", BAD_ENDS)
    .execute();
  const results = await db
    .selectFrom("result")
    .innerJoin("job", "job.id", "result.job_id")
    .select(["job.id", "result.file_path"])
    .where("result.file_path", "in", paths)
    .where((row) =>
      row.or([row("result.state", "=", "collected"), row("job.state", "not in", [...BAD_ENDS])]),
    )
    .execute();
  return [...jobs, ...results].flatMap(({ id, file_path }) =>
    movable.includes(id) ? [] : (file_path ?? []),
  );
}
