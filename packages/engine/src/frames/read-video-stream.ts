/** Lines from which players take an untagged video for high definition, with the colours of BT.709. */
const HIGH_DEFINITION_LINES = 720;

export interface VideoStream {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The matrix to read its colours by; undefined where the file says it, or where it is the old standard's. */
  readonly assumedMatrix: "bt709" | undefined;
}

/** The first video stream in what `ffmpeg -i FILE` prints; undefined if there is none. Covers of audio files are none. */
export function readVideoStream(text: string): VideoStream | undefined {
  for (const line of text.split("\n")) {
    const [, widthPx, heightPx] =
      /^\s*Stream #0:\S* ?(?:\([^)]*\))?: Video: .*?, (\d+)x(\d+)/.exec(line) ?? [];
    if (widthPx === undefined || heightPx === undefined || line.includes("(attached pic)")) continue;
    const isHigh = Math.min(Number(widthPx), Number(heightPx)) >= HIGH_DEFINITION_LINES;
    const isTagged = /\b(?:bt709|bt470bg|smpte170m|bt2020nc|bt2020c|smpte240m|fcc|gbr)\b/.test(line);
    return {
      widthPx: Number(widthPx),
      heightPx: Number(heightPx),
      assumedMatrix: isHigh && !isTagged ? "bt709" : undefined,
    };
  }
  return undefined;
}
