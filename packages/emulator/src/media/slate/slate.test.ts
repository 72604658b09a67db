import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Caption } from "../caption.ts";
import { type ClipRequest, createClipRenderer } from "../clip-renderer.ts";
import { decodeImage } from "../decode-image.ts";
import { encodeRgbPng } from "../encode-rgb-png.ts";
import { createMotionField } from "../motion-picture.ts";
import { createPicture, type Picture } from "../picture.ts";
import { renderAudio } from "../render-audio.ts";
import { composeSlate } from "./compose-slate.ts";
import { paintGeometry } from "./paint-slate.ts";
import type { CameraMove } from "./slate-facts.ts";
import type { GridArea } from "./slate-layout.ts";
import { chooseLook } from "./slate-look.ts";

const renderer = createClipRenderer();
const ffmpegMissing = spawnSync("ffmpeg", ["-version"]).error !== undefined;
const decoded = `decoded by ffmpeg${ffmpegMissing ? " (skipped: no ffmpeg on this machine)" : ""}`;

const SIZE = { widthPx: 640, heightPx: 360, framesPerSecond: 24 } as const;
const lake = readFileSync(new URL("../../../../../examples/lake.png", import.meta.url));

/** The ten of examples/batch.yaml, three of them from one picture or about it. */
const PROMPTS: readonly (readonly [name: string, prompt: string, image?: Uint8Array])[] = [
  [
    "fox-in-snow",
    "A red fox walks through fresh snow at sunrise, low camera, breath visible in the cold air",
  ],
  ["harbour-morning", "Fishing boats leave a small harbour at dawn, gulls overhead, ropes creak"],
  ["rain-on-neon", "A narrow street at night, rain on neon signs, slow dolly forward"],
  ["paper-city", "A city folded from white paper unfolds by itself, top light"],
  ["potter", "Hands shape a clay bowl on a spinning wheel, close-up, warm side light"],
  ["lake-wakes-up", "Mist lifts from the lake, the light grows warmer, the camera rises slowly", lake],
  ["lake-at-night", "Night falls over the lake and the first stars come out", lake],
  ["omni-lake-postcard", "The landscape as a postcard on a wooden table, a hand picks it up", lake],
  ["omni-clockwork", "A clockwork bird opens its wings in a workshop, macro, gears in focus"],
  ["dancer", "A dancer turns once on an empty stage, one spotlight, long shadow"],
];

function request(
  [name, prompt, image]: (typeof PROMPTS)[number],
  changes: Partial<ClipRequest> = {},
): ClipRequest {
  return {
    ...SIZE,
    durationSeconds: 2,
    hasAudio: false,
    seed: `klingkit/${name}`,
    caption: { prompt, model: "kling-v3", taskId: name, name },
    ...(image ? { image } : {}),
    ...changes,
  };
}

const [FOX] = PROMPTS;
const fox = (changes: Partial<ClipRequest> = {}) => request(FOX ?? ["fox", "A fox"], changes);

/** Layout of the fox's clip. */
const layoutOf = ({ widthPx, heightPx, seed, caption }: ClipRequest) =>
  composeSlate({ widthPx, heightPx, seed, caption, framesPerSecond: 24, hasAudio: true }).layout;

/** What a program of ffmpeg makes of a clip. */
function ffmpeg(clip: Uint8Array, args: readonly string[]): Buffer {
  const { stdout, stderr, status } = spawnSync("ffmpeg", ["-v", "error", "-i", "pipe:0", ...args, "pipe:1"], {
    input: clip,
    maxBuffer: 1 << 28,
  });
  expect(`${stderr}`).toBe("");
  expect(status).toBe(0);
  return stdout;
}

