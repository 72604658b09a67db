import * as nodeFileSystem from "node:fs/promises";
import { DownloadError } from "../errors/download-error.ts";

/** What a download does to the disk; `node:fs/promises` unless a test breaks something. */
export type DownloadFileSystem = Pick<
  typeof nodeFileSystem,
  "open" | "rename" | "link" | "unlink" | "mkdir" | "readdir" | "rmdir" | "stat"
>;

export const defaultFileSystem: DownloadFileSystem = nodeFileSystem;

/** Code such as `ENOSPC` of a system error. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full: free space and download again.",
  EDQUOT: "The disk quota is used up: free space and download again.",
  EACCES: "The folder or file may not be written: choose another place or change its permissions.",
  EPERM: "The system does not permit writing there: choose another place.",
  EROFS: "The file system is read-only: choose another place.",
  ENOTDIR: "A part of the path is a file, not a folder.",
  EEXIST: "A part of the path is a file, not a folder.",
  EISDIR: "The path is a folder: name a file in it.",
  ENAMETOOLONG: "The file name is too long.",
};

/** Runs a disk operation and gives its failure a code. @throws DownloadError */
export async function onDisk<T>(filePath: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw createDiskError(filePath, error);
  }
}

export function createDiskError(filePath: string, error: unknown): DownloadError {
  if (error instanceof DownloadError) return error;
  const code = systemErrorCode(error) ?? "";
  const isFull = code === "ENOSPC" || code === "EDQUOT";
  const remedy = REMEDIES[code] ?? "Choose another file.";
  return new DownloadError({
    code: isFull ? "KLINGKIT_DOWNLOAD_DISK_FULL" : "KLINGKIT_DOWNLOAD_WRITE_FAILED",
    message: `Writing ${filePath} failed (${systemWords(error)}). ${remedy}`,
    isRetryable: isFull,
    filePath,
    cause: error,
  });
}

/** What the system said, such as `ENOENT: no such file or directory`, without the call and its path. */
function systemWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return systemErrorCode(error) === undefined ? text : text.replace(/, \w+( '.*)?$/s, "");
}
