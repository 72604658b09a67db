import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type DownloadFileSystem, onDisk, systemErrorCode } from "./file-system.ts";
import { makeFolder } from "./make-folder.ts";
import {
  formatPartFolder,
  formatPartName,
  type PartIdentity,
  type PartName,
  parsePartName,
} from "./part-name.ts";

/** Another download to the same file may remove the empty folder between our two calls, so often at most. */
const MAX_FOLDER_TRIES = 5;

export interface PartPlace {
  readonly fileSystem: DownloadFileSystem;
  /** Final path, absolute. */
  readonly filePath: string;
}

interface LeftPart extends PartName {
  readonly path: string;
}

const folderPath = ({ filePath }: PartPlace, key: string): string =>
  join(dirname(filePath), formatPartFolder(basename(filePath), key));

/** A new path for a part of this process. */
export const partPath = (place: PartPlace, identity: PartIdentity): string =>
  join(folderPath(place, identity.key), formatPartName(identity));

/** Makes an empty part and its folder. */
export async function openEmptyPart(
  place: PartPlace,
  identity: PartIdentity,
): Promise<{ readonly path: string; readonly handle: FileHandle }> {
  const path = partPath(place, identity);
  for (let tries = 1; ; tries += 1) {
    await makeFolder(dirname(path), { fileSystem: place.fileSystem });
    try {
      return { path, handle: await place.fileSystem.open(path, "wx+") };
    } catch (error) {
      await removePartFolder(place, identity.key);
      if (systemErrorCode(error) !== "ENOENT" || tries === MAX_FOLDER_TRIES) throw error;
    }
  }
}

/** Resumable parts that earlier calls left for the file. @throws DownloadError */
export async function listParts(place: PartPlace, key: string): Promise<readonly LeftPart[]> {
  const folder = folderPath(place, key);
  const names = await onDisk(place.filePath, () => namesIn(place, folder));
  return names.flatMap((name) => {
    const parsed = parsePartName(key, name);
    return parsed ? [{ ...parsed, path: join(folder, name) }] : [];
  });
}

async function namesIn({ fileSystem }: PartPlace, folder: string): Promise<readonly string[]> {
  try {
    return await fileSystem.readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Does nothing while the folder holds a part. */
export async function removePartFolder(place: PartPlace, key: string): Promise<void> {
  await place.fileSystem.rmdir(folderPath(place, key)).catch(() => {}); // An empty folder is no reason to fail.
}
