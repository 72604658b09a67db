import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type LoadedMedium, mediaLabelOf, type UploadFile } from "@klingkit/engine";
import { detectFormat, findSizeFault, lookAtImage, type MediaRule, viewBytes } from "@klingkit/spec";
import { HIGGSFIELD_MEDIA_RULES } from "@klingkit/spec/higgsfield";
import { usageError } from "../errors/cli-error.ts";

/** Names of formats in content types. */
const TYPES: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  mp4: "video/mp4",
};

interface Target {
  readonly kind: string;
  readonly rule?: string | undefined;
}

/** Checks a file that a service will be given before a create, and describes it. Throws `image_not_found` and `invalid_image`. */
export async function describeUpload(input: string, { kind, rule: name }: Target): Promise<LoadedMedium> {
  const { bytes, format } = await read(input);
  const rules: Readonly<Record<string, MediaRule>> = HIGGSFIELD_MEDIA_RULES;
  const rule = rules[name ?? (kind === "video" ? "referenceVideo" : "image")];
  if (rule) refuseUnfit(input, rule, { bytes, format });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    value: mediaLabelOf(sha256),
    manifest: { name: basename(input), kind: "file", sizeBytes: bytes.length, format, sha256 },
  };
}

interface FileRead {
  readonly bytes: Uint8Array;
  readonly format: string;
}

function refuseUnfit(input: string, rule: MediaRule, { bytes, format }: FileRead): void {
  if (!rule.formats.some((known) => known === format)) {
    const message = `${input} is ${format}; the service takes ${rule.formats.join(", ")} here. Nothing was sent.`;
    throw usageError("invalid_image", message);
  }
  const isMeasured = format === "png" || format === "jpg";
  const fault =
    findSizeFault(rule, bytes.length) ?? (isMeasured ? lookAtImage(rule, viewBytes(bytes)).fault : undefined);
  if (fault) throw usageError("invalid_image", `${input} ${fault.reason} Nothing was sent.`);
}

/** A file as it is given to a service. */
export async function readUpload(input: string): Promise<UploadFile> {
  const { bytes, format } = await read(input);
  return { bytes, contentType: TYPES[format] ?? "application/octet-stream" };
}

async function read(input: string): Promise<FileRead> {
  const found = await stat(input).catch(() => undefined);
  if (!found) throw (await import("klingkit/node")).mediaNotFound(input);
  if (!found.isFile()) throw usageError("image_read_error", `${input} is not a file.`);
  const bytes = await readFile(input);
  const format = detectFormat(viewBytes(bytes));
  if (format === undefined)
    throw usageError("invalid_image", `${input} is neither an image nor a video that is known.`);
  return { bytes, format };
}
