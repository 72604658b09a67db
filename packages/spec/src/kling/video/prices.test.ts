import { describe, expect, it } from "vitest";
import { ceilingOf, type Estimate, roundUnits } from "../../operation/price.ts";
import { checkCreate } from "../check/check.ts";
import { PRICE_CARD } from "../facts/units.ts";
import { findVideoCreate } from "../operations/index.ts";
import type { VideoFacts } from "./facts.ts";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";
const first = { type: "first_frame", url: U };
const prompt = { type: "prompt", text: "A fox" };
const motion = [
  { type: "image", url: U },
  { type: "video", url: V },
];

/** Estimate of a literal body, whether or not a rule refuses it. */
function estimate(id: string, body: unknown, inputVideoSeconds?: number): Estimate {
  const operation = findVideoCreate(id);
  if (!operation) throw new Error(id);
  const { facts, row, issues } = checkCreate(operation, body, { allowsRetired: true });
  if (!facts || !row) throw new Error(JSON.stringify(issues));
  return operation.estimate(facts, row, { inputVideoSeconds });
}
const rate = (result: Estimate) => result.unitsPerSecond;

type Cell = readonly [
  string,
  Record<string, unknown>,
  number | undefined,
  number | undefined,
  number | undefined,
];

// The price page: units per second at 720p, 1080p and 4k. Columns that the endpoint does not take are left out.
const STANDARD: readonly Cell[] = [
  ["text-to-video/kling-3.0-turbo", { prompt: "A fox" }, 0.8, 1.0, undefined],
  ["image-to-video/kling-3.0-turbo", { contents: [first] }, 0.8, 1.0, undefined],
  ["text-to-video/kling-3.0", { prompt: "A fox" }, 0.6, 0.8, 3.0],
  ["text-to-video/kling-3.0", { prompt: "A fox", settings: { audio: "native" } }, 0.9, 1.2, 3.0],
  [
    "motion-control/kling-3.0",
    { contents: motion, settings: { character_orientation: "video" } },
    0.9,
    1.2,
    undefined,
  ],
  ["omni-video/kling-3.0-omni", { contents: [prompt] }, 0.6, 0.8, 3.0],
  ["omni-video/kling-3.0-omni", { contents: [prompt], settings: { audio: "native" } }, 0.8, 1.0, 3.0],
  ["omni-video/kling-3.0-omni", { contents: [prompt, { type: "feature_video", url: V }] }, 0.9, 1.2, 3.0],
  ["omni-video/kling-o1", { contents: [prompt] }, 0.6, 0.8, undefined],
  ["omni-video/kling-o1", { contents: [prompt, { type: "feature_video", url: V }] }, 0.9, 1.2, undefined],
  ["text-to-video/kling-2.6", { prompt: "A fox" }, 0.3, 0.5, undefined],
  ["text-to-video/kling-2.6", { prompt: "A fox", settings: { audio: "native" } }, undefined, 1.0, undefined],
  [
    "image-to-video/kling-2.6",
    { contents: [first, { type: "voice", voice_id: "1", id: "1" }], settings: { audio: "native" } },
    undefined,
    1.2,
    undefined,
  ],
  [
    "motion-control/kling-2.6",
    { contents: motion, settings: { character_orientation: "image" } },
    0.5,
    0.8,
    undefined,
  ],
  ["text-to-video/kling-2.5-turbo", { prompt: "A fox" }, 0.3, 0.5, undefined],
];

function withResolution(body: Record<string, unknown>, resolution: string): unknown {
  return { ...body, settings: { ...Object(body["settings"]), resolution } };
}

describe("price per second, standard family", () => {
  it.each(STANDARD)("%s %j", (id, body, at720p, at1080p, at4k) => {
    expect(rate(estimate(id, withResolution(body, "720p"), 5))).toBe(at720p);
    expect(rate(estimate(id, withResolution(body, "1080p"), 5))).toBe(at1080p);
    if (at4k !== undefined) expect(rate(estimate(id, withResolution(body, "4k"), 5))).toBe(at4k);
  });
});

const LEGACY: readonly Cell[] = [
  ["v1/text2video", { model_name: "kling-v3", prompt: "A fox" }, 0.6, 0.8, 3.0],
  ["v1/text2video", { model_name: "kling-v3", prompt: "A fox", sound: "on" }, 0.9, 1.2, 3.0],
  [
    "v1/motion-control",
    { model_name: "kling-v3", image_url: U, video_url: V, character_orientation: "video" },
    0.9,
    1.2,
    undefined,
  ],
  ["v1/omni-video", { model_name: "kling-v3-omni", prompt: "A fox" }, 0.6, 0.8, 3.0],
  ["v1/omni-video", { model_name: "kling-v3-omni", prompt: "A fox", sound: "on" }, 0.8, 1.0, 3.0],
  [
    "v1/omni-video",
    { model_name: "kling-v3-omni", prompt: "A fox", video_list: [{ video_url: V, refer_type: "feature" }] },
    0.9,
    1.2,
    3.0,
  ],
  ["v1/omni-video", { model_name: "kling-video-o1", prompt: "A fox" }, 0.6, 0.8, undefined],
  [
    "v1/omni-video",
    { model_name: "kling-video-o1", prompt: "A fox", video_list: [{ video_url: V }] },
    0.9,
    1.2,
    undefined,
  ],
  ["v1/text2video", { model_name: "kling-v2-6", prompt: "A fox" }, 0.3, 0.5, undefined],
  ["v1/text2video", { model_name: "kling-v2-6", prompt: "A fox", sound: "on" }, undefined, 1.0, undefined],
  [
    "v1/image2video",
    { model_name: "kling-v2-6", image: U, sound: "on", voice_list: [{ voice_id: "1" }] },
    undefined,
    1.2,
    undefined,
  ],
  ["v1/motion-control", { image_url: U, video_url: V, character_orientation: "video" }, 0.5, 0.8, undefined],
  ["v1/image2video", { model_name: "kling-v2-5-turbo", image: U }, 0.3, 0.5, undefined],
  ["v1/image2video", { model_name: "kling-v2-1", image: U }, 0.4, 0.7, undefined],
  ["v1/text2video", { model_name: "kling-v2-1-master", prompt: "A fox" }, undefined, 2.0, undefined],
  ["v1/text2video", { model_name: "kling-v2-master", prompt: "A fox" }, undefined, 2.0, undefined],
  ["v1/text2video", { model_name: "kling-v1-6", prompt: "A fox" }, 0.4, 0.7, undefined],
  ["v1/image2video", { model_name: "kling-v1-5", image: U }, 0.4, 0.7, undefined],
  ["v1/text2video", { model_name: "kling-v1", prompt: "A fox" }, 0.2, 0.7, undefined],
];

