import { createHash, randomUUID } from "node:crypto";

/** What the bytes of a part file are bytes of. */
export interface PartIdentity {
  /** Hash of target name and link path: two videos meant for one name never share a part. */
  readonly key: string;
  /** Size of the whole file, where the server told it. */
  readonly totalBytes: number | undefined;
  /** Strong ETag or Last-Modified, literally as `If-Range` repeats it. Without one a part cannot be resumed. */
  readonly validator: string | undefined;
}

/** Most that common file systems take for the name of a file, in bytes of UTF-8. */
export const MAX_FILE_NAME_BYTES = 255;
const MAX_VALIDATOR_CHARS = 120;

/** `seed` names the file at the service, unsigned: what stays when a link is signed anew. */
export function createPartKey(finalName: string, seed: string): string {
  return createHash("sha256").update(`${finalName}\0${seed}`).digest("hex").slice(0, 12);
}

/** Folder beside the final file that holds its parts: found without listing a folder of many results. */
export function formatPartFolder(finalName: string, key: string): string {
  const suffix = `.part-${key}`;
  return `${cutToBytes(finalName, MAX_FILE_NAME_BYTES - suffix.length)}${suffix}`;
}

/**
 * `<bytes>-<validator>-<pid>-<random>`, never the same twice. Everything that a later process needs to resume
 * stands in the name, so there is no second file that could be lost or out of step.
 */
export function formatPartName(identity: PartIdentity): string {
  const { totalBytes, validator } = identity;
  const content = isResumable(identity)
    ? `${totalBytes ?? "x"}-${Buffer.from(validator ?? "").toString("base64url")}`
    : "once";
  return `${content}-${process.pid}-${randomUUID().slice(0, 8)}`;
}

export interface PartName {
  readonly identity: PartIdentity;
  /** Process that wrote it. */
  readonly processId: number;
}

/** Reads the name of a resumable part file; undefined for any other file. */
export function parsePartName(key: string, name: string): PartName | undefined {
  const match = /^(\d{1,15}|x)-([\w-]+)-(\d{1,10})-[0-9a-f]{8}$/.exec(name);
  if (!match?.[1] || !match[2] || !match[3]) return undefined;
  const totalBytes = match[1] === "x" ? undefined : Number(match[1]);
  const validator = Buffer.from(match[2], "base64url").toString();
  return { identity: { key, totalBytes, validator }, processId: Number(match[3]) };
}

/** Whether bytes on disk can be continued later. An absurdly long validator does not fit into a file name. */
export function isResumable({ validator }: PartIdentity): boolean {
  return validator !== undefined && validator.length > 0 && validator.length <= MAX_VALIDATOR_CHARS * 0.75;
}

/** The longest beginning of a text that fits into so many bytes of UTF-8 without splitting a character. */
export function cutToBytes(text: string, maxBytes: number): string {
  let kept = "";
  let sizeBytes = 0;
  for (const character of text) {
    sizeBytes += Buffer.byteLength(character);
    if (sizeBytes > maxBytes) break;
    kept += character;
  }
  return kept;
}
