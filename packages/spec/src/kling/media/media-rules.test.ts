import { expect, it } from "vitest";
import { MEDIA_RULES } from "./media-rules.ts";

const MB = 1024 * 1024;

it.each([
  ["standardImage", 50 * MB],
  ["legacyImage", 10 * MB],
] as const)("%s: jpg, jpeg, png as URL or base64, 300 px, 1:2.5 to 2.5:1", (name, maxSizeBytes) => {
  expect(MEDIA_RULES[name]).toMatchObject({
    formats: ["jpg", "jpeg", "png"],
    accepts: ["base64", "url"],
    maxSizeBytes,
    minSidePx: 300,
    minAspect: 0.4,
    maxAspect: 2.5,
  });
});

// [rule, MB, least side, most side, least seconds, most seconds]
it.each([
  ["omniVideo", 200, 700, 4553, 3, 15.5],
  ["o1Video", 200, 700, 2160, 3, 10],
  ["legacyOmniVideo", 200, 720, 2160, 3, 15],
  ["legacyO1Video", 200, 720, 2160, 3, 10],
  ["motionVideoForImageOrientation", 100, 340, 3850, 3, 10],
  ["motionVideoForVideoOrientation", 100, 340, 3850, 3, 30],
] as const)(
  "%s: mp4 or mov by URL, %i MB, %i to %i px, %d to %d s",
  (name, size, minSidePx, maxSidePx, minSeconds, maxSeconds) => {
    expect(MEDIA_RULES[name]).toMatchObject({
      formats: ["mp4", "mov"],
      accepts: ["url"],
      maxSizeBytes: size * MB,
      minSidePx,
      maxSidePx,
      minSeconds,
      maxSeconds,
    });
  },
);

it("limits area, ratio and frame rate of the omni reference video", () =>
  expect(MEDIA_RULES.omniVideo).toMatchObject({
    maxAreaPx: 8_294_400,
    minAspect: 0.4,
    maxAspect: 2,
    minFramesPerSecond: 24,
    maxFramesPerSecond: 60,
  }));
