import { inflateSync } from "node:zlib";
import type { DecodedImage } from "./decoded-image.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Samples per pixel by colour type: grey, RGB, palette index, grey + alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE_TYPE = 3;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

interface Header {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colourType: number;
  readonly channels: number;
}

/**
 * Decodes a PNG of 8 bits per sample, not interlaced; transparent parts lie on white. Throws RangeError for other kinds,
 * for more than `maxPixels`, and for damaged data. Checksums are not verified.
 */
export function decodePng(bytes: Uint8Array, maxPixels: number): DecodedImage {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = readChunks(data);
  const header = parseHeader(joinChunks(chunks, "IHDR"));
  const { widthPx, heightPx, channels } = header;
  if (widthPx * heightPx > maxPixels)
    throw new RangeError(`PNG of ${widthPx}x${heightPx} is larger than supported`);
  const lineBytes = widthPx * channels;
  const raw = inflateSync(joinChunks(chunks, "IDAT"), { maxOutputLength: (lineBytes + 1) * heightPx });
  if (raw.length < (lineBytes + 1) * heightPx) throw new RangeError("PNG data ends early");
  const samples = removeFilters(raw, { lineBytes, heightPx, channels });
  const toColour = header.colourType === PALETTE_TYPE ? paletteLookup(chunks) : directColour(channels);
  return { widthPx, heightPx, rgb: toRgb(samples, channels, toColour) };
}

interface Chunk {
  readonly type: string;
  readonly body: Buffer;
}

function readChunks(data: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= data.length; ) {
    const length = data.readUInt32BE(at);
    chunks.push({
      type: data.toString("latin1", at + 4, at + 8),
      body: data.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

function joinChunks(chunks: readonly Chunk[], type: string): Buffer {
  return Buffer.concat(chunks.filter((chunk) => chunk.type === type).map((chunk) => chunk.body));
}

function parseHeader(body: Buffer): Header {
  if (body.length < 13) throw new RangeError("PNG without a header");
  const [bitDepth = 0, colourType = 0, , , interlace = 0] = body.subarray(8);
  const channels = CHANNELS[colourType];
  if (bitDepth !== 8 || channels === undefined || interlace !== 0) {
    throw new RangeError(
      `PNG of ${bitDepth} bits, colour type ${colourType}, interlace ${interlace} is not supported`,
    );
  }
  const [widthPx, heightPx] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  if (widthPx === 0 || heightPx === 0) throw new RangeError("PNG without pixels");
  return { widthPx, heightPx, colourType, channels };
}

interface FilteredLines {
  readonly lineBytes: number;
  readonly heightPx: number;
  readonly channels: number;
}

/** Undoes the per-line prediction filters (PNG specification §9). */
function removeFilters(raw: Uint8Array, { lineBytes, heightPx, channels }: FilteredLines): Uint8Array {
  const samples = new Uint8Array(lineBytes * heightPx);
  let above = new Uint8Array(lineBytes);
  for (let row = 0; row < heightPx; row++) {
    const from = row * (lineBytes + 1);
    const line = samples.subarray(row * lineBytes, (row + 1) * lineBytes);
    line.set(raw.subarray(from + 1, from + 1 + lineBytes));
    const predict = PREDICTORS[raw[from] ?? 0] ?? predictNothing;
    for (let at = 0; at < channels; at++) line[at] = (line[at] ?? 0) + predict(0, above[at] ?? 0, 0);
    for (let at = channels; at < lineBytes; at++) {
      const predicted = predict(line[at - channels] ?? 0, above[at] ?? 0, above[at - channels] ?? 0);
      line[at] = (line[at] ?? 0) + predicted;
    }
    above = line;
  }
  return samples;
}

type Predictor = (left: number, above: number, corner: number) => number;

const predictNothing: Predictor = () => 0;

/** By filter type: none, left, above, their average, Paeth. */
const PREDICTORS: readonly Predictor[] = [
  predictNothing,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  predictPaeth,
];

function predictPaeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Turns the samples of one pixel, from index `at` on, into RGBA. */
type ToColour = (samples: Uint8Array, at: number) => readonly [number, number, number, number];

function directColour(channels: number): ToColour {
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  return (samples, at) => {
    const first = samples[at] ?? 0;
    const alpha = hasAlpha ? (samples[at + channels - 1] ?? 255) : 255;
    return isGrey ? [first, first, first, alpha] : [first, samples[at + 1] ?? 0, samples[at + 2] ?? 0, alpha];
  };
}

function paletteLookup(chunks: readonly Chunk[]): ToColour {
  const palette = joinChunks(chunks, "PLTE");
  const alphas = joinChunks(chunks, "tRNS");
  return (samples, at) => {
    const index = samples[at] ?? 0;
    const entry = index * 3;
    return [palette[entry] ?? 0, palette[entry + 1] ?? 0, palette[entry + 2] ?? 0, alphas[index] ?? 255];
  };
}

function toRgb(samples: Uint8Array, channels: number, toColour: ToColour): Uint8Array {
  const rgb = new Uint8Array((samples.length / channels) * 3);
  for (let at = 0, to = 0; at < samples.length; at += channels, to += 3) {
    const [red, green, blue, alpha] = toColour(samples, at);
    const onWhite = (value: number) => Math.round(255 + ((value - 255) * alpha) / 255);
    rgb[to] = onWhite(red);
    rgb[to + 1] = onWhite(green);
    rgb[to + 2] = onWhite(blue);
  }
  return rgb;
}
