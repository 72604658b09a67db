import { existsSync } from "node:fs";
import { join, parse } from "node:path";
import type { Db } from "./schema.ts";

/** Paths per statement; below SQLite's limit of parameters. */
const CHUNK = 400;

/** Two jobs never write to one path, nor over a file that is there already: a taken one gets a number. */
export async function freePaths(db: Db, wanted: readonly string[]): Promise<readonly string[]> {
  const taken = new Set<string>();
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await db
      .selectFrom("job")
      .select("file_path")
      .where("file_path", "in", wanted.slice(at, at + CHUNK))
      .execute();
    for (const row of rows) taken.add(row.file_path);
    const results = await db
      .selectFrom("result")
      .select("file_path")
      .where("file_path", "in", wanted.slice(at, at + CHUNK))
      .execute();
    for (const { file_path } of results) if (file_path !== null) taken.add(file_path);
  }
  const free: string[] = [];
  for (const path of wanted) {
    free.push(await freePath(db, path, taken));
  }
  return free;
}

/** The path, or one with a number where it is in `taken`, on the disk, or another job's; puts it into `taken`. */
export async function freePath(db: Db, path: string, taken: Set<string>): Promise<string> {
  const { dir, name, ext } = parse(path);
  let candidate = path;
  for (
    let count = 2;
    taken.has(candidate) || existsSync(candidate) || (candidate !== path && (await isUsed(db, candidate)));
    count += 1
  ) {
    candidate = join(dir, `${name}-${count}${ext}`);
  }
  taken.add(candidate);
  return candidate;
}

async function isUsed(db: Db, path: string): Promise<boolean> {
  const row = await db
    .selectFrom("job")
    .select("id")
    .where("file_path", "=", path)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
