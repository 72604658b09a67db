import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemorySource } from "./byte-source.ts";
import { measureVideo } from "./measure-video.ts";
import { measureSource } from "./video-measure.ts";

const u16 = (value: number) => {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
};
const u32 = (value: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
};
const text = (value: string) => Buffer.from(value, "latin1");
const zeros = (count: number) => Buffer.alloc(count);

const UPRIGHT = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
const TURNED = [0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000];

interface TrackShape {
  readonly handler?: string;
  readonly matrix?: readonly number[];
  readonly times?: readonly (readonly [number, number])[];
}

function track({ handler = "vide", matrix = UPRIGHT, times = [[120, 1000]] }: TrackShape = {}): Buffer {
  const units = times.reduce((sum, [count, delta]) => sum + count * delta, 0);
  const tkhd = box("tkhd", zeros(40), ...matrix.map(u32), u32(1280 * 65_536), u32(720 * 65_536));
  const mdhd = box("mdhd", zeros(12), u32(24_000), u32(units), zeros(4));
  const hdlr = box("hdlr", zeros(8), text(handler), zeros(13));
  const entry = box("avc1", zeros(24), u16(1280), u16(720), zeros(50));
  const stsd = box("stsd", zeros(4), u32(1), entry);
  const stts = box(
    "stts",
    zeros(4),
    u32(times.length),
    ...times.flatMap(([count, delta]) => [u32(count), u32(delta)]),
  );
  return box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", box("stbl", stsd, stts))));
}

const mvhd = (duration = 5000) => box("mvhd", zeros(12), u32(1000), u32(duration), zeros(80));
const ftyp = (brand = "isom") => box("ftyp", text(brand), zeros(8));
const moov = (...content: Buffer[]) => box("moov", mvhd(), ...content);
const measure = (...boxes: Buffer[]) => measureSource(createMemorySource(Buffer.concat(boxes)));

describe("measureSource", () => {
  it("reads sides, seconds, frame rate and sound", async () => {
    expect(await measure(ftyp(), moov(track(), track({ handler: "soun" })), box("mdat", zeros(99)))).toEqual({
      container: "mp4",
      widthPx: 1280,
      heightPx: 720,
      durationSeconds: 5,
      framesPerSecond: 24,
      hasAudio: true,
    });
  });

  it("finds the movie header behind the media data without reading the media data", async () => {
    const bytes = Buffer.concat([ftyp(), box("mdat", zeros(5_000_000)), moov(track())]);
    let readBytes = 0;
    const source = createMemorySource(bytes);
    const counting = {
      sizeBytes: source.sizeBytes,
      read: (offset: number, length: number) => {
        readBytes += length;
        return source.read(offset, length);
      },
    };
    expect(await measureSource(counting)).toMatchObject({ widthPx: 1280, hasAudio: false });
    expect(readBytes).toBeLessThan(2000);
  });

  it("swaps the sides of a turned track", async () => {
    expect(await measure(ftyp(), moov(track({ matrix: TURNED })))).toMatchObject({
      widthPx: 720,
      heightPx: 1280,
    });
  });

  it("takes the mean of a variable frame rate", async () => {
    const measured = await measure(
      ftyp(),
      moov(
        track({
          times: [
            [10, 1000],
            [10, 500],
          ],
        }),
      ),
    );
    expect(measured?.framesPerSecond).toBe(32);
  });

  it("calls a QuickTime brand mov, and a file without a brand too", async () => {
    expect(await measure(ftyp("qt  "), moov(track()))).toMatchObject({ container: "mov" });
    expect(await measure(moov(track()))).toMatchObject({ container: "mov" });
  });

  it("reads boxes with 64-bit sizes", async () => {
    const body = zeros(40);
    const large = Buffer.concat([u32(1), text("mdat"), u32(0), u32(body.length + 16), body]);
    expect(await measure(ftyp(), large, moov(track()))).toMatchObject({ durationSeconds: 5 });
  });

  it("takes the length of a fragmented file from mehd", async () => {
    const fragmented = box(
      "moov",
      mvhd(0),
      box("mvex", box("mehd", zeros(4), u32(7000))),
      track({ times: [] }),
    );
    expect(await measure(ftyp(), fragmented)).toMatchObject({ durationSeconds: 7 });
  });

  it.each<[string, Buffer]>([
    ["nothing", zeros(0)],
    ["text", text("<!DOCTYPE html><html>")],
    ["a size beyond the end", Buffer.concat([ftyp(), u32(0xffffffff), text("moov")])],
    [
      "a 64-bit size beyond the end",
      Buffer.concat([ftyp(), u32(1), text("moov"), u32(0xffffffff), u32(0xffffffff)]),
    ],
    ["a size below its header", Buffer.concat([ftyp(), u32(4), text("moov")])],
    ["no movie header", Buffer.concat([ftyp(), box("mdat", zeros(50))])],
  ])("returns undefined for %s", async (_name, bytes) => {
    expect(await measure(bytes)).toBeUndefined();
  });

  it("does not believe a table that claims more entries than it holds", async () => {
    const lying = Buffer.concat([ftyp(), moov(track())]);
    lying.writeUInt32BE(0xffffffff, lying.indexOf("stts") + 8);
    expect(await measure(lying)).toMatchObject({ framesPerSecond: 24 });
  });

  it("never throws on damaged files", async () => {
    const good = Buffer.concat([ftyp(), moov(track(), track({ handler: "soun" }))]);
    const edits = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(good.length), async (changes, length) => {
        const bytes = Buffer.from(good.subarray(0, length));
        for (const [at, value] of changes) if (at < length) bytes[at] = value;
        await measure(bytes);
      }),
      { numRuns: 300 },
    );
  });
});

describe("measureVideo", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kling-measure-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("measures a file on disk", async () => {
    const path = join(folder, "a.mp4");
    await writeFile(path, Buffer.concat([ftyp(), moov(track())]));
    expect(await measureVideo(path)).toMatchObject({ container: "mp4", widthPx: 1280 });
  });

  it("has codes for files that are missing or are folders", async () => {
    await expect(measureVideo(join(folder, "no.mp4"))).rejects.toMatchObject({
      code: "KLINGKIT_MEDIA_NOT_FOUND",
    });
    await expect(measureVideo(folder)).rejects.toMatchObject({ code: "KLINGKIT_MEDIA_UNREADABLE" });
  });
});
