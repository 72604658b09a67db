import { createClipRenderer } from "@klingkit/emulator";

/** A renderer for an emulator that makes one small clip for all tasks: where files matter, and not what they show. */
export interface SameClip {
  /** The bytes of every result. */
  readonly bytes: Uint8Array;
  renderVideo(): Promise<Uint8Array>;
}

export async function createSameClip({
  widthPx = 320,
  heightPx = 192,
  durationSeconds = 1,
} = {}): Promise<SameClip> {
  const bytes = await createClipRenderer().renderVideo({
    widthPx,
    heightPx,
    durationSeconds,
    hasAudio: false,
    seed: "same",
    caption: { prompt: "the same for all", model: "kling", taskId: "0" },
  });
  return { bytes, renderVideo: () => Promise.resolve(bytes) };
}
