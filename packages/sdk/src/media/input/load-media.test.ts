import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { MEDIA_RULES, type MediaRule } from "@klingkit/spec";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadImage } from "./load-image.ts";
import { loadSound } from "./load-sound.ts";
import { checkVideoFile, prepareVideoUrl } from "./load-video.ts";

const RULE: MediaRule = MEDIA_RULES.standardImage;

function png(widthPx: number, heightPx: number, paddingBytes = 0): Buffer {
  const head = Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR........\x08\x02\0\0\0", "latin1");
  head.writeUInt32BE(widthPx, 16);
  head.writeUInt32BE(heightPx, 20);
  return Buffer.concat([head, Buffer.alloc(paddingBytes), Buffer.from("\0\0\0\0IEND\xaeB`\x82", "latin1")]);
}

/** With an EXIF thumbnail of other sides before the frame header, as cameras write it. */
function jpeg(widthPx: number, heightPx: number): Buffer {
  const thumbnail = Buffer.from("\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\xff\xd9", "latin1");
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0, thumbnail.length + 2]), thumbnail]);
  const frame = Buffer.from([0xff, 0xc2, 0, 8, 8, 0, 0, 0, 0, 0]);
  frame.writeUInt16BE(heightPx, 5);
  frame.writeUInt16BE(widthPx, 7);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    exif,
    frame,
    Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
  ]);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kling-media-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("should have been refused"),
    (error: unknown) => error,
  );

