import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import jpeg from "jpeg-js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type ClipRequest, createClipRenderer } from "./clip-renderer.ts";
import { composePicture } from "./compose-picture.ts";
import { encodeVideo } from "./encode-video.ts";
import { encodeIntraPicture } from "./intra-picture.ts";
import type { ClipLayout } from "./layout.ts";
import { measureClip } from "./measure-clip.ts";
import { createMotionField, createMotionPictureWriter, type MotionField } from "./motion-picture.ts";
import { counterText, planMotion } from "./motion-plan.ts";
import { muxClip } from "./mux.ts";
import { lengthPrefixed } from "./nal-unit.ts";
import { createPicture, type Picture, type Plane } from "./picture.ts";

const renderer = createClipRenderer({ look: "scenery" });
const ffmpegMissing = spawnSync("ffmpeg", ["-version"]).error !== undefined;
const decoded = `decoded by ffmpeg${ffmpegMissing ? " (skipped: no ffmpeg on this machine)" : ""}`;

function request(changes: Partial<ClipRequest> = {}): ClipRequest {
  return {
    widthPx: 390,
    heightPx: 282,
    durationSeconds: 3,
    hasAudio: false,
    seed: "seed",
    caption: { prompt: "A red fox in fresh snow", model: "kling-v3", taskId: "802384671182938112" },
    ...changes,
  };
}

/** Seeds whose clips move in this way. */
function seedFor(motion: ClipLayout["motion"]): string {
  for (let index = 0; index < 100; index++) {
    if (layoutOf(request({ seed: `seed ${index}` })).motion === motion) return `seed ${index}`;
  }
  throw new Error(`no seed for ${motion}`);
}

function layoutOf({ widthPx, heightPx, seed, caption }: ClipRequest): ClipLayout {
  return composePicture({ widthPx, heightPx, seed, caption, framesPerSecond: 24 }).layout;
}

