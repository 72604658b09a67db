import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp3OutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from "mediabunny";
import { CHORD, chordFrames, chordSamples } from "./chord.ts";
import type { Sound } from "./frame-at.ts";
import type { Look } from "./look.ts";
import type { AudioPlan, FileExtension } from "./result-plan.ts";
import { type Click, clickSamples, mp3Clicks } from "./slate/clicks.ts";

export interface AudioRequest {
  readonly plan: AudioPlan;
  readonly extension: FileExtension;
  /** Chooses the pitch of the clicks of a slate. */
  readonly seed: string;
}

type Voices = (seed: string, click: Click) => { mp3: Sound; wav: () => Int16Array };

const clicks: Voices = (seed, click) => ({
  mp3: mp3Clicks(seed, click),
  wav: () => clickSamples(seed, click),
});

/** What is heard: a click each second, or a chord. */
const SOUNDS: Readonly<Record<Look, Voices>> = {
  slate: clicks,
  scenery: () => ({ mp3: chordFrames, wav: chordSamples }),
  plain: clicks,
};

/** A sound of the planned length, as MP3 or WAV. An MP3 ends with a whole frame: it is up to 24 ms longer. */
export function renderAudio(
  { plan, extension, seed }: AudioRequest,
  look: Look = "slate",
): Promise<Uint8Array> {
  const sampleCount = Math.round(plan.durationSeconds * CHORD.sampleRate);
  const sound = SOUNDS[look](seed, plan.isSpeech ? "double" : "single");
  return extension === "wav" ? renderWav(sampleCount, sound.wav()) : renderMp3(sampleCount, sound.mp3);
}

const { sampleRate, samplesPerFrame } = CHORD;

function renderMp3(sampleCount: number, sound: Sound): Promise<Uint8Array> {
  const frameAt = sound(sampleCount);
  // The Xing header carries no date, so equal files are equal.
  return mux(new Mp3OutputFormat(), "mp3", async (source) => {
    for (let index = 0; index * samplesPerFrame < sampleCount; index += 1) {
      const data = frameAt(index);
      await add(source, { codec: "mp3", data, start: index * samplesPerFrame, length: samplesPerFrame });
    }
  });
}

/** `samples` are repeated. */
function renderWav(sampleCount: number, samples: Int16Array): Promise<Uint8Array> {
  return mux(new WavOutputFormat(), "pcm-s16", async (source) => {
    for (let start = 0; start < sampleCount; start += samples.length) {
      const length = Math.min(samples.length, sampleCount - start);
      await add(source, { codec: "pcm-s16", data: littleEndian(samples.subarray(0, length)), start, length });
    }
  });
}

function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, at) => {
    view.setInt16(at * 2, sample, true);
  });
  return bytes;
}

interface Packet {
  readonly codec: "mp3" | "pcm-s16";
  readonly data: Uint8Array;
  /** In samples. */
  readonly start: number;
  readonly length: number;
}

function add(source: EncodedAudioPacketSource, { codec, data, start, length }: Packet): Promise<void> {
  const packet = new EncodedPacket(data, "key", start / sampleRate, length / sampleRate);
  return source.add(packet, { decoderConfig: { codec, sampleRate, numberOfChannels: 1 } });
}

async function mux(
  format: OutputFormat,
  codec: Packet["codec"],
  addPackets: (source: EncodedAudioPacketSource) => Promise<void>,
): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  await addPackets(source);
  source.close();
  await output.finalize();
  if (target.buffer === null) throw new Error("the muxer wrote no file");
  return new Uint8Array(target.buffer);
}
