import { describe, expect, it } from "vitest";
import type { VideoRequest } from "../../kling/video/request.ts";
import { findHiggsfieldCreate, HIGGSFIELD_CREATES } from "../operations/index.ts";
import { compileHiggsfield } from "./compile.ts";
import { compileForHiggsfield } from "./select.ts";

const operation = (id: string) => {
  const found = findHiggsfieldCreate(`kling-video/${id}`);
  if (!found) throw new Error(id);
  return found;
};
const compile = (id: string, request: VideoRequest) => compileHiggsfield(request, operation(id));
const messages = (id: string, request: VideoRequest) =>
  compile(id, request).issues.map(({ message }) => message);

const IMAGE = "https://cdn.example.com/a.png";
const VIDEO = "https://cdn.example.com/v.mp4";

describe("a request for an endpoint", () => {
  it.each<readonly [string, VideoRequest, object]>([
    ["v2.6/pro/text-to-video", { prompt: "a fox" }, { prompt: "a fox", sound: "off" }],
    [
      "v2.6/pro/text-to-video",
      { prompt: "a fox", audio: "native", durationSeconds: 10, aspectRatio: "9:16", cfgScale: 0.3 },
      { prompt: "a fox", duration: 10, aspect_ratio: "9:16", cfg_scale: 0.3, sound: "on" },
    ],
    [
      "v3.0/pro/image-to-video",
      {
        firstFrame: IMAGE,
        lastFrame: IMAGE,
        elements: [{ elementId: "829836802793406551" }],
        resolution: "1080p",
      },
      { image_url: IMAGE, last_image_url: IMAGE, elements: ["829836802793406551"], sound: "off" },
    ],
    [
      "v3.0/std/text-to-video",
      {
        shots: [
          { prompt: "wide", durationSeconds: 3 },
          { prompt: "close", durationSeconds: 2 },
        ],
      },
      {
        multi_shots: true,
        multi_prompt: [
          { prompt: "wide", duration: 3 },
          { prompt: "close", duration: 2 },
        ],
        duration: 5,
        sound: "off",
      },
    ],
    [
      "omni/first-last-frame",
      { prompt: "a fox", firstFrame: IMAGE, resolution: "1080p" },
      { prompt: "a fox", first_frame_url: IMAGE, mode: "pro" },
    ],
    [
      "o3/image-reference",
      { prompt: "a fox", references: [{ image: IMAGE }], audio: "native" },
      { prompt: "a fox", image_urls: [IMAGE], mode: "std", sound: "on" },
    ],
    [
      "omni/video-edit",
      { prompt: "snow", video: { url: VIDEO, use: "base" } },
      { prompt: "snow", video_urls: [VIDEO], mode: "std" },
    ],
    [
      "v3/motion-control/pro",
      { motion: { image: IMAGE, videoUrl: VIDEO, orientation: "image" }, audio: "off" },
      { image_url: IMAGE, video_url: VIDEO, character_orientation: "image", keep_original_sound: "no" },
    ],
    [
      "v3.0-turbo/text-to-video",
      { prompt: "a fox", resolution: "1080p", audio: "native" },
      { prompt: "a fox", resolution: "1080p" },
    ],
  ])("%s is written with nothing lost", (id, request, body) => {
    const compiled = compile(id, request);
    expect(compiled.issues).toEqual([]);
    expect(compiled.body).toEqual(body);
  });

  it.each<readonly [string, VideoRequest, RegExp]>([
    [
      "v2.6/pro/text-to-video",
      { prompt: "a fox", negativePrompt: "blur" },
      /^negativePrompt: .* has no place for it/,
    ],
    [
      "v2.5-turbo/pro/text-to-video",
      { prompt: "a fox", aspectRatio: "9:16" },
      /^aspectRatio: .* has no place/,
    ],
    ["v3.0/std/image-to-video", { firstFrame: IMAGE, aspectRatio: "9:16" }, /^aspectRatio: /],
    [
      "v2.6/pro/text-to-video",
      { prompt: "a fox", resolution: "720p" },
      /^resolution: .* makes 1080p, not 720p/,
    ],
    ["v2.5-turbo/pro/text-to-video", { prompt: "a fox", audio: "native" }, /^audio: .* makes no audio/],
    ["v3.0-turbo/text-to-video", { prompt: "a fox", audio: "off" }, /^audio: .* always makes audio/],
    ["v2.6/pro/text-to-video", { prompt: "a fox", durationSeconds: 7 }, /^durationSeconds: /],
    ["v2.6/pro/text-to-video", { prompt: "a fox", hasWatermark: true }, /^hasWatermark: /],
    [
      "v2.6/pro/text-to-video",
      { prompt: "a fox", callbackUrl: "https://example.com/hook" },
      /^callbackUrl: .* has no place for it/,
    ],
    [
      "omni/video-reference",
      { prompt: "a fox", video: { url: VIDEO, use: "feature", keepsSound: true } },
      /^video.keepsSound: /,
    ],
    [
      "omni/image-reference",
      { prompt: "@cat runs", references: [{ image: IMAGE, name: "cat" }] },
      /^prompt: @cat cannot be sent/,
    ],
    [
      "v3.0/std/text-to-video",
      { shots: [{ prompt: "x".repeat(513), durationSeconds: 5 }] },
      /^shots\[0\]\.prompt: /,
    ],
    ["v2.6/pro/image-to-video", { prompt: "a fox" }, /^firstFrame: /],
    [
      "omni/video-edit",
      { prompt: "a fox", video: { url: VIDEO, use: "feature" } },
      /^video.use: .* as base, not as feature/,
    ],
    [
      "v3/motion-control/std",
      { firstFrame: IMAGE, motion: { image: IMAGE, videoUrl: VIDEO, orientation: "video" } },
      /^firstFrame: .* has no place/,
    ],
  ])("%s refuses what it cannot honour: %j", (id, request, expected) => {
    const found = messages(id, request);
    expect(
      found.some((message) => expected.test(message)),
      found.join("\n"),
    ).toBe(true);
  });

  it("makes no new audio for a motion, whose body could only keep that of the video", () => {
    const motion = { image: IMAGE, videoUrl: VIDEO, orientation: "image" } as const;
    const { issues } = compile("motion-control/std", { motion, audio: "native" });
    expect(issues).toMatchObject([
      {
        rule: "audio",
        message: "audio: kling-video/motion-control/std takes audio original or off, not native.",
      },
    ]);
  });

  it("says that sound cannot be left out where nobody asked", () => {
    const { issues, warnings } = compile("v3.0-turbo/text-to-video", { prompt: "a fox" });
    expect(issues).toEqual([]);
    expect(warnings).toMatchObject([{ rule: "sound-always", field: "audio" }]);
  });

  it("says that nobody knows whether a mention in Kling's spelling is read", () => {
    const request = { prompt: "<<<image_1>>> runs", references: [{ image: IMAGE }] };
    expect(compile("omni/image-reference", request)).toMatchObject({
      issues: [],
      warnings: [{ rule: "placeholder-unknown", field: "prompt" }],
    });
  });

  it("names what has no field, as every other compiler does", () => {
    const misspelt = { promt: "a fox" } as VideoRequest;
    expect(compile("v2.6/pro/text-to-video", misspelt)).toMatchObject({
      body: {},
      issues: [{ suggestion: "prompt" }],
    });
  });
});

