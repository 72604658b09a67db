// Makes the sound of test slates by ffmpeg: one click each second, as AAC and MP3 frames that can be repeated without a seam.
// Run by hand, because ffmpeg is not everywhere: node scripts/make-clicks.ts
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TARGET = "packages/emulator/src/media/click-frames.gen.ts";
const SAMPLE_RATE = 48_000;
/** Of a pentatonic scale, so that clips that play at once do not hurt. */
const PITCHES_HZ = [440, 523, 587, 698, 784, 880, 1047, 1175, 1397, 1568, 1760, 2093];
const CLICK_SECONDS = 0.012;
/** -18 dBFS. */
const PEAK = 10 ** (-18 / 20);

interface Format {
  readonly name: string;
  readonly samplesPerFrame: number;
  /** After so many seconds frames and seconds begin together again. */
  readonly periodSeconds: number;
  readonly channels: number;
  readonly encode: readonly string[];
  readonly extension: string;
  /** Frames by which a decoder's output lies behind its input; samples by which a click is moved to make that whole. */
  readonly delayFrames: number;
  readonly shiftSamples: number;
  readonly cut: (bytes: Uint8Array) => readonly Uint8Array[];
}

const FORMATS: readonly Format[] = [
  {
    name: "AAC",
    samplesPerFrame: 1024,
    periodSeconds: 8,
    channels: 2,
    encode: ["-c:a", "aac", "-b:a", "64k", "-f", "adts"],
    extension: "aac",
    delayFrames: 1,
    shiftSamples: 0,
    cut: cutAdts,
  },
  {
    name: "MP3",
    samplesPerFrame: 1152,
    periodSeconds: 3,
    channels: 1,
    encode: [
      "-c:a",
      "libmp3lame",
      "-b:a",
      "64k",
      "-reservoir",
      "0",
      "-write_xing",
      "0",
      "-id3v2_version",
      "0",
      "-f",
      "mp3",
    ],
    extension: "mp3",
    delayFrames: 1,
    shiftSamples: 0,
    cut: cutMp3,
  },
];

/** Frames of ADTS without their headers of 7 bytes. */
function cutAdts(bytes: Uint8Array): readonly Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 7 <= bytes.length; ) {
    const length =
      (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
    frames.push(bytes.slice(at + 7, at + length));
    at += length;
  }
  return frames;
}

/** Frames of layer III at a constant rate of 64 kbit/s, which all have the same length. */
function cutMp3(bytes: Uint8Array): readonly Uint8Array[] {
  const length = (144 * 64_000) / SAMPLE_RATE;
  return Array.from({ length: Math.floor(bytes.length / length) }, (_, at) =>
    bytes.slice(at * length, (at + 1) * length),
  );
}

/** 16-bit mono with a click at each full second. */
function clicks(pitchHz: number, seconds: number, shiftSamples: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(seconds * SAMPLE_RATE * 2));
  const length = Math.round(CLICK_SECONDS * SAMPLE_RATE);
  for (let second = 0; second < seconds; second += 1) {
    for (let at = 0; at < length; at += 1) {
      const fade = Math.min(1, (length - at) / (length / 2));
      const value = PEAK * fade * Math.sin((2 * Math.PI * pitchHz * at) / SAMPLE_RATE);
      const sample = second * SAMPLE_RATE + at + shiftSamples;
      if (sample >= 0 && sample < seconds * SAMPLE_RATE)
        view.setInt16(sample * 2, Math.round(value * 32_767), true);
    }
  }
  return new Uint8Array(view.buffer);
}

const folder = mkdtempSync(join(tmpdir(), "clicks-"));
const base64 = (frame: Uint8Array): string => Buffer.from(frame).toString("base64");

/** One period: the frame that most of it consists of, and those that differ, by their place. */
function makePeriod(format: Format, pitchHz: number) {
  const { periodSeconds, samplesPerFrame, encode, extension, channels, delayFrames, shiftSamples, cut } =
    format;
  const [input, output] = [join(folder, "in.raw"), join(folder, `out.${extension}`)];
  writeFileSync(input, clicks(pitchHz, periodSeconds * 3, shiftSamples));
  const source = ["-f", "s16le", "-ar", String(SAMPLE_RATE), "-ac", "1", "-i", input];
  // Written out, because "-ac 2" would make both channels 3 dB softer.
  const spread = ["-af", channels === 2 ? "pan=stereo|c0=c0|c1=c0" : "pan=mono|c0=c0"];
  execFileSync("ffmpeg", ["-v", "error", "-y", ...source, ...spread, ...encode, output]);
  const count = (periodSeconds * SAMPLE_RATE) / samplesPerFrame;
  // The second period: what came before it is as it is in every other one.
  const frames = cut(readFileSync(output))
    .slice(count + delayFrames, 2 * count + delayFrames)
    .map(base64);
  const [silence = ""] =
    [...Map.groupBy(frames, (frame) => frame)].toSorted((a, b) => b[1].length - a[1].length)[0] ?? [];
  return {
    silence,
    others: frames.flatMap((frame, at) => (frame === silence ? [] : [[at, frame] as const])),
  };
}

const parts = FORMATS.map((format) => {
  const periods = PITCHES_HZ.map((pitchHz) => makePeriod(format, pitchHz));
  const silence = periods[0]?.silence ?? "";
  const rows = periods.map(
    ({ others }) => `  {\n${others.map(([at, frame]) => `    ${at}: "${frame}",`).join("\n")}\n  },`,
  );
  return `/** ${format.name}: the frame of silence, and by pitch the frames of one period that differ, by their place. */
export const ${format.name}_SILENCE = "${silence}";
export const ${format.name}_PERIOD_SECONDS = ${format.periodSeconds};
export const ${format.name}_CLICKS: readonly Readonly<Record<number, string>>[] = [\n${rows.join("\n")}\n];`;
});
rmSync(folder, { recursive: true });
const head = "// Generated by scripts/make-clicks.ts with ffmpeg. Do not edit.";
const pitches = `/** Of the clicks, in hertz. */\nexport const PITCHES_HZ = [${PITCHES_HZ.join(", ")}] as const;`;
writeFileSync(TARGET, `${[head, pitches, ...parts].join("\n\n")}\n`);
