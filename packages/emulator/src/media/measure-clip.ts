import { ALL_FORMATS, BufferSource, Input } from "mediabunny";

/** What a media file holds, read from its container. */
export interface ClipMeasurements {
  /** For example "mp4". */
  readonly container: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly framesPerSecond: number;
  readonly hasAudio: boolean;
}

/** Measures a video file. Throws if it is not one. */
export async function measureClip(bytes: Uint8Array): Promise<ClipMeasurements> {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  try {
    const [format, video, audio] = await Promise.all([
      input.getFormat(),
      input.getPrimaryVideoTrack(),
      input.getPrimaryAudioTrack(),
    ]);
    if (video === null) throw new TypeError("the file has no video track");
    const { averagePacketRate } = await video.computePacketStats();
    return {
      container: format.name.toLowerCase(),
      widthPx: await video.getDisplayWidth(),
      heightPx: await video.getDisplayHeight(),
      durationSeconds: await input.computeDuration(),
      framesPerSecond: averagePacketRate,
      hasAudio: audio !== null,
    };
  } finally {
    input.dispose();
  }
}
