import { dirname } from "node:path";
import { type DownloadFileSystem, systemErrorCode } from "./file-system.ts";

/**
 * Makes a folder and those above it, as `mkdir -p`. Node's own `recursive` never returns where the system reports ENOENT although
 * the folder above exists, as in `/proc`.
 */
export async function makeFolder(
  fileSystem: Pick<DownloadFileSystem, "mkdir" | "stat">,
  path: string,
): Promise<void> {
  try {
    await makeOne(fileSystem, path);
  } catch (error) {
    const above = dirname(path);
    if (systemErrorCode(error) !== "ENOENT" || above === path) throw error;
    await makeFolder(fileSystem, above);
    await makeOne(fileSystem, path);
  }
}

async function makeOne(
  { mkdir, stat }: Pick<DownloadFileSystem, "mkdir" | "stat">,
  path: string,
): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    // Some systems refuse a folder that exists with a code of its own, such as EROFS or EPERM.
    if (systemErrorCode(error) === "ENOENT") throw error;
    const found = await stat(path).catch(() => undefined);
    if (!found?.isDirectory()) throw error;
  }
}
