import { creditsOf, findHiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { loadFixture } from "@klingkit/testkit";
import { describe, expect, it } from "vitest";

function operation(path: string) {
  const found = findHiggsfieldCreate(`kling-video/${path}`);
  if (!found) throw new Error(`no endpoint ${path}`);
  return found;
}

// The table of defaults and tiers (higgsfield.md §8.1, §8.4), written by hand.
describe("what an endpoint brings when only the required fields are sent", () => {
  it.each([
    ["v2.5-turbo/pro/text-to-video", { seconds: 5, resolution: "1080p", hasSound: false }],
    ["v2.5-turbo/standard/image-to-video", { seconds: 5, resolution: "720p", hasSound: false }],
    ["v2.6/pro/text-to-video", { seconds: 5, aspectRatio: "16:9", resolution: "1080p", hasSound: true }],
    ["v2.6/pro/image-to-video", { seconds: 5, resolution: "1080p", hasSound: true }],
    ["motion-control/std", { resolution: "720p", hasSound: true, keepsSound: true }],
    ["v3/motion-control/pro", { resolution: "1080p", hasSound: true, keepsSound: true }],
    ["v3.0/std/text-to-video", { seconds: 5, aspectRatio: "16:9", resolution: "720p", hasSound: true }],
    ["v3.0/4k/image-to-video", { seconds: 5, resolution: "4k", hasSound: true }],
    ["v3.0-turbo/text-to-video", { seconds: 5, aspectRatio: "16:9", resolution: "720p", hasSound: true }],
    ["omni/first-last-frame", { seconds: 5, aspectRatio: "16:9", resolution: "1080p", hasSound: false }],
    ["omni/image-reference", { seconds: 5, aspectRatio: "16:9", resolution: "1080p", hasSound: false }],
    ["omni/video-edit", { resolution: "1080p", hasSound: false }],
    ["o3/first-last-frame", { seconds: 5, resolution: "1080p", hasSound: false }],
    ["o3/image-reference", { seconds: 5, resolution: "720p", hasSound: false }],
    ["o3/video-reference", { seconds: 5, resolution: "1080p", hasSound: false }],
    ["v2.1/master/text-to-video", { seconds: 5, aspectRatio: "1:1", resolution: "1080p", hasSound: false }],
  ])("%s", (path, result) =>
    expect(operation(path).outcome({})).toEqual({
      results: [{ kind: "video", ...result }],
      slots: 1,
      pool: "account",
    }),
  );
});

// The price page of 2026-09-25 (higgsfield-more.md §3), written by hand: US dollars per second.
describe("prices", () => {
  it.each([
    ["v3.0/std/text-to-video", { sound: "off" }, 0.42],
    ["v3.0/std/text-to-video", {}, 0.63],
    ["v3.0/pro/image-to-video", { sound: "off", duration: 10 }, 1.12],
    ["v3.0/pro/image-to-video", { duration: 10 }, 1.68],
    ["v3.0/4k/text-to-video", {}, 2.1],
    ["v3.0-turbo/text-to-video", {}, 0.56],
    ["v3.0-turbo/image-to-video", { resolution: "1080p" }, 0.7],
    ["v2.6/pro/text-to-video", { sound: "off" }, 0.35],
    ["v2.6/pro/text-to-video", {}, 0.7],
    ["v2.5-turbo/pro/text-to-video", { duration: 10 }, 0.7],
    ["v2.5-turbo/standard/image-to-video", {}, 0.21],
    ["omni/first-last-frame", { mode: "std" }, 0.42],
    ["omni/image-reference", {}, 0.56],
    ["omni/video-reference", { duration: 3 }, 0.504],
    ["o3/image-reference", {}, 0.42],
    ["o3/image-reference", { sound: "on", mode: "pro" }, 0.7],
    ["o3/first-last-frame", { mode: "4k" }, 2.1],
    ["o3/video-reference", { mode: "std" }, 0.63],
  ])("%s %j costs US$ %d", (path, body, usd) =>
    expect(operation(path).estimate(body)).toMatchObject({ isKnown: true, unit: "usd", units: usd, usd }),
  );

  it("follow the input video, rounded up, with a ceiling while its length is unknown", () => {
    const motion = operation("v3/motion-control/std");
    expect(motion.estimate({}, { inputVideoSeconds: 4.2 })).toMatchObject({
      isKnown: true,
      usd: 0.63,
      seconds: 5,
    });
    expect(motion.estimate({})).toMatchObject({ isKnown: false, ceiling: { usd: 3.78, seconds: 30 } });
    expect(motion.estimate({ character_orientation: "image" })).toMatchObject({ ceiling: { usd: 1.26 } });
    expect(operation("o3/video-edit").estimate({})).toMatchObject({ ceiling: { usd: 1.68, seconds: 10 } });
  });

  it("are unknown, never 0, for what no price list has", () =>
    expect(operation("v2.1/pro/image-to-video").estimate({})).toEqual({
      isKnown: false,
      reason: "the price list has no entry for this endpoint, 1080p, silent",
      priceCard: "higgsfield-2026-09-25",
    }));

  it("turn into credits as the documented estimate does", () => {
    const { credits, usd } = loadFixture("estimate/response", "higgsfield").body;
    expect(creditsOf(Number(usd))).toBeCloseTo(Number(credits), 1);
  });
});
