import { crc32, deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeImage } from "./decode-image.ts";
import { decodePng } from "./decode-png.ts";

interface PngParts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colourType: number;
  readonly bitDepth?: number;
  /** Filter byte and filtered samples of each line. */
  readonly lines: readonly (readonly number[])[];
  readonly palette?: readonly number[];
  readonly isInterlaced?: boolean;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}

function png({
  widthPx,
  heightPx,
  colourType,
  bitDepth = 8,
  lines,
  palette,
  isInterlaced,
}: PngParts): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([bitDepth, colourType, 0, 0, isInterlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", Uint8Array.from(palette))] : []),
    chunk("IDAT", deflateSync(Uint8Array.from(lines.flat()))),
    chunk("IEND", new Uint8Array()),
  ]);
}

const rgbOf = (bytes: Uint8Array) => Array.from(decodePng(bytes, 1e6).rgb);

describe("decodePng", () => {
  test("undoes every line filter", () => {
    // Five grey lines of three pixels that all mean 10, 20, 30: filters none, left, above, average, Paeth.
    const lines = [
      [0, 10, 20, 30],
      [1, 10, 10, 10],
      [2, 0, 0, 0],
      [3, 5, 5, 5],
      [4, 0, 0, 0],
    ];
    const expected = Array.from({ length: 5 }, () => [10, 10, 10, 20, 20, 20, 30, 30, 30]).flat();
    expect(rgbOf(png({ widthPx: 3, heightPx: 5, colourType: 0, lines }))).toEqual(expected);
  });

  test("predicts over the width of a pixel, not of a byte", () => {
    const lines = [[1, 1, 2, 3, 10, 20, 30]];
    expect(rgbOf(png({ widthPx: 2, heightPx: 1, colourType: 2, lines }))).toEqual([1, 2, 3, 11, 22, 33]);
  });

  test("looks colours up in the palette", () => {
    const parts = { widthPx: 2, heightPx: 1, colourType: 3, lines: [[0, 1, 0]], palette: [1, 2, 3, 4, 5, 6] };
    expect(rgbOf(png(parts))).toEqual([4, 5, 6, 1, 2, 3]);
  });

  test("lays transparent pixels on white", () => {
    const lines = [[0, 100, 0, 0, 255, 100, 0, 0, 0]];
    expect(rgbOf(png({ widthPx: 2, heightPx: 1, colourType: 6, lines }))).toEqual([100, 0, 0, 255, 255, 255]);
  });

  test("scales 16 bits per sample down to 8", () => {
    const lines = [[0, 0x80, 0x80, 0xff, 0xff]];
    expect(rgbOf(png({ widthPx: 2, heightPx: 1, colourType: 0, bitDepth: 16, lines }))).toEqual([
      128, 128, 128, 255, 255, 255,
    ]);
  });

  test("shows a picture as far as its data goes, and leaves the rest black", () => {
    const bytes = png({ widthPx: 1, heightPx: 3, colourType: 0, lines: [[0, 7]] });
    // What was in memory before must not show, however often it is tried.
    for (let turn = 0; turn < 200; turn += 1) {
      Buffer.allocUnsafe(2000).fill(turn);
      expect(rgbOf(bytes)).toEqual([7, 7, 7, 0, 0, 0, 0, 0, 0]);
    }
  });

  test.each([3, 1000, 100_000])(
    "reads no more than the picture has pixels from %i lines of data",
    (count) => {
      const lines = Array.from({ length: count }, () => [0, 1]);
      const image = decodeImage(png({ widthPx: 1, heightPx: 2, colourType: 0, lines }));
      expect(image === undefined || image.rgb.length === 6).toBe(true);
    },
  );

  test.each([
    [
      "interlaced lines",
      png({ widthPx: 1, heightPx: 1, colourType: 0, lines: [[0, 1]], isInterlaced: true }),
    ],
    ["no pixels", png({ widthPx: 0, heightPx: 1, colourType: 0, lines: [[0]] })],
    ["a cut file", png({ widthPx: 1, heightPx: 1, colourType: 0, lines: [[0, 1]] }).subarray(0, 20)],
  ])("refuses %s, and decodeImage answers undefined", (_, bytes) => {
    expect(() => decodePng(bytes, 1e6)).toThrow();
    expect(decodeImage(bytes)).toBeUndefined();
  });

  test("refuses an image larger than allowed before it decodes it", () => {
    const bytes = png({ widthPx: 2000, heightPx: 2000, colourType: 0, lines: [[0]] });
    expect(() => decodePng(bytes, 1e6)).toThrow(/larger than supported/);
  });
});

test.each([
  ["nothing", new Uint8Array()],
  ["text", Buffer.from("not an image")],
  ["a JPEG that breaks off", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16)],
])("decodeImage answers undefined for %s", (_, bytes) => {
  expect(decodeImage(bytes)).toBeUndefined();
});
