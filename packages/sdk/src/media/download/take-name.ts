import { createHash } from "node:crypto";
import { DownloadError } from "../errors/download-error.ts";
import { type DownloadFileSystem, systemErrorCode } from "./file-system.ts";

const CHUNK_BYTES = 256 * 1024;

export interface Place {
  readonly fileSystem: DownloadFileSystem;
  /** Final path, absolute. */
  readonly filePath: string;
  /** Replace whatever has the name. */
  readonly overwrite: boolean;
}

interface Content {
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Gives a whole part its final name, atomically. False where a file of the same content has the name already: it is left as it is.
 * @throws DownloadError KLINGKIT_DOWNLOAD_FILE_EXISTS, or the system's error
 */
export async function takeName(partPath: string, place: Place, content: Content): Promise<boolean> {
  const { fileSystem, filePath, overwrite } = place;
  try {
    await (overwrite ? fileSystem.rename(partPath, filePath) : takeFreeName(partPath, place));
    return true;
  } catch (error) {
    if (overwrite || systemErrorCode(error) !== "EEXIST") throw error;
    if (await hasContent(place, content)) return false;
    throw nameTaken(filePath);
  }
}

/** By a link: a rename would replace a file that another download has put there meanwhile. */
async function takeFreeName(partPath: string, { fileSystem, filePath }: Place): Promise<void> {
  try {
    await fileSystem.link(partPath, filePath);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "EEXIST" || code === "ENOENT") throw error;
    return renameToReserved(partPath, { fileSystem, filePath });
  }
  await fileSystem.unlink(partPath).catch(() => {}); // A second name of the file, which the next call removes.
}

/** For disks without hard links, such as those of cameras: the name is held by an empty file first. */
async function renameToReserved(
  partPath: string,
  { fileSystem, filePath }: Pick<Place, "fileSystem" | "filePath">,
): Promise<void> {
  await (await fileSystem.open(filePath, "wx")).close();
  try {
    await fileSystem.rename(partPath, filePath);
  } catch (error) {
    await fileSystem.unlink(filePath).catch(() => {}); // Why there is no file is what the caller must know.
    throw error;
  }
}

async function hasContent(place: Place, { sizeBytes, sha256 }: Content): Promise<boolean> {
  const found = await place.fileSystem.stat(place.filePath).catch(() => undefined);
  if (!found?.isFile() || found.size !== sizeBytes) return false;
  // One that may not be read is treated as another file.
  return (await hashOf(place).catch(() => undefined)) === sha256;
}

async function hashOf({ fileSystem, filePath }: Place): Promise<string> {
  const file = await fileSystem.open(filePath, "r");
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) return hash.digest("hex");
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/**
 * Before the bytes are fetched: refuses a name that belongs to something which cannot be the same file. `sizeBytes` is that of the
 * whole file, where the server told it.
 * @throws DownloadError KLINGKIT_DOWNLOAD_FILE_EXISTS
 */
export async function refuseOtherFile(
  { fileSystem, filePath, overwrite }: Place,
  sizeBytes?: number,
): Promise<void> {
  if (overwrite) return;
  const found = await fileSystem.stat(filePath).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isFile() || (sizeBytes !== undefined && found.size !== sizeBytes)) throw nameTaken(filePath);
}

const nameTaken = (filePath: string): DownloadError =>
  new DownloadError({
    code: "KLINGKIT_DOWNLOAD_FILE_EXISTS",
    message: `${filePath} exists already and has other content. It was not changed, and the download bought nothing. Choose another name, or pass \`overwrite: true\` to replace the file.`,
    filePath,
  });
