import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
} from "mediabunny";
import type { EncodedVideo } from "./encode-video.ts";
import { clearDates } from "./fixed-dates.ts";
import type { Sound } from "./frame-at.ts";
import { TONE } from "./tone.ts";

export interface MuxOptions {
  readonly video: EncodedVideo;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** AAC frames in the format of `TONE`; absent for a clip without sound. */
  readonly sound?: Sound | undefined;
}

/** Puts the pictures, and as much sound as they last, into an MP4 whose index comes first. */
export async function muxClip(options: MuxOptions): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const videoSource = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(videoSource, { frameRate: options.framesPerSecond });
  const audioSource = options.sound ? new EncodedAudioPacketSource("aac") : undefined;
  if (audioSource !== undefined) output.addAudioTrack(audioSource);
  await output.start();
  await Promise.all([
    addPictures(videoSource, options),
    audioSource && options.sound && addSound(audioSource, options, options.sound),
  ]);
  await output.finalize();
  if (target.buffer === null) throw new Error("the muxer wrote no file");
  const file = new Uint8Array(target.buffer);
  clearDates(file);
  return file;
}

async function addPictures(source: EncodedVideoPacketSource, options: MuxOptions): Promise<void> {
  const { video, widthPx, heightPx, framesPerSecond } = options;
  const decoderConfig = {
    codec: video.codec,
    codedWidth: widthPx,
    codedHeight: heightPx,
    description: video.decoderConfiguration,
    colorSpace: { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false },
  } as const;
  for (const [index, sample] of video.samples.entries()) {
    const type = video.keyFrames.has(index) ? "key" : "delta";
    const packet = new EncodedPacket(sample, type, index / framesPerSecond, 1 / framesPerSecond);
    await source.add(packet, { decoderConfig });
  }
  source.close();
}

async function addSound(source: EncodedAudioPacketSource, options: MuxOptions, sound: Sound): Promise<void> {
  const sampleCount = Math.round((options.video.samples.length / options.framesPerSecond) * TONE.sampleRate);
  const frameAt = sound(sampleCount);
  const { sampleRate, numberOfChannels, codec, description } = TONE;
  const decoderConfig = { codec, sampleRate, numberOfChannels, description: Uint8Array.from(description) };
  // A decoder adds each frame to the half of the one before it: without one more in front, the first click would be lost.
  // It stands before the beginning, and the file's edit list cuts it off, together with what is too much at the end.
  for (let index = -1; index * TONE.samplesPerFrame < sampleCount; index++) {
    const start = index * TONE.samplesPerFrame;
    // The last frame is cut short so that sound and pictures end together.
    const length = Math.min(TONE.samplesPerFrame, sampleCount - start);
    await source.add(new EncodedPacket(frameAt(index), "key", start / sampleRate, length / sampleRate), {
      decoderConfig,
    });
  }
  source.close();
}
