import { createHash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Experimental_VideoModelV4File } from "@ai-sdk/provider";
import { makeFolder } from "klingkit/node";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Keeps the bytes of an input as a file that is named by its content, and returns its path; a URL stays as it is. A process that
 * continues the job reads the file again.
 */
export async function keepInput(file: Experimental_VideoModelV4File, folder: string): Promise<string> {
  if (file.type === "url") return file.url;
  const bytes = typeof file.data === "string" ? Buffer.from(file.data, "base64") : file.data;
  return keepBytes(bytes, { folder, mediaType: file.mediaType });
}

/** The same for an option that holds a URL or base64. */
export const keepText = (value: string, folder: string): Promise<string> =>
  /^https?:/i.test(value)
    ? Promise.resolve(value)
    : keepBytes(Buffer.from(value.replace(/^data:[^,]*,/, ""), "base64"), { folder, mediaType: "image/png" });

async function keepBytes(
  bytes: Uint8Array,
  { folder, mediaType }: { readonly folder: string; readonly mediaType: string },
): Promise<string> {
  const extension = mediaType.split("/")[1]?.replace(/[^a-z0-9]/g, "") ?? "png";
  const path = join(folder, `${createHash("sha256").update(bytes).digest("hex")}.${extension}`);
  // The folder above may be the one for videos, which is as open as the process makes it.
  await makeFolder(dirname(folder));
  await makeFolder(folder, { mode: FOLDER_MODE });
  // Another process may keep the same file at this moment.
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, bytes, { mode: FILE_MODE });
  await rename(part, path);
  return path;
}