describe("price per second, legacy family", () => {
  it.each(LEGACY)("%s %j", (id, body, std, pro, at4k) => {
    expect(rate(estimate(id, { ...body, mode: "std" }, 5))).toBe(std);
    expect(rate(estimate(id, { ...body, mode: "pro" }, 5))).toBe(pro);
    if (at4k !== undefined) expect(rate(estimate(id, { ...body, mode: "4k" }, 5))).toBe(at4k);
  });
});

describe("estimates", () => {
  // Deductions that were recorded against the service.
  it.each([
    ["text-to-video/kling-3.0-turbo", { prompt: "A fox", settings: { duration: 3 } }, 2.4],
    ["omni-video/kling-3.0-omni", { contents: [prompt], settings: { duration: 3 } }, 1.8],
    ["text-to-video/kling-2.5-turbo", { prompt: "A fox" }, 1.5],
  ])("%s costs what was deducted live", (id, body, units) => {
    expect(estimate(id, body)).toMatchObject({ isKnown: true, units, usd: roundUnits(units * 0.14) });
  });

  const edit = { contents: [prompt, { type: "base_video", url: V }] };
  const turned = (orientation: string, element: readonly object[] = []) => ({
    contents: [...motion, ...element],
    settings: { character_orientation: orientation },
  });
  const element = [{ type: "element", element_id: "860000000000000001", id: "e" }];
  const legacyEdit = { model_name: "kling-v3-omni", prompt: "A fox", video_list: [{ video_url: V }] };

  // The documented lengths of input videos; half a second more is paid as a second.
  it.each([
    ["motion-control/kling-3.0", turned("image"), 10, 9],
    ["motion-control/kling-3.0", turned("video"), 30, 27],
    ["motion-control/kling-3.0", turned("image", element), 30, 27],
    ["motion-control/kling-2.6", turned("video"), 30, 15],
    ["omni-video/kling-3.0-omni", edit, 16, 14.4],
    ["omni-video/kling-o1", edit, 10, 9],
    ["v1/omni-video", { ...legacyEdit, mode: "std" }, 15, 13.5],
  ])("%s %j has the price of %d s as its ceiling", (id, body, seconds, units) => {
    const result = estimate(id, body);
    expect(result).toMatchObject({
      isKnown: false,
      ceiling: { seconds, units, usd: roundUnits(units * 0.14) },
    });
    expect(ceilingOf(result)?.units).toBe(units);
  });

  it("is known once the length of the input video is", () => {
    expect(estimate("omni-video/kling-o1", edit, 7)).toMatchObject({ isKnown: true, units: 6.3 });
    expect(estimate("omni-video/kling-o1", edit, 6.1)).toMatchObject({
      isKnown: true,
      seconds: 7,
      units: 6.3,
    });
    expect(estimate("motion-control/kling-3.0", turned("video"), 7.4)).toMatchObject({
      seconds: 7,
      units: 6.3,
    });
  });

  it.each([
    ["motion-control/kling-3.0", turned("video"), 0],
    ["motion-control/kling-3.0", turned("video"), 31],
    ["motion-control/kling-3.0", turned("image"), 11],
    ["omni-video/kling-3.0-omni", edit, 16],
    ["omni-video/kling-3.0-omni", edit, Number.NaN],
  ])("%s %j has no price for %d s, which the service does not take", (id, body, inputSeconds) => {
    const result = estimate(id, body, inputSeconds);
    expect(ceilingOf(result)).toBeUndefined();
    expect(result).toMatchObject({ isKnown: false, reason: expect.stringContaining("is not supported") });
  });

  it("says what the price list lacks", () => {
    const result = estimate("v1/text2video", { model_name: "kling-v2-6", prompt: "A fox", sound: "on" });
    expect(result).toMatchObject({ isKnown: false, priceCard: PRICE_CARD.version });
    expect(result.isKnown ? "" : result.reason).toContain("720p");
  });

  it("keeps decimal sums exact", () => {
    expect(estimate("text-to-video/kling-3.0", { prompt: "A fox", settings: { duration: 7 } })).toMatchObject(
      {
        units: 4.2,
        usd: 0.588,
      },
    );
  });
});

it("has facts that carry no length where the output follows the input", () => {
  const operation = findVideoCreate("omni-video/kling-3.0-omni");
  const facts: VideoFacts | undefined = operation
    ? checkCreate(operation, { contents: [prompt, { type: "base_video", url: V }] }).facts
    : undefined;
  expect(facts).toBeDefined();
  expect(facts?.durationSeconds).toBeUndefined();
});
