import { describe, expect, expectTypeOf, it } from "vitest";
import * as z from "zod/mini";
import { judgeRequest } from "./judge-request.ts";
import type { VideoRequest } from "./request.ts";
import { requestFields } from "./request-schema.ts";

const text = z.string();
const messages = (request: unknown) => judgeRequest(request).map(({ message }) => message);

describe("a request that came as data", () => {
  it.each([
    ["a misspelt field", { durationSecond: 10 }, /durationSecond.*Did you mean durationSeconds\?/],
    ["a misspelt field with a letter too many", { audioo: "native" }, /audioo.*Did you mean audio\?/],
    ["a model, which is an option", { model: "kling-v2-5-turbo" }, /model: belongs in the options/],
    ["a wire name of an option", { model_name: "kling-v2-6" }, /belongs in the options.*\{ model: …/],
    [
      "a wire name",
      { image: "https://example.com/a.png" },
      /image: is not a field.*Did you mean firstFrame\?/,
    ],
    ["a wire name in snake case", { aspect_ratio: "9:16" }, /Did you mean aspectRatio\?/],
    ["a wire name that means another field", { mode: "pro" }, /mode.*Did you mean resolution\?/],
    ["a resolution in capitals", { resolution: "1080P" }, /"1080P" is not supported.*Did you mean 1080p\?/],
    ["a resolution that no table has", { resolution: "480p" }, /Use 720p, 1080p, 4k\./],
    ["a legacy mode as resolution", { resolution: "pro" }, /Did you mean 1080p\?/],
    ["audio as a switch", { audio: true }, /true is not supported.*Did you mean native\?/],
    ["audio as a word", { audio: "on" }, /Did you mean native\?/],
    ["a flag as text", { isMultiShot: "false" }, /isMultiShot: expected true or false, not "false"/],
    ["another flag as text", { hasWatermark: "no" }, /hasWatermark: expected true or false/],
    ["a length as text", { durationSeconds: "10" }, /durationSeconds: expected a number, not "10"/],
    ["a length of parts of a second", { durationSeconds: 5.5 }, /durationSeconds: expected a whole number/],
    [
      "an id as a number",
      { elements: [{ elementId: 829836802793406500 }] },
      /elements\[0\]\.elementId.*loses digits/,
    ],
    [
      "an unknown field of an item",
      { references: [{ url: "https://example.com/a.png" }] },
      /references\[0\]\.url: is not a field of references\[0\]\. Did you mean image\?/,
    ],
    [
      "a misspelt field of a shot",
      { shots: [{ prompt: "a", durationSecond: 3 }] },
      /shots\[0\]\.durationSecond: .* Did you mean durationSeconds\?/,
    ],
    [
      "a wire name inside a video",
      { video: { video_url: "https://a.b/c.mp4", use: "base" } },
      /Did you mean url\?/,
    ],
    [
      "a field that no item has",
      { elements: [{ elementId: "1", weight: 1 }] },
      /elements\[0\]\.weight: is not a field of elements\[0\]\. Use elementId, name\./,
    ],
    ["an empty address", { firstFrame: "" }, /firstFrame: must not be empty/],
  ])("%s is refused by name", (_, fields, expected) => {
    const [first = "", ...rest] = messages({ prompt: "x", ...fields });
    expect([first, ...rest].join("\n")).toMatch(expected);
  });

  it.each([undefined, null, "a fox", 7, []])("%j is no request", (request) => {
    expect(messages(request)).toEqual(["request: expected an object with fields such as prompt."]);
  });

  it("lists every mistake, and the field and the word that were meant", () => {
    const issues = judgeRequest({ prompt: "x", durationSecond: 10, resolution: "4K" });
    expect(issues.map(({ path, suggestion }) => [path, suggestion]).toSorted()).toEqual([
      ["durationSecond", "durationSeconds"],
      ["resolution", "4k"],
    ]);
  });

  it("passes with fields that are undefined, as spread options leave them", () => {
    const request = {
      prompt: "x",
      firstFrame: undefined,
      references: [{ image: "https://a.b/c.png", name: undefined }],
    };
    expect(messages(request)).toEqual([]);
  });

  it("has exactly the fields that the type has", () => {
    type Fields = { -readonly [Name in keyof VideoRequest]-?: true };
    expectTypeOf<Record<keyof ReturnType<typeof requestFields>, true>>().toEqualTypeOf<Fields>();
    expectTypeOf<z.infer<z.ZodMiniObject<ReturnType<typeof requestFields>>>>().toExtend<VideoRequest>();
    expect(Object.keys(requestFields({ prose: () => text, line: () => text })).length).toBeGreaterThan(20);
  });
});