/** Reproducible noise, which no prediction helps to encode. */
function noise(count: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

function jpegOf(
  widthPx: number,
  heightPx: number,
  rgbAt: (x: number, y: number) => readonly [number, number, number],
) {
  const data = new Uint8Array(widthPx * heightPx * 4).fill(255);
  for (let at = 0; at < widthPx * heightPx; at++)
    data.set(rgbAt(at % widthPx, Math.floor(at / widthPx)), at * 4);
  return Uint8Array.from(jpeg.encode({ width: widthPx, height: heightPx, data }, 90).data);
}

describe("renderVideo", () => {
  test("gives the same bytes for the same request, whatever the time", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    try {
      const first = await renderer.renderVideo(request({ hasAudio: true }));
      vi.setSystemTime(1e12);
      expect(Buffer.compare(await renderer.renderVideo(request({ hasAudio: true })), first)).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("gives other bytes for another seed and another prompt", async () => {
    const first = await renderer.renderVideo(request());
    const otherSeed = await renderer.renderVideo(request({ seed: "other" }));
    const otherPrompt = await renderer.renderVideo(
      request({ caption: { ...request().caption, prompt: "An owl" } }),
    );
    expect(Buffer.compare(first, otherSeed)).not.toBe(0);
    expect(Buffer.compare(first, otherPrompt)).not.toBe(0);
  });

  test.each([
    { widthPx: 1280, heightPx: 720, durationSeconds: 5, hasAudio: true },
    { widthPx: 720, heightPx: 1280, durationSeconds: 3, hasAudio: false },
    { widthPx: 1080, heightPx: 1080, durationSeconds: 7, hasAudio: true, framesPerSecond: 30 },
  ])("is what was asked for: $widthPx x $heightPx, $durationSeconds s", async (asked) => {
    expect(await measureClip(await renderer.renderVideo(request(asked)))).toEqual({
      container: "mp4",
      framesPerSecond: 24,
      ...asked,
    });
  });

  test("has its index before the media data", async () => {
    const text = Buffer.from(await renderer.renderVideo(request())).toString("latin1");
    expect(text.indexOf("moov")).toBeGreaterThan(0);
    expect(text.indexOf("moov")).toBeLessThan(text.indexOf("mdat"));
  });

  test.each(["pan", "zoom"] as const)("takes at most 400 kB for 5 s at 720p, %s", async (motion) => {
    const clip = request({
      widthPx: 1280,
      heightPx: 720,
      durationSeconds: 5,
      hasAudio: true,
      seed: seedFor(motion),
    });
    expect((await renderer.renderVideo(clip)).length).toBeLessThan(400_000);
  });

  test("codes an image of pure noise more coarsely rather than let it grow without bound", async () => {
    const samples = noise(640 * 360);
    const image = jpegOf(640, 360, (x, y) => {
      const value = samples[y * 640 + x] ?? 0;
      return [value, value, value];
    });
    const clip = await renderer.renderVideo(request({ widthPx: 640, heightPx: 360, image }));
    expect(clip.length).toBeLessThan(640 * 360 * 0.7);
  });

  test.each([
    { widthPx: 1281 },
    { widthPx: 100 },
    { heightPx: Number.NaN },
    { widthPx: 8192, heightPx: 8192 },
    { durationSeconds: 0 },
    { durationSeconds: 1e5 },
    { framesPerSecond: 0 },
    { framesPerSecond: 1000 },
  ])("refuses %o", async (changes) => {
    await expect(renderer.renderVideo(request(changes))).rejects.toThrow(RangeError);
  });
});

describe("renderCover", () => {
  test("is a JPEG of the clip's size, at most 1280 pixels long", async () => {
    const small = jpeg.decode(await renderer.renderCover(request()), { useTArray: true });
    expect([small.width, small.height]).toEqual([390, 282]);
    const large = jpeg.decode(await renderer.renderCover(request({ widthPx: 1080, heightPx: 1920 })), {
      useTArray: true,
    });
    expect([large.width, large.height]).toEqual([720, 1280]);
  });

  test("shows the given image in its colours", async () => {
    const image = jpegOf(400, 300, () => [200, 40, 90]);
    const cover = jpeg.decode(await renderer.renderCover(request({ image })), { useTArray: true });
    const at = (60 * cover.width + 100) * 4;
    for (const [channel, value] of [200, 40, 90].entries()) {
      expect(Math.abs((cover.data[at + channel] ?? 0) - value)).toBeLessThan(6);
    }
  });

  test("says so when the image cannot be read, and shows a landscape", async () => {
    const image = Buffer.from("GIF89a");
    expect(
      Buffer.compare(await renderer.renderCover(request({ image })), await renderer.renderCover(request())),
    ).not.toBe(0);
  });
});

/** Frames as ffmpeg decodes them; fails on any complaint of the decoder. */
interface Decoder {
  run(clip: Uint8Array, output: readonly string[]): Buffer;
  frames(clip: Uint8Array, size: { readonly widthPx: number; readonly heightPx: number }): readonly Picture[];
}

function createDecoder(folder: string): Decoder {
  const run = (clip: Uint8Array, output: readonly string[]) => {
    const path = join(folder, "clip.mp4");
    writeFileSync(path, clip);
    const options = ["-v", "error", "-xerror", "-err_detect", "explode", "-i", path, ...output, "-"];
    const { stdout, stderr, status } = spawnSync("ffmpeg", options, { maxBuffer: 2 ** 30 });
    expect(stderr.toString()).toBe("");
    expect(status).toBe(0);
    return stdout;
  };
  return {
    run,
    frames(clip, { widthPx, heightPx }) {
      const raw = run(clip, ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-fps_mode", "passthrough"]);
      const frameBytes = widthPx * heightPx * 1.5;
      return Array.from({ length: raw.length / frameBytes }, (_, index) => {
        const picture = createPicture(widthPx, heightPx);
        let from = index * frameBytes;
        for (const plane of [picture.luma, picture.cb, picture.cr]) {
          plane.data.set(raw.subarray(from, from + plane.data.length));
          from += plane.data.length;
        }
        return picture;
      });
    },
  };
}

/** The samples of a rectangle as one string, for comparison. */
function area(plane: Plane, x: number, y: number, width: number, height: number): string {
  return Array.from({ length: height }, (_, row) => {
    const from = (y + row) * plane.width + x;
    return Buffer.from(plane.data.subarray(from, from + width)).toString("base64");
  }).join();
}

function fieldAt(layout: ClipLayout, frame: number, frameCount: number): MotionField {
  const field = createMotionField(layout.columns, layout.rows);
  planMotion(field, frame, { layout, framesPerSecond: 24, frameCount });
  return field;
}

/** From flat on the left over gentle to wild on the right, so that every kind of macroblock occurs. */
function unevenNoise(): Picture {
  const picture = createPicture(64, 64);
  for (const { data, width } of [picture.luma, picture.cb, picture.cr]) {
    const samples = noise(data.length);
    for (let at = 0; at < data.length; at++) {
      const share = (at % width) / width;
      data[at] = 16 + Math.round((samples[at] ?? 0) * 0.9 * share * share);
    }
  }
  return picture;
}

/** The scene's macroblocks that move by whole pixels; fractions are the decoder's own interpolation. */
function wholeSteps(layout: ClipLayout, { x, y }: MotionField) {
  const blocks = Array.from({ length: layout.sceneRows * layout.columns }, (_, at) => ({
    left: (at % layout.columns) * 16,
    top: Math.floor(at / layout.columns) * 16,
    dx: (x[at] ?? 0) / 4,
    dy: (y[at] ?? 0) / 4,
  }));
  const lastLeft = layout.visiblePx.width - 16;
  return blocks.filter(
    ({ left, dx, dy }) =>
      Number.isInteger(dx) && Number.isInteger(dy) && left <= lastLeft && left + dx <= lastLeft,
  );
}

describe.skipIf(ffmpegMissing)(`a clip ${decoded}`, () => {
  let folder = "";
  let decoder = createDecoder("");
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "clip-test-"));
    decoder = createDecoder(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each([
    [1280, 720],
    [720, 1280],
    [720, 720],
    [1920, 1080],
    [1080, 1920],
    [1080, 1080],
    [3840, 2160],
    [854, 480],
    [192, 194],
  ])("has every frame in the size asked for: %i x %i", async (widthPx, heightPx) => {
    const clip = await renderer.renderVideo(
      request({ widthPx, heightPx, durationSeconds: 1, hasAudio: true }),
    );
    const hashes = decoder.run(clip, ["-map", "0:v", "-f", "framemd5"]).toString();
    const lines = hashes.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(hashes).toContain(`#dimensions 0: ${widthPx}x${heightPx}`);
    expect(lines).toHaveLength(24);
    // The counter alone makes each frame another.
    expect(new Set(lines.map((line) => line.split(",").at(-1))).size).toBe(24);
  });

  test("begins with exactly the picture that the encoder expects, also for noise", async () => {
    const source = unevenNoise();
    const wildRow = Buffer.from(source.luma.data.subarray(48, 64));
    for (const qp of [12, 20, 28, 32, 36, 40, 44, 48]) {
      const { unit, decoded: expected } = encodeIntraPicture({
        source,
        initialQp: 20,
        qpOfRow: (row) => qp + row,
      });
      expect(Buffer.from(unit).includes(wildRow), `raw samples at qp ${qp}`).toBe(qp === 12);
      const clip = await muxPictures([unit], 64);
      const [frame] = decoder.frames(clip, { widthPx: 64, heightPx: 64 });
      expect(
        Buffer.compare(frame?.luma.data ?? Buffer.alloc(0), expected.luma.data),
        `luma at qp ${qp}`,
      ).toBe(0);
      expect(Buffer.compare(frame?.cb.data ?? Buffer.alloc(0), expected.cb.data), `cb at qp ${qp}`).toBe(0);
      expect(Buffer.compare(frame?.cr.data ?? Buffer.alloc(0), expected.cr.data), `cr at qp ${qp}`).toBe(0);
    }
  });

  test("moves each macroblock by its own vector", async () => {
    const first = encodeIntraPicture({ source: unevenNoise(), initialQp: 20, qpOfRow: () => 20 });
    const field = createMotionField(4, 4);
    const choices = noise(32);
    for (let at = 0; at < 16; at++) {
      // Small steps around the same values, so that predictions are met and missed, and some stand still.
      const step = (choice = 0, place = 0) => Math.max(-place, Math.min(48 - place, 2 * ((choice % 4) - 1)));
      field.x[at] = 4 * step(choices[at], (at % 4) * 16);
      field.y[at] = 4 * step(choices[16 + at], (at >> 2) * 16);
    }
    const clip = await muxPictures([first.unit, createMotionPictureWriter().write(field, 1)], 64);
    const [still, moved] = decoder.frames(clip, { widthPx: 64, heightPx: 64 });
    for (let at = 0; at < 16; at++) {
      const [left, top, dx, dy] = [
        (at % 4) * 16,
        (at >> 2) * 16,
        (field.x[at] ?? 0) / 4,
        (field.y[at] ?? 0) / 4,
      ];
      if (still === undefined || moved === undefined) throw new Error("frames are missing");
      expect(area(moved.luma, left, top, 16, 16)).toBe(area(still.luma, left + dx, top + dy, 16, 16));
      expect(area(moved.cb, left / 2, top / 2, 8, 8)).toBe(
        area(still.cb, (left + dx) / 2, (top + dy) / 2, 8, 8),
      );
    }
  });

  test.each(["pan", "zoom"] as const)("shows nothing but the first picture moved: %s", async (motion) => {
    const clip = request({ seed: seedFor(motion) });
    const layout = layoutOf(clip);
    const frames = decoder.frames(await renderer.renderVideo(clip), clip);
    const first = frames[0] ?? createPicture(2, 2);
    expect(frames).toHaveLength(72);
    let compared = 0;
    for (const [index, { luma }] of frames.entries()) {
      for (const { left, top, dx, dy } of wholeSteps(layout, fieldAt(layout, index, 72))) {
        compared++;
        expect(area(luma, left, top, 16, 16)).toBe(area(first.luma, left + dx, top + dy, 16, 16));
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test("keeps the caption still and runs the counter", async () => {
    const clip = request();
    const layout = layoutOf(clip);
    const frames = decoder.frames(await renderer.renderVideo(clip), clip);
    const { counter } = layout;
    const barTop = layout.sceneRows * 16;
    const still = ({ luma }: Picture) => area(luma, 0, barTop, counter.column * 16, clip.heightPx - barTop);
    const glyphs = new Map<string, string>();
    // The first picture has its own zeros; from the second on every digit is a copy of a hidden one.
    for (const [index, frame] of frames.entries()) {
      expect(still(frame)).toBe(still(frames[1] ?? frame));
      for (const [place, character] of index === 0 ? [] : Array.from(counterText(index, 24)).entries()) {
        if (character === ":") continue;
        const image = area(frame.luma, (counter.column + place) * 16, counter.row * 16, 16, 32);
        expect(glyphs.get(character) ?? image, `frame ${index}, place ${place}`).toBe(image);
        glyphs.set(character, image);
      }
    }
    expect(new Set(glyphs.values()).size).toBe(10);
  });

  test("shows the given image, moving", async () => {
    const image = jpegOf(800, 600, (x) => [x < 300 ? 220 : 30, 60, x < 300 ? 30 : 200]);
    const clip = request({ image, widthPx: 640, heightPx: 480 });
    const frames = decoder.frames(await renderer.renderVideo(clip), clip);
    const edgeOf = ({ luma }: Picture) =>
      luma.data.subarray(100 * 640, 101 * 640).findIndex((value) => value < 83);
    const edges = frames.map(edgeOf);
    expect(edges[0]).toBeGreaterThan(200);
    expect((edges[0] ?? 0) - (edges.at(-1) ?? 0)).toBeGreaterThan(30);
    expect(edges).toEqual(edges.toSorted((a, b) => b - a));
  });

  test("has sound of the same length, or none", async () => {
    const loud = await renderer.renderVideo(request({ hasAudio: true, durationSeconds: 5 }));
    const samples = decoder.run(loud, ["-map", "0:a", "-f", "s16le", "-ac", "1"]);
    const values = new Int16Array(samples.buffer, samples.byteOffset, samples.length / 2);
    expect(values.length / 48_000).toBeCloseTo(5, 1);
    const loudest = values.reduce((highest, value) => Math.max(highest, value), 0);
    expect(loudest).toBeGreaterThan(500);
    expect(loudest).toBeLessThan(20_000);
    const silent = await renderer.renderVideo(request());
    expect((await measureClip(silent)).hasAudio).toBe(false);
  });

  test("loops its sound without a click", async () => {
    const clip = await renderer.renderVideo(request({ hasAudio: true, durationSeconds: 5 }));
    const samples = decoder.run(clip, ["-map", "0:a", "-f", "s16le", "-ac", "1"]);
    const values = new Int16Array(samples.buffer, samples.byteOffset, samples.length / 2);
    // The first frame fades in; after it, the steepest step at a seam is no steeper than elsewhere.
    let steepest = 0;
    for (let at = 4096; at < values.length - 2048; at++) {
      steepest = Math.max(steepest, Math.abs((values[at] ?? 0) - (values[at - 1] ?? 0)));
    }
    expect(steepest).toBeLessThan(1200);
  });
});

/** A clip of square pictures that are not cropped. */
async function muxPictures(units: readonly Uint8Array[], sidePx: number): Promise<Uint8Array> {
  const { widthPx, heightPx, seed, caption } = request();
  const composition = composePicture({ widthPx, heightPx, seed, caption, framesPerSecond: 24 });
  const layout = {
    ...composition.layout,
    columns: sidePx / 16,
    rows: sidePx / 16,
    sceneRows: 0,
    cropPx: { right: 0, bottom: 0 },
  };
  const video = await encodeVideo(
    { ...composition, layout, picture: createPicture(sidePx, sidePx) },
    { framesPerSecond: 24, frameCount: 1 },
  );
  return muxClip({
    video: { ...video, samples: units.map(lengthPrefixed) },
    widthPx: sidePx,
    heightPx: sidePx,
    framesPerSecond: 24,
  });
}
