import { dirname, join } from "node:path";
import { DownloadError } from "klingkit/node";
import type { CollectedFile } from "../context/collector.ts";
import { withWarning } from "./with-warning.ts";

/** What the file system says of a path that no waiting makes writable. */
const NEVER_WRITABLE: readonly string[] = ["ENAMETOOLONG", "EISDIR", "ENOTDIR", "EINVAL", "EILSEQ"];

/**
 * Fetches a paid file to its path, or, where the file system can never take that path, to a plain name in the nearest
 * folder that it takes. The file then carries a warning.
 */
export async function underWritableName(
  { filePath, plainName }: { readonly filePath: string; readonly plainName: string },
  fetchTo: (filePath: string) => Promise<CollectedFile>,
): Promise<CollectedFile> {
  let failure: unknown;
  for (const path of [filePath, ...plainPaths(filePath, plainName)]) {
    try {
      const file = await fetchTo(path);
      return failure === undefined ? file : withWarning(file, renamedText(failure));
    } catch (error) {
      if (!isNeverWritable(error)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

function plainPaths(filePath: string, plainName: string): readonly string[] {
  const paths: string[] = [];
  for (let folder = dirname(filePath); ; folder = dirname(folder)) {
    paths.push(join(folder, plainName));
    if (folder === dirname(folder)) return paths;
  }
}

function renamedText(failure: unknown): string {
  const why = failure instanceof Error ? failure.message.replace(/\.$/, "") : String(failure);
  return `The planned name can never be written, so the file has a plain one (${why}).`;
}

function isNeverWritable(error: unknown): boolean {
  if (!DownloadError.isInstance(error)) return false;
  const { code, cause } = error;
  if (code !== "KLINGKIT_DOWNLOAD_WRITE_FAILED") return code === "KLINGKIT_DOWNLOAD_BAD_PATH";
  // Without a cause the download itself has found a folder there.
  if (cause === undefined) return true;
  return cause instanceof Error && "code" in cause && NEVER_WRITABLE.includes(String(cause.code));
}
