import { expect, test } from "vitest";
import { countNoun, resultNoun } from "./result-noun.ts";

test.each([
  ["v1/text2video:kling-v3"],
  ["text-to-video/kling-3.0-turbo"],
  ["v1/advanced-lip-sync"],
  ["v1/effects"],
  ["adopted:text2video"],
])("calls what %s makes a video", (routeId) => {
  expect(resultNoun([{ routeId }, { routeId, unit: "video" }])).toBe("video");
});

const VIDEO = { routeId: "v1/text2video:kling-v3" };

test.each([
  { routeId: "v1/images/generations", unit: "image" },
  // Paid in units of the video pack.
  { routeId: "v1/audio/tts" },
  { routeId: "v1/identify-face" },
  { routeId: "v1/general/advanced-custom-elements" },
  { routeId: "kling-video/v2.1", unit: "usd" },
] as const)("calls a video beside what $routeId makes a result", (other) => {
  expect(resultNoun([VIDEO, other])).toBe("result");
});

test("counts jobs that make no video as jobs or requests: each may make several results", () => {
  const still = { routeId: "v1/images/generations", unit: "image" } as const;
  expect(countNoun([VIDEO, still], "job")).toBe("job");
  expect(countNoun([VIDEO, still], "request")).toBe("request");
  expect(countNoun([VIDEO], "job")).toBe("video");
});