describe("loadImage", () => {
  const image = png(640, 480);
  const base64 = image.toString("base64");

  it.each<[string, () => Promise<Parameters<typeof loadImage>[0]>]>([
    ["a path", () => file("fox.png", image)],
    ["a file: URL", async () => pathToFileURL(await file("fox ä.png", image)).href],
    ["a data: URL", async () => `data:image/png;base64,${base64}`],
    ["a Buffer", async () => image],
    [
      "a view into a larger buffer",
      async () => new Uint8Array(Buffer.concat([Buffer.alloc(7), image])).subarray(7),
    ],
    ["a web stream", async () => new Blob([new Uint8Array(image)]).stream()],
    ["a Node stream", async () => Readable.from([image.subarray(0, 9), image.subarray(9)])],
  ])("turns %s into bare base64 with a manifest", async (_name, input) => {
    const { value, manifest } = await loadImage(await input(), RULE);
    expect(value).toBe(base64);
    expect(manifest).toMatchObject({
      kind: "file",
      format: "png",
      widthPx: 640,
      heightPx: 480,
      sizeBytes: image.length,
      sha256: createHash("sha256").update(image).digest("hex"),
    });
  });

  it("passes a URL as it is and keeps its signature out of the manifest", async () => {
    const url = "https://cdn.example.com/fox.png?Signature=secret";
    expect(await loadImage(url, RULE)).toEqual({
      value: url,
      manifest: { name: "https://cdn.example.com/fox.png", kind: "url" },
    });
  });

  it("reads the sides of the picture, not of its thumbnail", async () => {
    const { manifest } = await loadImage(jpeg(800, 600), RULE);
    expect(manifest).toMatchObject({ format: "jpg", widthPx: 800, heightPx: 600 });
  });

  it("takes a JPEG whose name says png", async () => {
    expect((await loadImage(await file("photo.png", jpeg(800, 600)), RULE)).manifest.format).toBe("jpg");
  });

  it.each<[string, Buffer, string, RegExp]>([
    [
      "webp under a png name",
      Buffer.from("RIFF\0\0\0\0WEBPVP8 "),
      "KLINGKIT_MEDIA_FORMAT",
      /fox\.png holds webp, although its name says png\. Use jpg, jpeg, png\./,
    ],
    ["text", Buffer.from("hello world"), "KLINGKIT_MEDIA_FORMAT", /no image format/],
    ["a PNG that is cut off", png(640, 480).subarray(0, 30), "KLINGKIT_MEDIA_FORMAT", /cut off/],
    ["a JPEG that is cut off", jpeg(640, 480).subarray(0, -3), "KLINGKIT_MEDIA_FORMAT", /cut off/],
    ["an empty file", Buffer.alloc(0), "KLINGKIT_MEDIA_UNREADABLE", /empty/],
    ["299 px", png(299, 640), "KLINGKIT_MEDIA_TOO_SMALL", /299 × 640 px.*at least 300 px/],
    ["a ratio above 2.5", png(1001, 400), "KLINGKIT_MEDIA_RATIO", /between 0\.4 and 2\.5/],
    ["a ratio below 0.4", png(400, 1001), "KLINGKIT_MEDIA_RATIO", /between 0\.4 and 2\.5/],
  ])("refuses %s", async (_name, bytes, code, message) => {
    const error = await failure(loadImage(await file("fox.png", bytes), RULE));
    expect(error).toMatchObject({ code, mayHaveCharged: "no", isRetryable: false });
    expect(String(error)).toMatch(message);
  });

  it.each([
    [1000, 400],
    [400, 1000],
    [300, 300],
  ])("takes %i × %i px, the very edge", async (width, height) => {
    await expect(loadImage(png(width, height), RULE)).resolves.toBeDefined();
  });

  it("takes exactly the limit of bytes and refuses one more", async () => {
    const rule = { ...RULE, maxSizeBytes: image.length };
    for (const [input, isFine] of [
      [image, true],
      [png(640, 480, 1), false],
    ] as const) {
      for (const variant of [input, await file("a.png", input), Readable.from([input])]) {
        const result = loadImage(variant, rule);
        if (isFine) await expect(result).resolves.toBeDefined();
        else await expect(result).rejects.toMatchObject({ code: "KLINGKIT_MEDIA_TOO_LARGE" });
      }
    }
  });

  it("stops reading an endless stream at the limit and closes it", async () => {
    let chunks = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          chunks += 1;
          yield Buffer.alloc(1_048_576);
        }
      })(),
    );
    expect(await failure(loadImage(endless, RULE))).toMatchObject({ code: "KLINGKIT_MEDIA_TOO_LARGE" });
    expect(chunks).toBeLessThan(80);
    expect(endless.destroyed).toBe(true);
  });

  it("has a code for a missing file, a folder, bad base64, text streams and broken streams", async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error("cable")) });
    expect(await failure(loadImage(join(folder, "no.png"), RULE))).toMatchObject({
      code: "KLINGKIT_MEDIA_NOT_FOUND",
    });
    for (const input of [
      folder,
      "",
      "data:image/png;base64,@@@",
      "data:image/png,abc",
      Readable.from(["text"]),
      broken,
      "https://user:pw@example.com/a.png",
    ]) {
      expect(await failure(loadImage(input, RULE))).toMatchObject({ code: "KLINGKIT_MEDIA_UNREADABLE" });
    }
  });

  it("says what to do with bare base64, without repeating it", async () => {
    const error = await failure(loadImage(png(640, 480, 9000).toString("base64"), RULE));
    expect(String(error)).toMatch(/data: URL or a Buffer/);
    expect(String(error).length).toBeLessThan(300);
  });

  it("leaves no rejection without a handler, whenever it is aborted", async () => {
    const path = await file("big.png", png(640, 480, 4 * 1_048_576));
    for (let round = 0; round < 200; round += 1) {
      const controller = new AbortController();
      const loading = loadImage(path, RULE, { signal: controller.signal }).catch((error: unknown) => error);
      for (let turn = 0; turn < round % 20; turn += 1) await new Promise(setImmediate);
      controller.abort();
      await loading;
    }
    const during = new AbortController();
    const stream = new Readable({ read: () => during.abort() });
    await expect(loadImage(stream, RULE, { signal: during.signal })).rejects.toMatchObject({
      code: "KLINGKIT_ABORTED",
    });
    // A rejection without a handler is reported after the turn in which it came, and fails the run.
    await new Promise(setImmediate);
  });

  it("ends the wait for a stream that yields nothing when aborted", async () => {
    const controller = new AbortController();
    const silent = new Readable({ read: () => void queueMicrotask(() => controller.abort()) });
    expect(await failure(loadImage(silent, RULE, { signal: controller.signal }))).toMatchObject({
      code: "KLINGKIT_ABORTED",
    });
    expect(silent.destroyed).toBe(true);
  });
});

