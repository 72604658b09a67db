import type { FrameAt } from "./frame-at.ts";

/** A chord whose waves repeat exactly after `loopSamples`, as PCM and as MP3 frames: both can be looped without a seam. */
export const CHORD = {
  sampleRate: 48_000,
  loopSamples: 11_520,
  /** Samples per MP3 frame (ISO/IEC 11172-3, layer III). */
  samplesPerFrame: 1152,
} as const;

/** Waves per loop, with their strength: about 221, 275, 329 and 442 Hz. */
const PARTIALS: readonly (readonly [wavesPerLoop: number, strength: number])[] = [
  [53, 3000],
  [66, 2100],
  [79, 1800],
  [106, 720],
];

/** One loop as 16-bit samples, mono. */
export function chordSamples(): Int16Array {
  return Int16Array.from({ length: CHORD.loopSamples }, (_, at) =>
    Math.round(
      PARTIALS.reduce(
        (sum, [waves, strength]) => sum + strength * Math.sin((2 * Math.PI * waves * at) / CHORD.loopSamples),
        0,
      ),
    ),
  );
}

/** The same loop as layer III frames of 48 kbit/s, mono, in base64. No frame needs bits of another (`main_data_begin` 0). */
const FRAMES: readonly string[] = [
  "//s0xAACBnQbJa13IGD6A6Fh/mSAAAAH3+kkjYBmhJ22x8R2h4tXxh4Ths8UZ9DA5NAAuxy4YnnoupgLS1/s0+x27a7N0er/cJEMGCDgOBhMAKQabKrNGhbnWBgsQhQZFuI0nm00aWEID3CrIFUMIkabgZqUzLl9xhaNXd7PxWp32R9ch0bGpiCmopmXGJgA",
  "//s0xAACBkQbIa37AGDSA2V1ruQOAAAH1mriZIAFGiC/MN6IMy2V7DIoCtMSkTo4tUAcuH4pF3tdGbrrErbo+3zX/R0fT/YLbI00iQDIETa0jgq+Doh7iL3ANNBOai2yR9I/QalksPjbcWaF69nf0i2037vzaNU9ZottSmIKaimZcYmBgAAAAAAAAAAAAAAA",
  "//s0xAAABmgdJS13AHDLA2e1jjAOAAP+vUAM2QOgVPpaaMkS5OqDWMmUHNMkqYKnYGisH9jZjbot2pXLl18r866pfb9q//2FgAGltvbrI4BARKcyJJTa5CBUBMjggI3ArJbDbtl8cfdp71MMmF00+pO+gf/1/d3PHl2pTEFNRTMuMTAwAAAAAAAAAAAAAAAA",
  "//s0xAACBuQdDA/zJADNA2Q1r2QMMEwBgTByRAgyyZdAM+wF7jQig50x3IQEO6LM0GPg80ZMMpExxh5CQmq+ylHo//vN310f/9uupAu20lbRANGmO5tNJsGAztE8TOmDuMSAU80IBCCpg4jfwI9z0FodqVt93ff6/2p5X1WO/QmIKaimZcYmBgAAAAAAAAAA",
  "//s0xAACBrQdCg7/AID8A6Hl/eSAMNTYMrc9M4aZIzcuUTUyyQBLMspAqzBfQBISAzQXsQnIUDh2R3G493pdsc5vp/+Stt/0+9lAVpDIBgbQLKYHKIBGJNKhRjGQsqY70JUmFbCchvnOYe0AGsMnFuRJ4oghKKbLX7XeYUZu7K0WsY3uX1f85v9CYgpqKAAA",
  "//s0xAACByQdDA/zJADUA2R1v3AEMCjA1jBQAm8z3My5NayWUTEXge4yIYNVOSH4ymOTmiM4wyQyygsNPnFez1Kt/vQmP30er//chz/JD/fa2WIAhEjJYMzjjEzUxVLOjnQ+mzzFYIRRjVLD0Zkb2EdylxzaiC32b6vSc7W7PdqM7cgmIKaimZcYmBgAAAAA",
  "//s0xAACR0wdCg/zRADig6GV/mCAMCgBnzAThSIxTVuMMmlGrTK8xe8xNMY2N0zczQoDp4zcqTaCAc7InL2H+i3z6LPWtez7//W3+pt57WkhgPYGMYHIFgmZeq55srBuOZUuBimToANB0QDGVwWfnGBAXGQAbpdFdz0dr+prbZv7/dR09fd/mExBTUUzLjEw",
  "//s0xAACBkwfDA5/YED6g6Hl/mCIMZHo7P0RKI1MzVRkTOEQ9ww1cU/NTxhVTMMJAEOExONCJMTwfyqzV9Cvd/p9jeY/u/ICSjBAGAHgaZgkwaoZK2pxGc1jDBnU4WmY4GGSHWU+aKLRlEimJROdpGMo8GWKrqa+pPvZVfx/TV3/92qVT+tMQU1FMy4xMDAA",
  "//s0xAACBuAdF457QEDrg6FB3+wIAAAFTne3gYjKRkC8mlf1OdfSnxuViSmhoOgfY2HIlmPA6LWl+XrEUMP7N2nbGss9H2/0aa//FAMqhwuU5qKhsYYpkEAmcfifhifAvOfV4G1uZpCQZQRGQhIKICIyfNwvNrc69OPk///ctKH/t1a/sttamIKaimZcYmBg",
  "//s0xAACBmAdDA7/gEDjA6Gl3+gIMpRJN5KiM6zWVDSpzp4zYMDgMktAbz34PNXCIyuMzDIrAAcHQbAdZv0f9P/9n0+nfb+MLCQEAMSywMTsDMQ9fezJzFqAx1cLbMOAE9DqfwKeR3YukCjURIISasYunrdHK6IBpxn/AHu+/k+5MQU1FMy4xMDAAAAAAAAA",
];

/** The raw MP3 frames of the chord, which goes on without end. */
export function chordFrames(): FrameAt {
  const frames = FRAMES.map((frame) => Buffer.from(frame, "base64"));
  return (index) => frames[(index + frames.length) % frames.length] ?? new Uint8Array();
}
