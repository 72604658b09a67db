import { readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Writes a file in one step: a reader sees the old one or the new one, and a full disk leaves the old one. A link stays, and what it
 * leads to is written; a device or a pipe is written to.
 * Rejects with what the file system says.
 */
export async function writeWhole(
  filePath: string,
  content: string | Uint8Array,
  { mode }: { readonly mode?: number } = {},
): Promise<void> {
  const place = await placeOf(filePath);
  if (await isStream(place)) return await writeFile(place, content);
  const draft = `${place}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content, mode === undefined ? {} : { mode });
    await rename(draft, place);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/** Where a path leads, whether anything is there or not. */
async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const target = await readlink(path).catch(() => undefined);
    return target === undefined ? path : placeOf(resolve(dirname(path), target));
  }
}

/** A device, a pipe or a socket: there is no old content to keep, and to rename a file over it would take it away. */
export async function isStream(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}
