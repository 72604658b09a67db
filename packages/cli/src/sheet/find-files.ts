import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";

const EXTENSIONS = [".mp4", ".mov", ".m4v", ".png", ".jpg", ".jpeg", ".webp", ".gif"];
const BY_NAME = new Intl.Collator("en", { numeric: true });

/** Clips and images that were named: files as they are, those of folders, and those that fit a name with `*` or `?`. */
export async function findFiles(cwd: string, given: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(given.map((name) => filesOf(resolve(cwd, name))));
  return [...new Set(found.flat())];
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return (await filesIn(path)).filter(isPicture).map((name) => join(path, name));
  // Shells of some systems leave patterns as they are.
  if (found || !/[*?]/.test(basename(path))) return [path];
  const pattern = patternOf(basename(path));
  const fitting = (await filesIn(dirname(path))).filter((name) => pattern.test(name));
  return fitting.length === 0 ? [path] : fitting.map((name) => join(dirname(path), name));
}

/** By its name, a clip or an image. */
export const isPicture = (name: string): boolean => EXTENSIONS.includes(extname(name).toLowerCase());

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .toSorted(
      (one, other) =>
        BY_NAME.compare(stemOf(one), stemOf(other)) || BY_NAME.compare(one, other) || (one < other ? -1 : 1),
    );
}

/** Without the extension, so that `fox.mp4` comes before its second take, `fox-2.mp4`. */
const stemOf = (name: string): string => basename(name, extname(name));

const patternOf = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "su",
  );