describe("local videos", () => {
  const motion: MediaRule = MEDIA_RULES.motionVideoForImageOrientation;

  /** The least that measures as a clip: sides in tkhd, frames in stts. */
  function clip(widthPx: number, heightPx: number, seconds: number): Buffer {
    const box = (type: string, ...content: Buffer[]): Buffer => {
      const body = Buffer.concat(content);
      return Buffer.concat([words(body.length + 8), Buffer.from(type, "latin1"), body]);
    };
    const words = (...values: number[]) => {
      const buffer = Buffer.alloc(values.length * 4);
      values.forEach((value, at) => void buffer.writeUInt32BE(value, at * 4));
      return buffer;
    };
    const tkhd = box(
      "tkhd",
      Buffer.alloc(40),
      words(65_536, 0, 0, 0, 65_536, 0, 0, 0, 1),
      words(widthPx * 65_536, heightPx * 65_536),
    );
    const mdhd = box("mdhd", words(0, 0, 0, 24, seconds * 24, 0));
    const hdlr = box("hdlr", words(0, 0), Buffer.from("vide"), Buffer.alloc(13));
    const stts = box("stts", words(0, 1, seconds * 24, 1));
    const trak = box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", box("stbl", stts))));
    return Buffer.concat([box("ftyp", Buffer.from("isom"), words(0)), box("moov", trak)]);
  }

  it("passes a URL as it is", async () => {
    const url = "https://example.com/a.mp4";
    expect(await prepareVideoUrl(url, motion)).toEqual({ value: url, manifest: { name: url, kind: "url" } });
  });

  it("says that a good local file needs a URL, and what it measured", async () => {
    const path = await file("dance.mp4", clip(720, 1280, 5));
    const error = await failure(prepareVideoUrl(path, motion));
    expect(error).toMatchObject({ code: "KLINGKIT_MEDIA_NEEDS_URL" });
    expect(String(error)).toMatch(/dance\.mp4.*720 × 1280 px, 5 s.*it would pass/);
  });

  it("hands a good file to the uploader and keeps its manifest", async () => {
    const path = await file("dance.mp4", clip(720, 1280, 5));
    const prepared = await prepareVideoUrl(path, motion, {
      upload: async () => "https://example.com/up.mp4",
    });
    expect(prepared).toMatchObject({
      value: "https://example.com/up.mp4",
      manifest: { kind: "file", widthPx: 720, heightPx: 1280, durationSeconds: 5, framesPerSecond: 24 },
    });
  });

  it.each<[string, Buffer, MediaRule, string]>([
    ["sides below 340 px", clip(320, 640, 5), motion, "KLINGKIT_MEDIA_TOO_SMALL"],
    ["2 seconds", clip(720, 720, 2), motion, "KLINGKIT_MEDIA_LENGTH"],
    ["11 seconds", clip(720, 720, 11), motion, "KLINGKIT_MEDIA_LENGTH"],
    ["an area beyond the limit", clip(4000, 2200, 5), MEDIA_RULES.omniVideo, "KLINGKIT_MEDIA_TOO_LARGE"],
    ["a picture", png(640, 480), motion, "KLINGKIT_MEDIA_FORMAT"],
    ["a broken mp4", clip(720, 720, 5).subarray(0, 40), motion, "KLINGKIT_MEDIA_FORMAT"],
  ])("refuses %s", async (_name, bytes, rule, code) => {
    expect(await failure(checkVideoFile(await file("a.mp4", bytes), rule))).toMatchObject({ code });
  });
});

it.each([
  ["loadImage", loadImage, "standardImage"],
  ["loadSound", loadSound, "avatarSound"],
  ["prepareVideoUrl", prepareVideoUrl, "elementVideo"],
  ["checkVideoFile", checkVideoFile, "elementVideo"],
])("without a rule, %s says so, and blames no file", async (name, load, example) => {
  await expect(Reflect.apply(load, undefined, ["fox.png"])).rejects.toThrow(
    `${name} takes a rule after the file, such as MEDIA_RULES.${example}. Nothing was sent.`,
  );
});