/** All frames at this size, as RGB. */
function framesOf(clip: Uint8Array, widthPx: number, heightPx: number): readonly Buffer[] {
  const bytes = ffmpeg(clip, ["-vf", `scale=${widthPx}:${heightPx}`, "-f", "rawvideo", "-pix_fmt", "rgb24"]);
  const size = widthPx * heightPx * 3;
  return Array.from({ length: bytes.length / size }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

/** A pixel differs where one of its channels differs by more than a tenth of the range. */
const DIFFERS = 25;
const CLEAR_SHARE = 0.15;

function differingShare(one: Buffer, other: Buffer): number {
  let count = 0;
  for (let at = 0; at < one.length; at += 3)
    if (
      [0, 1, 2].some((channel) => Math.abs((one[at + channel] ?? 0) - (other[at + channel] ?? 0)) > DIFFERS)
    )
      count += 1;
  return count / (one.length / 3);
}

describe.skipIf(ffmpegMissing)(decoded, () => {
  test("ten clips differ pair by pair in 15 % of their pixels at 240 pixels, outside of the caption", async () => {
    const layout = layoutOf(fox());
    const captionShare = (layout.strip.row * 16) / SIZE.heightPx;
    const [width, height] = [240, 136];
    const pictures = await Promise.all(
      PROMPTS.map(async (row) => {
        const frame = framesOf(await renderer.renderVideo(request(row)), width, height)[24];
        return frame?.subarray(0, width * 3 * Math.floor(height * captionShare)) ?? Buffer.alloc(0);
      }),
    );
    const alike = pictures.flatMap((one, at) =>
      pictures
        .slice(at + 1)
        .map(
          (other, index) =>
            [PROMPTS[at]?.[0], PROMPTS[at + 1 + index]?.[0], differingShare(one, other)] as const,
        )
        .filter(([, , share]) => share < CLEAR_SHARE),
    );
    expect(alike).toEqual([]);
  });

  test("the bar along the lower edge fills one way, from nothing to all, and the ball moves one way", async () => {
    const frames = framesOf(await renderer.renderVideo(fox()), SIZE.widthPx, SIZE.heightPx);
    const layout = layoutOf(fox());
    const brightness = (frame: Buffer, x: number, y: number) =>
      [0, 1, 2].reduce((sum, channel) => sum + (frame[(y * SIZE.widthPx + x) * 3 + channel] ?? 0), 0);
    const row = (frame: Buffer, y: number) =>
      Array.from({ length: SIZE.widthPx }, (_, x) => brightness(frame, x, y));
    const barY = layout.bar.row * 16 + 8;
    const full = brightness(frames.at(-1) ?? Buffer.alloc(0), 20, barY);
    const filled = frames.map(
      (frame) => row(frame, barY).filter((value) => Math.abs(value - full) < 60).length,
    );
    expect(filled[0]).toBeLessThan(8);
    expect(filled.at(-1)).toBeGreaterThan(SIZE.widthPx - 8);
    expect(filled.every((value, at) => at === 0 || value > (filled[at - 1] ?? 0))).toBe(true);
    const laneY = layout.lane.row * 16 + 16;
    // The last frame has END in the lane, too.
    const balls = frames.slice(0, -1).map((frame) => {
      const bright = row(frame, laneY).flatMap((value, x) => (value > 300 ? [x] : []));
      return bright.reduce((total, x) => total + x, 0) / bright.length;
    });
    expect(balls.every((value, at) => at === 0 || value > (balls[at - 1] ?? 0))).toBe(true);
    expect(new Set(frames.map((frame) => frame.toString("base64"))).size).toBe(frames.length);
  });

  test("only the last frame says END", async () => {
    const frames = framesOf(await renderer.renderVideo(fox()), SIZE.widthPx, SIZE.heightPx);
    const layout = layoutOf(fox());
    const inked = frames.map((frame) => {
      let count = 0;
      for (let y = layout.lane.row * 16; y < (layout.lane.row + layout.lane.rows) * 16; y += 1)
        for (let x = 0; x < 60; x += 1) count += (frame[(y * SIZE.widthPx + x) * 3] ?? 0) > 150 ? 1 : 0;
      return count;
    });
    expect(inked.at(-1)).toBeGreaterThan(40);
    expect(inked.slice(24, -1).every((count) => count === 0)).toBe(true);
  });

  test("the last frame's picture is shown from the full second after the middle, and the bar goes on", async () => {
    const [width, height] = [SIZE.widthPx, SIZE.heightPx];
    const white = encodeRgbPng({ widthPx: 64, heightPx: 36, rgb: new Uint8Array(64 * 36 * 3).fill(255) });
    const clip = await renderer.renderVideo(
      fox({ durationSeconds: 5, hasAudio: true, image: lake, lastImage: white }),
    );
    const frames = framesOf(clip, width, height);
    const { bar, lane, strip, bandRows } = composeSlate({
      ...fox(),
      image: decodeImage(lake),
      framesPerSecond: 24,
      hasAudio: true,
    }).layout;
    const lumaAt = (frame: Buffer, x: number, y: number) => frame[(y * width + x) * 3 + 1] ?? 0;
    const middleY = Math.round(((bandRows + strip.row) / 2) * 16);
    const isWhite = frames.map((frame) => [100, 320, 540].every((x) => lumaAt(frame, x, middleY) > 245));
    expect([isWhite.indexOf(true), isWhite.lastIndexOf(false)]).toEqual([72, 71]);
    const barY = bar.row * 16 + 8;
    const colour = lumaAt(frames.at(-1) ?? Buffer.alloc(0), 20, barY);
    const count = (frame: Buffer, y: number, matches: (value: number) => boolean) =>
      Array.from({ length: width }, (_, x) => lumaAt(frame, x, y)).filter(matches).length;
    const filled = frames.map((frame) => count(frame, barY, (value) => Math.abs(value - colour) < 20));
    expect(filled.every((value, at) => at === 0 || value > (filled[at - 1] ?? 0))).toBe(true);
    // One ball: the one of the coded picture in the midst does not stay behind.
    const laneY = lane.row * 16 + 16;
    const laneColour = lumaAt(frames[0] ?? Buffer.alloc(0), width - 20, laneY);
    const widths = frames
      .slice(0, -1)
      .map((frame) => count(frame, laneY, (v) => Math.abs(v - laneColour) > 40));
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(6);
  });

  test("each second has a flash and a click, less than a frame apart", async () => {
    const clip = await renderer.renderVideo(fox({ durationSeconds: 4, hasAudio: true }));
    const { flash } = layoutOf(fox());
    const [x, y] = [(flash.column + 1) * 16, (flash.row + 1) * 16];
    const flashes = framesOf(clip, SIZE.widthPx, SIZE.heightPx).flatMap((frame, at) =>
      (frame[(y * SIZE.widthPx + x) * 3] ?? 0) > 200 ? [at / 24] : [],
    );
    expect(flashes).toEqual([0, 1, 2, 3]);
    const clicks = clicksIn(ffmpeg(clip, ["-ac", "1", "-f", "s16le"]));
    // To a tenth of a frame; and none at the end, where no flash is.
    expect(clicks).toEqual([0, 1, 2, 3].map((second) => expect.closeTo(second, 2)));
  });

  describe("a camera's square", () => {
    const move = (changes: object) => ({ right: 0, down: 0, nearer: 0, clockwise: 0, ...changes });

    /** Middle and size of the square in the first, and in the last frame, in pixels. */
    async function squares(camera: ReturnType<typeof move>, changes: Partial<ClipRequest> = {}) {
      const { caption } = fox();
      const clip = fox({ widthPx: 1280, heightPx: 720, ...changes, caption: { ...caption, camera } });
      const frames = framesOf(await renderer.renderVideo(clip), 1280, 720);
      const { box } = layoutOf(clip).camera ?? {};
      if (box === undefined) throw new Error("the slate has no camera");
      return [frames[0], frames.at(-1)].map((frame) => squareIn(frame ?? Buffer.alloc(0), box));
    }

    function squareIn(frame: Buffer, box: GridArea) {
      const isBright = (x: number, y: number) => {
        const at = (y * 1280 + x) * 3;
        return Math.max(...frame.subarray(at, at + 3)) >= 110;
      };
      const places = Array.from({ length: box.rows * 16 }, (_, y) =>
        Array.from({ length: box.columns * 16 }, (__, x) => ({
          x: box.column * 16 + x,
          y: box.row * 16 + y,
        })),
      )
        .flat()
        .filter(({ x, y }) => isBright(x, y));
      const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
    }

    test.each([
      [{ right: 1 }, { x: 36, y: 0, width: 0, height: 0 }],
      [{ right: -0.5 }, { x: -18, y: 0, width: 0, height: 0 }],
      [{ down: 1 }, { x: 0, y: 36, width: 0, height: 0 }],
      [{ nearer: 1 }, { x: 0, y: 0, width: 40, height: 40 }],
      [{ nearer: -1 }, { x: 0, y: 0, width: -40, height: -40 }],
      [
        { nearer: 0.5, down: -0.5 },
        { x: 0, y: -4, width: 20, height: 20 },
      ],
    ])("goes and grows as %j says, from the first to the last frame", async (changes, expected) => {
      const [first, last] = await squares(move(changes));
      for (const key of ["x", "y", "width", "height"] as const)
        expect(Math.abs((last?.[key] ?? 0) - (first?.[key] ?? 0) - expected[key]), key).toBeLessThan(3);
    });

    test("goes on where the last frame's picture begins", async () => {
      const [first, last] = await squares(move({ right: 1 }), {
        durationSeconds: 3,
        image: lake,
        lastImage: lake,
      });
      expect((last?.x ?? 0) - (first?.x ?? 0)).toBeCloseTo(36, -1);
    });
  });

  test.each(["mp3", "wav"] as const)("%s has a click each second", async (extension) => {
    const plan = { kind: "audio", formats: ["mp3", "wav"], durationSeconds: 4 } as const;
    const bytes = await renderAudio({ plan, extension, seed: "s" });
    const clicks = clicksIn(ffmpeg(bytes, ["-ac", "1", "-ar", "48000", "-f", "s16le"]));
    const speech = await renderAudio({ plan: { ...plan, isSpeech: true }, extension, seed: "s" });
    const doubled = clicksIn(ffmpeg(speech, ["-ac", "1", "-ar", "48000", "-f", "s16le"]));
    expect(doubled.slice(-6)).toEqual(
      clicks.slice(-3).flatMap((at) => [expect.closeTo(at, 2), expect.closeTo(at + 0.24, 2)]),
    );
    // Decoders of MP3 lose the first one: they have no frame before it to overlap with.
    const audible = extension === "mp3" ? [1, 2, 3] : [0, 1, 2, 3];
    const [start = 0] = clicks;
    expect(clicks.map((second) => second - start + (audible[0] ?? 0))).toEqual(
      audible.map((second) => expect.closeTo(second, 2)),
    );
  });
});

/** When sounds begin, in seconds. */
function clicksIn(pcm: Buffer): readonly number[] {
  const LOUD = 800;
  const QUIET_SAMPLES = 9600;
  const starts: number[] = [];
  let lastLoud = -QUIET_SAMPLES;
  for (let at = 0; at < pcm.length / 2; at += 1) {
    if (Math.abs(pcm.readInt16LE(at * 2)) < LOUD) continue;
    if (at - lastLoud >= QUIET_SAMPLES) starts.push(at / 48_000);
    lastLoud = at;
  }
  return starts;
}

describe("what a slate shows", () => {
  test("a plain look has no words and tiles, whatever they are, but colours of its own, and is smaller", async () => {
    const plain = createClipRenderer({ look: "plain" });
    const other = fox({ caption: { ...fox().caption, prompt: "a lake", operation: "edit", inputs: [HERO] } });
    const [one, two, own] = await Promise.all(
      [fox(), other, fox({ seed: "other" })].map((clip) => plain.renderVideo(clip)),
    );
    expect(Buffer.from(one ?? []).equals(two ?? Buffer.alloc(0))).toBe(true);
    expect(Buffer.from(one ?? []).equals(own ?? Buffer.alloc(0))).toBe(false);
    expect(one?.length).toBeLessThan(((await renderer.renderVideo(fox())).length * 3) / 4);
  });

  test.each([
    [640, 360],
    [360, 640],
    [480, 480],
  ])("what is stretched or cut: a round circle, a border at the edge, at %d x %d", (width, height) => {
    const picture = createPicture(width, height);
    paintGeometry(picture, { width, height, sceneHeight: height });
    const isLit = (column: number, row: number) => (picture.luma.data[row * width + column] ?? 0) > 150;
    for (const place of [2, 40]) {
      expect([isLit(0, place), isLit(width - 1, place), isLit(place, 0), isLit(place, height - 1)]).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
    const radius = Math.min(width, height) * 0.42;
    for (let turn = 0.1; turn < 2 * Math.PI; turn += 0.3) {
      const at = (share: number) => [
        Math.round(width / 2 + radius * share * Math.cos(turn)),
        Math.round(height / 2 + radius * share * Math.sin(turn)),
      ];
      const near = [0.99, 1, 1.01].some((share) => isLit(at(share)[0] ?? 0, at(share)[1] ?? 0));
      expect(near, `at ${turn.toFixed(1)}`).toBe(true);
    }
  });

  const lit = (picture: Picture, { column, row, columns, rows }: GridArea) => {
    const { data, width } = picture.luma;
    return Buffer.concat(
      Array.from({ length: rows * 16 }, (_, y) =>
        data.subarray((row * 16 + y) * width + column * 16, (row * 16 + y) * width + (column + columns) * 16),
      ),
    );
  };
  const tiled = (caption: Partial<Caption>, size: { widthPx: number; heightPx: number } = SIZE) => {
    const slate = composeSlate({
      ...fox(),
      ...size,
      framesPerSecond: 24,
      hasAudio: true,
      image: undefined,
      caption: { ...fox().caption, ...caption },
    });
    if (slate.layout.inputs === undefined) throw new Error("the slate has no row of inputs");
    return lit(slate.picture, slate.layout.inputs);
  };
  const HERO = { code: "1", name: "hero", mark: "a1b2c3d4" };
  const CARD = { code: "2", name: "card", mark: "98f2e110" };

  test("each input, its order, its picture and what was done, in a row of its own", () => {
    const swapped = [
      { ...CARD, code: "1" },
      { ...HERO, code: "2" },
    ];
    const rows = [
      { inputs: [HERO] },
      { inputs: [HERO, CARD] },
      { inputs: swapped },
      { inputs: [{ ...HERO, image: lake }, CARD] },
      { operation: "part 2" },
      { operation: "part 3" },
      { operation: "part 2", inputs: [HERO] },
    ].map((caption) => tiled(caption).toString("base64"));
    expect(new Set(rows).size).toBe(rows.length);
    expect(layoutOf(fox()).inputs).toBeUndefined();
  });

  test("a long name beside a tile is cut at its end, not at its start", () => {
    const size = { widthPx: 360, heightPx: 640 };
    const rowOf = (name: string) =>
      tiled({ inputs: [{ ...HERO, name }, CARD, CARD] }, size).toString("base64");
    expect(rowOf("subject image of the scene 1")).toBe(rowOf("subject image of the scene 2"));
    expect(rowOf("1 subject image of the scene")).not.toBe(rowOf("2 subject image of the scene"));
  });

  test("two names of some length fit beside their tiles", () => {
    const size = { widthPx: 1366, heightPx: 768 };
    const rowOf = (name: string) =>
      tiled({ operation: "multi image2image", inputs: [{ ...HERO, name }, CARD] }, size).toString("base64");
    expect(rowOf("subject image 1")).not.toBe(rowOf("subject image 2"));
  });

  test("the tile of a motion slides to the right edge while the clip runs, and the one beside it stays", async () => {
    const motion = { code: "V1", name: "motion", mark: "98f2e110", isMotion: true };
    const { caption } = fox();
    const clip = fox({ widthPx: 1280, heightPx: 720, caption: { ...caption, inputs: [HERO, motion] } });
    const { inputs } = layoutOf(clip);
    if (inputs === undefined) throw new Error("the slate has no row of inputs");
    const frames = framesOf(await renderer.renderVideo(clip), 1280, 720);
    const brightColumns = (frame: Buffer | undefined) =>
      Array.from({ length: 1280 }, (_, x) => x).filter((x) =>
        Array.from({ length: inputs.rows * 16 }, (_, y) => ((inputs.row * 16 + y) * 1280 + x) * 3).some(
          (at) => Math.max(...(frame ?? Buffer.alloc(0)).subarray(at, at + 3)) >= 110,
        ),
      );
    const [first, middle, last] = [frames[0], frames[frames.length >> 1], frames.at(-1)].map(brightColumns);
    expect(first?.at(-1)).toBeLessThan(640);
    expect(middle?.at(-1)).toBeGreaterThan((first?.at(-1) ?? 0) + 200);
    expect(last?.at(-1)).toBeGreaterThan(1200);
    expect(last?.at(-1)).toBeLessThan(1280);
    expect(last?.[0]).toBe(first?.[0]);
  });

  test.each([
    [192, 192],
    [360, 640],
    [3840, 2160],
  ])("sixteen inputs beside a long operation stay in their row, at %d x %d", (widthPx, heightPx) => {
    const inputs = Array.from({ length: 16 }, (_, at) => ({
      ...HERO,
      code: `${at + 1}`,
      mark: `${at}f2e3d4c`,
    }));
    const caption = { operation: "effect with a very long name", inputs };
    const {
      inputs: area,
      sceneRows,
      strip,
    } = composeSlate({
      ...{ widthPx, heightPx, framesPerSecond: 24, hasAudio: true, seed: "s", image: undefined },
      caption: { ...fox().caption, ...caption },
    }).layout;
    expect([area?.row, (area?.row ?? 0) + (area?.rows ?? 0)]).toEqual([sceneRows, strip.row]);
    const without = tiled({ ...caption, inputs: inputs.slice(0, 15) }, { widthPx, heightPx });
    expect(tiled(caption, { widthPx, heightPx }).equals(without)).toBe(false);
  });

  test("a still picture has no counter, ball or flash", () => {
    const { layout, picture } = composeSlate({
      ...SIZE,
      seed: "s",
      image: undefined,
      caption: { prompt: "", model: "", taskId: "1" },
    });
    const { luma } = picture;
    const brightest = ({ column, row, columns, rows }: typeof layout.lane) =>
      Array.from({ length: rows * 16 }, (_, y) =>
        Math.max(
          ...luma.data.subarray(
            (row * 16 + y) * luma.width + column * 16,
            (row * 16 + y) * luma.width + (column + columns) * 16,
          ),
        ),
      ).reduce((one, other) => Math.max(one, other));
    const { lane, flash, counterScale, counter } = layout;
    const counterArea = { ...counter, columns: 8 * counterScale, rows: 2 * counterScale };
    for (const area of [{ ...lane, columns: 6 }, flash, counterArea])
      expect(brightest(area)).toBeLessThan(80);
  });

  test("the words that a prompt is about, in its order, and the caller's name", () => {
    const look = chooseLook(
      { prompt: PROMPTS[0]?.[1] ?? "", model: "m", taskId: "1", name: "klingkit-fox" },
      "s",
    );
    expect(look).toMatchObject({ words: ["FOX", "SNOW", "SUNRISE"], name: "fox", emblem: "snow" });
    const long = chooseLook(
      { prompt: "", model: "m", taskId: "1", name: `klingkit-${"0123456789abcdef".repeat(2)}` },
      "s",
    );
    expect(long).toMatchObject({ words: [], name: "456789abcdef", emblem: "rings" });
  });

  test("show no word that no letters are drawn for", () => {
    const words = (prompt: string) => chooseLook({ prompt, model: "m", taskId: "1" }, "s").words;
    expect(words("雪の中の赤い狐, a fox")).toEqual(["A", "FOX"]);
    expect(words("שועל אדום")).toEqual([]);
    expect(words("<<<image_1>>> near <<<image_2>>>")).toEqual(["NEAR"]);
    expect(words("Füchse im Schnee")).toEqual(["FUCHSE", "IM", "SCHNEE"]);
  });

  test("colours follow from the ID: the same prompt gives other ones", () => {
    const colours = new Set(
      Array.from({ length: 20 }, (_, at) =>
        JSON.stringify(chooseLook({ prompt: "a lake", model: "m", taskId: `${at}` }, "s").colours),
      ),
    );
    expect(colours.size).toBeGreaterThan(10);
  });

  test.each([
    [192, 192],
    [320, 192],
    [192, 1080],
    [3840, 2160],
    [2160, 3840],
  ])("every vector stays inside of the coded frame, at %d x %d", (widthPx, heightPx) => {
    // Both reach their margins.
    const cameras = [
      { right: 1, down: 1, nearer: 0, clockwise: 0 },
      { right: -1, down: -1, nearer: 1, clockwise: 1 },
    ];
    for (const camera of [undefined, ...cameras]) expectVectorsInside({ widthPx, heightPx }, camera);
  });

  const isWithin = (px: number, macroblocks: number) => px >= 0 && px <= macroblocks * 16 - 16;
  /** Of every level that is used. @source ITU-T H.264 table A-1 */
  const isAllowed = (x: number, y: number) => Math.abs(y) <= 2048 && Math.abs(x) <= 8192;

  function expectVectorsInside(
    size: { readonly widthPx: number; readonly heightPx: number },
    camera: CameraMove | undefined,
  ): void {
    const { layout, plan } = composeSlate({
      ...{ ...size, framesPerSecond: 24, hasAudio: true },
      ...{ seed: fox().seed, caption: { ...fox().caption, ...(camera ? { camera } : {}) } },
    });
    const field = createMotionField(layout.columns, layout.rows);
    for (const frame of [0, 1, 24, 60, 119]) {
      plan(field, frame, { framesPerSecond: 24, frameCount: 120 });
      const wrong = Array.from(field.x).flatMap((x, at) => {
        const y = field.y[at] ?? 0;
        const [column, row] = [at % layout.columns, Math.floor(at / layout.columns)];
        return isWithin(column * 16 + x / 4, layout.columns) &&
          isWithin(row * 16 + y / 4, layout.rows) &&
          isAllowed(x, y)
          ? []
          : [`${column},${row} at ${frame}`];
      });
      expect(wrong).toEqual([]);
    }
  }
});