describe("an input video of a length that the service does not take", () => {
  it.each<readonly [string, VideoRequest, number]>([
    ["v3/motion-control/std", { motion: { image: IMAGE, videoUrl: VIDEO, orientation: "video" } }, 31],
    ["v3/motion-control/std", { motion: { image: IMAGE, videoUrl: VIDEO, orientation: "image" } }, 11],
    ["omni/video-edit", { prompt: "snow", video: { url: VIDEO, use: "base" } }, 2.5],
    ["o3/video-reference", { prompt: "snow", video: { url: VIDEO, use: "feature" } }, 12],
  ])("%s refuses %j of %d s, and has no price for it", (id, request, inputVideoSeconds) => {
    const { issues, estimate, body } = compileHiggsfield(request, operation(id), { inputVideoSeconds });
    expect(issues).toMatchObject([{ rule: "input-video-length", field: "inputVideoSeconds" }]);
    expect(estimate).toMatchObject({ isKnown: false });
    expect(operation(id).estimate(body, { inputVideoSeconds })).not.toHaveProperty("ceiling");
    const right = compileHiggsfield(request, operation(id), { inputVideoSeconds: 5 });
    expect(right).toMatchObject({ issues: [], estimate: { isKnown: true } });
  });
});

describe("the endpoint for a request", () => {
  const best = (request: VideoRequest, model?: string) => compileForHiggsfield(request, { model })[0];

  it.each<readonly [VideoRequest, string | undefined, string]>([
    [{ prompt: "a fox" }, "kling-v2-6", "kling-video/v2.6/pro/text-to-video"],
    [{ prompt: "a fox", resolution: "4k" }, undefined, "kling-video/v3.0/4k/text-to-video"],
    [
      { prompt: "a fox", firstFrame: IMAGE, resolution: "720p" },
      undefined,
      "kling-video/v2.5-turbo/standard/image-to-video",
    ],
    [{ prompt: "a fox", firstFrame: IMAGE }, "kling-o1", "kling-video/omni/first-last-frame"],
    [{ prompt: "a fox", references: [{ image: IMAGE }] }, "kling-v3-omni", "kling-video/o3/image-reference"],
  ])("of %j and the model %s is the cheapest that honours all of it", (request, model, id) => {
    const found = best(request, model);
    expect(found?.issues).toEqual([]);
    expect(found?.operation.id).toBe(id);
  });

  it("is never one that is no longer offered", () => {
    const ids = compileForHiggsfield({ prompt: "a fox" }).map(({ operation: { id } }) => id);
    expect(ids.filter((id) => id.includes("v2.1"))).toEqual([]);
    expect(HIGGSFIELD_CREATES.some(({ id }) => id.includes("v2.1"))).toBe(true);
  });

  it("is none for a model that the service does not have", () => {
    expect(compileForHiggsfield({ prompt: "a fox" }, { model: "kling-v1-6" })).toEqual([]);
  });
});
