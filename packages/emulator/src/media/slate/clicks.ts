import { createHash } from "node:crypto";
import { CHORD } from "../chord.ts";
import {
  AAC_CLICKS,
  AAC_PERIOD_SECONDS,
  AAC_SILENCE,
  MP3_CLICKS,
  MP3_PERIOD_SECONDS,
  MP3_SILENCE,
  PITCHES_HZ,
} from "../click-frames.gen.ts";
import type { FrameAt } from "../frame-at.ts";
import { TONE } from "../tone.ts";

const CLICK_SECONDS = 0.012;
/** -18 dBFS, as the encoded clicks. */
const PEAK = 32_767 * 10 ** (-18 / 20);

/** Which of the pitches a task has. */
const pitchOf = (seed: string): number =>
  (createHash("sha256").update(seed).digest()[4] ?? 0) % PITCHES_HZ.length;

interface Loop {
  readonly clicks: readonly Readonly<Record<number, string>>[];
  readonly silence: string;
  readonly periodFrames: number;
}

function framesOf({ clicks, silence, periodFrames }: Loop, seed: string): FrameAt {
  const own = clicks[pitchOf(seed)] ?? {};
  const frames = Array.from({ length: periodFrames }, (_, at) => Buffer.from(own[at] ?? silence, "base64"));
  return (index) => frames[index % periodFrames] ?? new Uint8Array();
}

/** Raw AAC frames with a click each second, in the format of `TONE`; its pitch follows from the seed. */
export const aacClicks = (seed: string): FrameAt =>
  framesOf(
    {
      clicks: AAC_CLICKS,
      silence: AAC_SILENCE,
      periodFrames: (AAC_PERIOD_SECONDS * TONE.sampleRate) / TONE.samplesPerFrame,
    },
    seed,
  );

/** The same as MP3 frames, in the format of `CHORD`. */
export const mp3Clicks = (seed: string): FrameAt =>
  framesOf(
    {
      clicks: MP3_CLICKS,
      silence: MP3_SILENCE,
      periodFrames: (MP3_PERIOD_SECONDS * CHORD.sampleRate) / CHORD.samplesPerFrame,
    },
    seed,
  );

/** One second of the same as 16-bit samples, mono. */
export function clickSamples(seed: string): Int16Array {
  const pitchHz = PITCHES_HZ[pitchOf(seed)] ?? PITCHES_HZ[0];
  const length = Math.round(CLICK_SECONDS * CHORD.sampleRate);
  return Int16Array.from({ length: CHORD.sampleRate }, (_, at) => {
    if (at >= length) return 0;
    const fade = Math.min(1, (length - at) / (length / 2));
    return Math.round(PEAK * fade * Math.sin((2 * Math.PI * pitchHz * at) / CHORD.sampleRate));
  });
}
