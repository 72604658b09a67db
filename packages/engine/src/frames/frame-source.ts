import { stat } from "node:fs/promises";
import { type FrameDecoder, type FrameDecoderSearch, requireFrameDecoder } from "./find-frame-decoder.ts";
import { lastFrame } from "./last-frame.ts";

/** Where plans and jobs get last frames from. */
export interface FrameSource {
  /** Rejects with FrameError, which says what to install, where last frames cannot be decoded. */
  check(): Promise<void>;
  /** PNG of the last frame of a video file; JPEG where the PNG would be too large for a service. Rejects with FrameError. */
  lastFrame(file: string, options: { readonly signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}

/** Both services take images of 10 MB. @source DOC 2026-09 */
const MAX_SIZE_BYTES = 10_000_000;

/** A create that is sent again a little later does not wait for the decoder once more. */
const KEPT_FRAMES = 4;

/** Frames by the ffmpeg that is there; it is looked for when it is needed first. */
export function createFrameSource(search: Omit<FrameDecoderSearch, "signal"> = {}): FrameSource {
  let known: FrameDecoder | undefined;
  const kept = new Map<string, Uint8Array>();
  const find = async (signal?: AbortSignal): Promise<FrameDecoder> => {
    known ??= await requireFrameDecoder({ ...search, signal });
    return known;
  };
  return {
    async check() {
      await find();
    },
    async lastFrame(file, { signal }) {
      const key = await versionOf(file);
      const frame =
        kept.get(key) ??
        (await lastFrame(file, { decoder: await find(signal), signal, maxSizeBytes: MAX_SIZE_BYTES }));
      kept.delete(key);
      kept.set(key, frame);
      const [oldest = key] = kept.keys();
      if (kept.size > KEPT_FRAMES) kept.delete(oldest);
      return frame;
    },
  };
}

/** The same for the same content at the same place; a file that is gone fails when it is decoded. */
async function versionOf(file: string): Promise<string> {
  const { size = 0, mtimeMs = 0 } = (await stat(file).catch(() => undefined)) ?? {};
  return JSON.stringify([file, size, mtimeMs]);
}

/** Of this process, found once. */
export const SYSTEM_FRAMES: FrameSource = createFrameSource();
