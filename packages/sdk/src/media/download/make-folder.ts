import { dirname } from "node:path";
import { type DownloadFileSystem, defaultFileSystem, systemErrorCode } from "./file-system.ts";

export interface FolderOptions {
  /** Rights of the folders that are made, such as 0o700. Default: those of the process. */
  readonly mode?: number;
  readonly fileSystem?: Pick<DownloadFileSystem, "mkdir" | "stat">;
}

/**
 * Makes a folder and those above it, as `mkdir -p`. Node's own `recursive` never returns where the system reports ENOENT although
 * the folder above exists, as in `/proc`. Throws the system's error.
 */
export async function makeFolder(path: string, options: FolderOptions = {}): Promise<void> {
  try {
    await makeOne(path, options);
  } catch (error) {
    const above = dirname(path);
    if (systemErrorCode(error) !== "ENOENT" || above === path) throw error;
    await makeFolder(above, options);
    await makeOne(path, options);
  }
}

async function makeOne(
  path: string,
  { mode, fileSystem: { mkdir, stat } = defaultFileSystem }: FolderOptions,
): Promise<void> {
  try {
    await (mode === undefined ? mkdir(path) : mkdir(path, { mode }));
  } catch (error) {
    // Some systems refuse a folder that exists with a code of its own, such as EROFS or EPERM.
    if (systemErrorCode(error) === "ENOENT") throw error;
    const found = await stat(path).catch(() => undefined);
    if (!found?.isDirectory()) throw error;
  }
}
