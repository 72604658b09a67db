import type { SubtitlePlan } from "./result-plan.ts";

/** Time that one line stays. */
const LINE_SECONDS = 2.5;

const LINES = ["This is an emulated subtitle.", "Nobody has listened to the video.", "The times are even."];

interface Cue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
}

/** Subtitles of the planned length: valid files whose words say that they are emulated. */
export async function renderSubtitle({ plan }: { readonly plan: SubtitlePlan }): Promise<Uint8Array> {
  const cues = cuesOf(plan.durationSeconds);
  return new TextEncoder().encode(plan.format === "srt" ? printSrt(cues) : printAss(cues));
}

function cuesOf(durationSeconds: number): readonly Cue[] {
  const count = Math.max(1, Math.ceil(durationSeconds / LINE_SECONDS));
  return Array.from({ length: count }, (_, at) => ({
    startSeconds: at * LINE_SECONDS,
    endSeconds: Math.min(durationSeconds, (at + 1) * LINE_SECONDS),
    text: LINES[at % LINES.length] ?? "",
  }));
}

const printSrt = (cues: readonly Cue[]): string =>
  cues
    .map(
      ({ startSeconds, endSeconds, text }, at) =>
        `${at + 1}\n${srtTime(startSeconds)} --> ${srtTime(endSeconds)}\n${text}\n`,
    )
    .join("\n");

const ASS_HEAD = `[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment, MarginV
Style: Default,Arial,56,&H00FFFFFF,2,80

[Events]
Format: Layer, Start, End, Style, Text
`;

const printAss = (cues: readonly Cue[]): string =>
  ASS_HEAD +
  cues
    .map(
      ({ startSeconds, endSeconds, text }) =>
        `Dialogue: 0,${assTime(startSeconds)},${assTime(endSeconds)},Default,${text}\n`,
    )
    .join("");

const pad = (value: number, digits: number): string => String(value).padStart(digits, "0");

function clock(seconds: number, unitsPerSecond: number) {
  const total = Math.round(seconds * unitsPerSecond);
  const whole = Math.floor(total / unitsPerSecond);
  return {
    hours: Math.floor(whole / 3600),
    minutes: pad(Math.floor(whole / 60) % 60, 2),
    seconds: pad(whole % 60, 2),
    rest: total % unitsPerSecond,
  };
}

/** `00:00:02,500` */
function srtTime(value: number): string {
  const { hours, minutes, seconds, rest } = clock(value, 1000);
  return `${pad(hours, 2)}:${minutes}:${seconds},${pad(rest, 3)}`;
}

/** `0:00:02.50` */
function assTime(value: number): string {
  const { hours, minutes, seconds, rest } = clock(value, 100);
  return `${hours}:${minutes}:${seconds}.${pad(rest, 2)}`;
}
