import type { MediaRule } from "@klingkit/spec";
import { KlingMediaError } from "../errors/kling-media-error.ts";
import { checkRule } from "./check-rule.ts";
import { readImageSize } from "./image-size.ts";
import { detectFormat, isAccepted, type MediaFormat } from "./media-format.ts";
import { classifyInput, type MediaInput } from "./media-input.ts";
import { type PreparedMedia, sha256Of } from "./prepared-media.ts";
import { readInput } from "./read-input.ts";

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** Name for messages and the manifest where the input has none. */
  readonly name?: string;
}

/**
 * Turns an image into what a wire field takes: a URL as it is (the service fetches it; it is not looked at here),
 * anything else as bare base64 after its format, bytes, pixels and ratio were checked against the rule.
 * @throws KlingMediaError (codes `KLING_MEDIA_…`), KlingAbortError; nothing was sent
 * @example
 * const image = await loadImage("fox.png", MEDIA_RULES.standardImage);
 * await kling.videos.create({ prompt, firstFrame: image.value });
 */
export async function loadImage(
  input: MediaInput,
  rule: MediaRule,
  { signal, name }: LoadOptions = {},
): Promise<PreparedMedia> {
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
  const format = detectFormat(bytes);
  if ((format !== "png" && format !== "jpg") || !isAccepted(format, rule.formats)) {
    throw refuseFormat(mediaName, format, rule);
  }
  const size = readImageSize(bytes, format);
  if (!size) {
    throw new KlingMediaError({
      code: "KLING_MEDIA_FORMAT",
      message: `${mediaName} begins like a ${format} but is broken or cut off. Save it again.`,
      mediaName,
    });
  }
  checkRule(rule, mediaName, size);
  return { format, ...size };
}

/** Says what the file really is, above all when its name says otherwise. */
export function refuseFormat(
  mediaName: string,
  format: MediaFormat | undefined,
  rule: MediaRule,
): KlingMediaError {
  const extension = /\.(\w{1,5})$/.exec(mediaName)?.[1]?.toLowerCase();
  const isLie = extension !== undefined && rule.formats.includes(extension);
  const what = format ? `holds ${format}` : `holds no ${rule.kind} format that is known here`;
  return new KlingMediaError({
    code: "KLING_MEDIA_FORMAT",
    message: `${mediaName} ${what}${isLie ? `, whatever its name says` : ""}; ${rule.formats.join(", ")} would pass.`,
    mediaName,
  });
}
