import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createClipRenderer } from "@klingkit/emulator";
import { FrameError, findFrameDecoder, lastFrame } from "@klingkit/engine";
import { createTempDir, type TempDir } from "@klingkit/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

const decoder = await findFrameDecoder();
const whether = decoder === undefined ? " (skipped: no ffmpeg on this machine)" : "";

/** Levels of 0–255 by which a colour may move on its way through a lossy codec of 4:2:0 samples. */
const TOLERANCE = 6;
const FRAMES_PER_SECOND = 24;
const WIDTH_PX = 320;
const HEIGHT_PX = 192;

type Rgb = readonly [red: number, green: number, blue: number];

let folder: TempDir;
beforeAll(async () => {
  folder = await createTempDir();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => folder[Symbol.asyncDispose]());

function ffmpeg(args: readonly string[], input?: Uint8Array): Buffer {
  const options = { maxBuffer: 2 ** 28, ...(input === undefined ? {} : { input }) };
  const { stdout, stderr, status } = spawnSync(
    decoder?.program ?? "ffmpeg",
    ["-v", "error", "-y", ...args],
    options,
  );
  expect(stderr.toString()).toBe("");
  expect(status).toBe(0);
  return stdout;
}

/** Every frame of a test clip has a colour of its own, far enough from its neighbours to be told apart. */
const colourAt = (index: number): Rgb => [20 + 7 * index, 230 - 7 * index, index % 2 === 0 ? 60 : 180];

/** A clip of `count` frames, each in its colour, with frames that are shown in another order than they are stored. */
async function writeClip(
  name: string,
  { count = 30, extra = [] }: { count?: number; extra?: readonly string[] } = {},
): Promise<string> {
  const size = WIDTH_PX * HEIGHT_PX * 3;
  const frames = Buffer.alloc(size * count);
  for (let index = 0; index < count; index++)
    frames.fill(Buffer.from(colourAt(index)), index * size, (index + 1) * size);
  const path = folder.file(name);
  const raw = [
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgb24",
    "-s",
    `${WIDTH_PX}x${HEIGHT_PX}`,
    "-r",
    `${FRAMES_PER_SECOND}`,
    "-i",
    "-",
  ];
  ffmpeg(
    [...raw, ...extra, "-map", "0:v", "-c:v", "mpeg4", "-bf", "2", "-g", "300", "-q:v", "2", path],
    frames,
  );
  return path;
}

interface Png {
  readonly widthPx: number;
  readonly heightPx: number;
  at(x: number, y: number): Rgb;
}

async function readPng(bytes: Uint8Array): Promise<Png> {
  const view = Buffer.from(bytes);
  expect(view.subarray(1, 4).toString()).toBe("PNG");
  const [widthPx, heightPx] = [view.readUInt32BE(16), view.readUInt32BE(20)];
  const samples = ffmpeg(["-f", "png_pipe", "-i", "-", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], bytes);
  return {
    widthPx,
    heightPx,
    at(x, y) {
      const from = 3 * (y * widthPx + x);
      return [samples[from] ?? -1, samples[from + 1] ?? -1, samples[from + 2] ?? -1];
    },
  };
}

function expectColour(png: Png, expected: Rgb): void {
  const seen = png.at(png.widthPx / 2, png.heightPx / 2);
  const distance = Math.max(...seen.map((value, channel) => Math.abs(value - (expected[channel] ?? 0))));
  expect(distance, `seen ${seen}, expected ${expected}`).toBeLessThanOrEqual(TOLERANCE);
}

describe.skipIf(decoder === undefined)(`lastFrame${whether}`, () => {
  test("is the frame that is shown last, though frames are stored in another order", async () => {
    const clip = await writeClip("reordered.mp4");
    expect(describeFrames(clip)).toContain("type:B");
    const png = await readPng(await lastFrame(clip));
    expect([png.widthPx, png.heightPx]).toEqual([WIDTH_PX, HEIGHT_PX]);
    expectColour(png, colourAt(29));
  });

  test("is the last frame that an edit list leaves to be shown", async () => {
    const clip = await writeClip("edited.mp4");
    await shortenEdit(clip, 0.5);
    const shown = ffmpeg(["-i", clip, "-f", "framemd5", "-"]).toString().match(/^0,/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(10);
    expect(shown).toBeLessThan(20);
    expectColour(await readPng(await lastFrame(clip)), colourAt(shown - 1));
  });

  test("is found where the sound goes on after the picture", async () => {
    const clip = await writeClip("long-sound.mp4", {
      extra: ["-f", "lavfi", "-i", "sine=duration=9", "-map", "1:a", "-c:a", "aac"],
    });
    expectColour(await readPng(await lastFrame(clip)), colourAt(29));
  });

  test("is the only frame of a clip of one frame", async () => {
    expectColour(await readPng(await lastFrame(await writeClip("one.mp4", { count: 1 }))), colourAt(0));
  });

  test("has the size and the colours of the emulator's clips", async () => {
    const image = ffmpeg([
      ...["-f", "lavfi", "-i", "color=c=0xC8285A:s=1280x720,format=rgb24", "-frames:v", "1"],
      ...["-f", "image2pipe", "-c:v", "png", "-"],
    ]);
    const clip = folder.file("emulated.mp4");
    const caption = { prompt: "", model: "kling-v3", taskId: "1" };
    const request = {
      widthPx: 1280,
      heightPx: 720,
      durationSeconds: 2,
      hasAudio: true,
      seed: "s",
      image,
      caption,
    };
    await writeFile(clip, await createClipRenderer({ look: "scenery" }).renderVideo(request));
    const png = await readPng(await lastFrame(clip));
    expect([png.widthPx, png.heightPx]).toEqual([1280, 720]);
    expectColour({ ...png, heightPx: 300 }, [0xc8, 0x28, 0x5a]);
  });

  test("reads an untagged clip in high definition by the colours that players take it for", async () => {
    const clip = folder.file("untagged.mp4");
    ffmpeg([
      ...["-f", "lavfi", "-i", "color=c=0xC8285A:s=1280x720:r=24:d=0.5,format=gbrp"],
      ...["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "mpeg4", "-q:v", "2"],
      clip,
    ]);
    expectColour(await readPng(await lastFrame(clip)), [0xc8, 0x28, 0x5a]);
  });

  test("becomes a JPEG where a PNG is too large", async () => {
    const clip = await writeClip("limited.mp4");
    const bytes = await lastFrame(clip, { maxSizeBytes: 10 });
    expect(Buffer.from(bytes.subarray(0, 3)).toString("hex")).toBe("ffd8ff");
  });

  test("is refused for a file that ends early, and no other frame is taken for it", async () => {
    const whole = await readFile(await writeClip("whole.mp4", { extra: ["-movflags", "+faststart"] }));
    const clip = folder.file("short.mp4");
    await writeFile(clip, whole.subarray(0, Math.floor(whole.length * 0.8)));
    await expect(lastFrame(clip)).rejects.toMatchObject({ code: "video_unreadable" });
  });

  test("is refused for a file without video", async () => {
    const sound = folder.file("sound.m4a");
    ffmpeg(["-f", "lavfi", "-i", "sine=duration=1", sound]);
    await expect(lastFrame(sound)).rejects.toMatchObject({
      code: "video_missing",
      message: `${sound} has no video, so it has no last frame. Nothing was sent.`,
    });
  });

  test("is refused for a list that names other files", async () => {
    const clip = await writeClip("listed.mp4");
    const list = folder.file("list.txt");
    await writeFile(list, `ffconcat version 1.0\nfile ${clip}\n`);
    await expect(lastFrame(list)).rejects.toMatchObject({ code: "video_unreadable" });
  });

  test("ends with the reason of its signal, and leaves no file behind", async () => {
    const clip = await writeClip("aborted.mp4");
    vi.stubEnv("TMPDIR", await mkdtemp(folder.file("temporary-")));
    const reason = new Error("stopped by the user");
    const controller = new AbortController();
    const running = lastFrame(clip, { signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await lastFrame(clip);
    expect(readdirSync(tmpdir())).toEqual([]);
  });

  test("is given up after its time", async () => {
    const clip = await writeClip("slow.mp4");
    const options = decoder === undefined ? {} : { decoder };
    await expect(lastFrame(clip, { ...options, timeoutMs: 1 })).rejects.toMatchObject({
      code: "frame_decoder_timeout",
    });
  });
});

describe("findFrameDecoder", () => {
  test("refuses a named program that is not there", async () => {
    const search = findFrameDecoder({ env: { KLING_FFMPEG: "/none/ffmpeg" } });
    await expect(search).rejects.toBeInstanceOf(FrameError);
    await expect(search).rejects.toMatchObject({ code: "frame_decoder_unusable" });
  });

  test("refuses a named program that is another one", async () => {
    const search = findFrameDecoder({ env: { KLING_FFMPEG: process.execPath } });
    await expect(search).rejects.toMatchObject({ code: "frame_decoder_unusable" });
  });
});

/** What ffmpeg tells of each frame of a clip. */
function describeFrames(clip: string): string {
  const { stderr } = spawnSync(decoder?.program ?? "ffmpeg", [
    "-i",
    clip,
    "-vf",
    "showinfo",
    "-f",
    "null",
    "-",
  ]);
  return stderr.toString();
}

/** Cuts what the first edit of the first track shows to a share of its length. */
async function shortenEdit(path: string, share: number): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf("elst") + 12;
  bytes.writeUInt32BE(Math.round(bytes.readUInt32BE(at) * share), at);
  await writeFile(path, bytes);
}
