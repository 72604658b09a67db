import { lookAtSound, type MediaRule, mediaExtension, viewBytes } from "@klingkit/spec";
import { createFaultError } from "./check-rule.ts";
import type { LoadOptions } from "./load-image.ts";
import { classifyInput, type MediaInput } from "./media-input.ts";
import { type PreparedMedia, sha256Of } from "./prepared-media.ts";
import { readInput } from "./read-input.ts";
import { requireRule } from "./require-rule.ts";

/**
 * Turns an audio file into what a wire field takes: a URL as it is (the service fetches it; it is not looked at here),
 * anything else as bare base64 after its format and bytes were checked against the rule. Its length is not measured.
 * @throws MediaError (codes `KLINGKIT_MEDIA_…`), AbortError; nothing was sent
 */
export async function loadSound(
  input: MediaInput,
  rule: MediaRule,
  { signal, name }: LoadOptions = {},
): Promise<PreparedMedia> {
  requireRule("loadSound", rule, "avatarSound");
  const classified = classifyInput(input, name);
  if (classified.kind === "url")
    return { value: classified.url, manifest: { name: classified.name, kind: "url" } };
  const bytes = await readInput(classified, { rule, signal });
  const { format, fault } = lookAtSound(rule, viewBytes(bytes), mediaExtension(classified.name));
  if (fault) throw createFaultError(classified.name, fault);
  return {
    value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
    manifest: {
      name: classified.name,
      kind: "file",
      sizeBytes: bytes.byteLength,
      sha256: sha256Of(bytes),
      ...(format ? { format } : {}),
    },
  };
}
