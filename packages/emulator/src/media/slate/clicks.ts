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
import type { FrameAt, Sound } from "../frame-at.ts";
import { TONE } from "../tone.ts";

/** Of both formats. */
const SAMPLE_RATE = CHORD.sampleRate;
const CLICK_SECONDS = 0.012;
/** -18 dBFS, as the encoded clicks. */
const PEAK = 32_767 * 10 ** (-18 / 20);

/** Speech has a second click soon after the first one: it is told from an effect by ear. */
export type Click = "single" | "double";
/** Ten MP3 frames. */
const SECOND_CLICK_SECONDS = 0.24;

/** Which of the pitches a task has. */
const pitchOf = (seed: string): number =>
  (createHash("sha256").update(seed).digest()[4] ?? 0) % PITCHES_HZ.length;

interface Loop {
  readonly clicks: readonly Readonly<Record<number, string>>[];
  readonly silence: string;
  readonly periodSeconds: number;
  readonly samplesPerFrame: number;
}

function framesOf(loop: Loop, seed: string, sampleCount: number): FrameAt {
  const { clicks, periodSeconds, samplesPerFrame } = loop;
  const own = clicks[pitchOf(seed)] ?? {};
  const silence = Buffer.from(loop.silence, "base64");
  const periodFrames = (periodSeconds * SAMPLE_RATE) / samplesPerFrame;
  const frames = Array.from({ length: periodFrames }, (_, at) => {
    const frame = own[at];
    return frame === undefined ? silence : Buffer.from(frame, "base64");
  });
  const frameCount = Math.ceil(sampleCount / samplesPerFrame);
  const nextClick = Math.ceil(sampleCount / SAMPLE_RATE) * SAMPLE_RATE;
  // Players that play the last frame to its end would click once more. A click begins in the frame before its own.
  const silentFrom = nextClick < frameCount * samplesPerFrame ? frameCount - 2 : frameCount;
  return (index) =>
    index >= silentFrom ? silence : (frames[(index + periodFrames) % periodFrames] ?? silence);
}

/** Raw AAC frames with a click each second, in the format of `TONE`; its pitch follows from the seed. */
export const aacClicks =
  (seed: string): Sound =>
  (sampleCount) =>
    framesOf(
      {
        clicks: AAC_CLICKS,
        silence: AAC_SILENCE,
        periodSeconds: AAC_PERIOD_SECONDS,
        samplesPerFrame: TONE.samplesPerFrame,
      },
      seed,
      sampleCount,
    );

/** The same as MP3 frames, in the format of `CHORD`. */
export function mp3Clicks(seed: string, click: Click = "single"): Sound {
  return (sampleCount) => {
    const frames = framesOf(
      {
        clicks: MP3_CLICKS,
        silence: MP3_SILENCE,
        periodSeconds: MP3_PERIOD_SECONDS,
        samplesPerFrame: CHORD.samplesPerFrame,
      },
      seed,
      sampleCount,
    );
    if (click === "single") return frames;
    const later = (SECOND_CLICK_SECONDS * SAMPLE_RATE) / CHORD.samplesPerFrame;
    const silence = Buffer.from(MP3_SILENCE, "base64");
    // Whole frames later, where the single clicks are silent.
    return (index) => {
      const frame = frames(index);
      return Buffer.from(frame).equals(silence) && index >= later ? frames(index - later) : frame;
    };
  };
}

/** One second of the same as 16-bit samples, mono. */
export function clickSamples(seed: string, click: Click = "single"): Int16Array {
  const pitchHz = PITCHES_HZ[pitchOf(seed)] ?? PITCHES_HZ[0];
  const length = Math.round(CLICK_SECONDS * SAMPLE_RATE);
  const later = click === "double" ? SECOND_CLICK_SECONDS * SAMPLE_RATE : 0;
  return Int16Array.from({ length: SAMPLE_RATE }, (_, place) => {
    const at = place >= later ? place - later : place;
    if (at >= length) return 0;
    const fade = Math.min(1, (length - at) / (length / 2));
    return Math.round(PEAK * fade * Math.sin((2 * Math.PI * pitchHz * at) / SAMPLE_RATE));
  });
}
