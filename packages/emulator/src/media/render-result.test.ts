import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { createClipRenderer } from "./clip-renderer.ts";
import { decodeImage } from "./decode-image.ts";
import { createRenderResult } from "./render-result.ts";

const render = createRenderResult(createClipRenderer());
const common = { seed: "s", caption: { prompt: "a fox", model: "kling-v3", taskId: "1" } } as const;

describe("audio", () => {
  const plan = { kind: "audio", durationSeconds: 3.5, formats: ["mp3", "wav"] } as const;

  it.each([
    ["mp3", "mp3", 0.03],
    ["wav", "pcm-s16", 0.001],
  ] as const)("is a %s file of the planned length", async (extension, codec, toleranceSeconds) => {
    const bytes = await render({ ...common, plan, extension });
    const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
    const track = await input.getPrimaryAudioTrack();
    expect([await track?.getCodec(), await track?.getSampleRate()]).toEqual([codec, 48_000]);
    const seconds = await input.computeDuration();
    expect(Math.abs(seconds - plan.durationSeconds)).toBeLessThan(toleranceSeconds);
  });

  it("is the same every time", async () => {
    for (const extension of plan.formats) {
      const [one, other] = await Promise.all([
        render({ ...common, plan, extension }),
        render({ ...common, plan, extension }),
      ]);
      expect(Buffer.compare(one, other)).toBe(0);
    }
  });

  it("is not silent", async () => {
    const wav = Buffer.from(await render({ ...common, plan, extension: "wav" }));
    const samples = Array.from({ length: 4800 }, (_, at) => wav.readInt16LE(200 + 2 * at));
    expect(Math.max(...samples)).toBeGreaterThan(3000);
  });
});

describe("images", () => {
  const size = { widthPx: 640, heightPx: 360 };

  it("are PNG or JPEG of the planned size", async () => {
    const png = await render({
      ...common,
      plan: { kind: "image", ...size, format: "png" },
      extension: "png",
    });
    const { width, height } = PNG.sync.read(Buffer.from(png));
    expect([width, height]).toEqual([640, 360]);
    const jpg = await render({
      ...common,
      plan: { kind: "image", ...size, format: "jpg" },
      extension: "jpg",
    });
    expect([jpg[0], jpg[1]]).toEqual([0xff, 0xd8]);
    expect(decodeImage(jpg)).toMatchObject(size);
  });

  it("show the given image", async () => {
    const white = new PNG({ width: 400, height: 400 });
    white.data.fill(255);
    const plan = { kind: "image", ...size, format: "png" } as const;
    const image = Uint8Array.from(PNG.sync.write(white));
    const { data, width } = PNG.sync.read(
      Buffer.from(await render({ ...common, plan, extension: "png", image })),
    );
    const middle = (100 * width + 320) * 4;
    expect([...data.subarray(middle, middle + 3)].every((value) => value > 245)).toBe(true);
  });
});
