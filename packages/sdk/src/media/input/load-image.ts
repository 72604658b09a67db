import {
  brokenFault,
  findScan,
  lookAtImage,
  type MediaFormat,
  type MediaRule,
  mediaExtension,
  viewBytes,
} from "@klingkit/spec";
import { createFaultError } from "./check-rule.ts";
import { classifyInput, type MediaInput } from "./media-input.ts";
import { type PreparedMedia, sha256Of } from "./prepared-media.ts";
import { readInput } from "./read-input.ts";
import { requireRule } from "./require-rule.ts";

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** Name for messages and the manifest where the input has none. */
  readonly name?: string;
}

/**
 * Turns an image into what a wire field takes: a URL as it is (the service fetches it; it is not looked at here),
 * anything else as bare base64 after its format, bytes, pixels and ratio were checked against the rule.
 * @throws MediaError (codes `KLINGKIT_MEDIA_…`), AbortError; nothing was sent
 * @example
 * const image = await loadImage("fox.png", MEDIA_RULES.standardImage);
 * await kling.videos.create({ prompt, firstFrame: image.value });
 */
export async function loadImage(
  input: MediaInput,
  rule: MediaRule,
  { signal, name }: LoadOptions = {},
): Promise<PreparedMedia> {
  requireRule("loadImage", rule, "standardImage");
  const classified = classifyInput(input, name);
  if (classified.kind === "url") {
    return { value: classified.url, manifest: { name: classified.name, kind: "url" } };
  }
  const bytes = await readInput(classified, { rule, signal });
  const facts = checkImage(bytes, rule, classified.name);
  return {
    value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
    manifest: {
      name: classified.name,
      kind: "file",
      sizeBytes: bytes.byteLength,
      sha256: sha256Of(bytes),
      ...facts,
    },
  };
}

function checkImage(bytes: Uint8Array, rule: MediaRule, mediaName: string) {
  const { fault, ...found } = lookAtImage(rule, viewBytes(bytes), mediaExtension(mediaName));
  if (fault) throw createFaultError(mediaName, fault);
  if (found.format && !isWhole(bytes, found.format))
    throw createFaultError(mediaName, brokenFault(found.format));
  return found;
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** Whether the end of the picture is there: the last chunk of a PNG, or an end marker behind the scan of a JPEG. */
function isWhole(bytes: Uint8Array, format: MediaFormat): boolean {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "png") return data.lastIndexOf("IEND", undefined, "latin1") >= 0;
  // A thumbnail has an end marker of its own, before the scan.
  const scan = findScan(viewBytes(bytes));
  return scan !== undefined && data.lastIndexOf(END_OF_IMAGE) > scan;
}
