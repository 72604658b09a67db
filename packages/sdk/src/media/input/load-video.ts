import { open } from "node:fs/promises";
import {
  brokenFault,
  describeBytes,
  detectFormat,
  formatFault,
  type MediaRule,
  mediaExtension,
  viewBytes,
} from "@klingkit/spec";
import { throwIfAborted } from "../errors/abort.ts";
import { MediaError } from "../errors/media-error.ts";
import { createFileSource } from "../mp4/byte-source.ts";
import { measureSource } from "../mp4/video-measure.ts";
import { checkRule, checkSize, createFaultError } from "./check-rule.ts";
import type { LoadOptions } from "./load-image.ts";
import { classifyInput, unreadable } from "./media-input.ts";
import type { MediaManifest, PreparedMedia } from "./prepared-media.ts";
import { describeReadFailure } from "./read-failure.ts";
import { requireRule } from "./require-rule.ts";

export interface LoadVideoOptions extends LoadOptions {
  /** Puts a local file, checked before, where the service can fetch it, and returns its URL. */
  readonly upload?: (filePath: string, options: { readonly signal?: AbortSignal }) => Promise<string>;
}

/**
 * Turns a video into a URL, the only thing that the service takes: an http(s) URL as it is; a local path through
 * `upload` after its format, bytes, sides, seconds and frame rate were checked.
 * @throws MediaError KLINGKIT_MEDIA_NEEDS_URL for a local file that would pass but has no `upload`; other
 * `KLINGKIT_MEDIA_…` codes for one that would not
 */
export async function prepareVideoUrl(
  input: string,
  rule: MediaRule,
  { signal, name, upload }: LoadVideoOptions = {},
): Promise<PreparedMedia> {
  requireRule("prepareVideoUrl", rule, "elementVideo");
  const classified = classifyInput(input, name);
  if (classified.kind === "url") {
    return { value: classified.url, manifest: { name: classified.name, kind: "url" } };
  }
  if (classified.kind !== "path") throw needsUrl(classified.name, "");
  const manifest = await checkVideoFile(classified.path, rule, {
    ...(signal ? { signal } : {}),
    name: classified.name,
  });
  if (!upload) throw needsUrl(classified.name, ` (${describe(manifest)}; it would pass)`);
  return { value: await upload(classified.path, signal ? { signal } : {}), manifest };
}

/** Checks a local MP4 or MOV against a rule, reading only its headers. @throws MediaError, AbortError */
export async function checkVideoFile(
  filePath: string,
  rule: MediaRule,
  { signal, name = filePath }: LoadOptions = {},
): Promise<MediaManifest> {
  requireRule("checkVideoFile", rule, "elementVideo");
  throwIfAborted(signal, `reading ${name}`);
  const handle = await open(filePath, "r").catch((error: unknown) => {
    throw describeReadFailure(name, error);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw unreadable(name, "is not a regular file");
    checkSize(rule, name, stat.size);
    const source = await createFileSource(handle);
    const format = detectFormat(viewBytes(await source.read(0, 256)));
    if (!format || !rule.formats.includes(format))
      throw createFaultError(name, formatFault(rule, format, mediaExtension(name)));
    const measure = await measureSource(source);
    if (!measure) throw createFaultError(name, brokenFault(format));
    const { container: _container, hasAudio: _hasAudio, ...facts } = measure;
    checkRule(rule, name, facts);
    return { name, kind: "file", sizeBytes: stat.size, format, ...facts };
  } catch (error) {
    throw describeReadFailure(name, error);
  } finally {
    await handle.close();
  }
}

function needsUrl(mediaName: string, detail: string): MediaError {
  return new MediaError({
    code: "KLINGKIT_MEDIA_NEEDS_URL",
    message: `${mediaName} is local${detail}, but the service takes videos only as an http(s) URL and has no upload. Put it on a server that the service can reach and pass its URL.`,
    mediaName,
  });
}

function describe({ widthPx, heightPx, durationSeconds, sizeBytes = 0 }: MediaManifest): string {
  const seconds = durationSeconds === undefined ? "?" : Math.round(durationSeconds * 10) / 10;
  return `${widthPx ?? "?"} × ${heightPx ?? "?"} px, ${seconds} s, ${describeBytes(sizeBytes)}`;
}
