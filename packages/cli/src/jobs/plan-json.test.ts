import { makePlan, parseBatch } from "@klingkit/engine";
import { expect, test } from "vitest";
import { factsOf } from "./plan-json.ts";

const addresses = {
  loadImage: (input: string) =>
    Promise.resolve({ value: input, manifest: { name: input, kind: "url" as const } }),
};
const motion = {
  prompt: "it dances",
  motion: {
    image: "https://example.com/fox.png",
    videoUrl: "https://example.com/dance.mp4",
    orientation: "image",
  },
};

test.each([
  ["kling", "original", "original"],
  ["higgsfield", "original", "original"],
  ["higgsfield", undefined, "original"],
  ["higgsfield", "off", "off"],
])("motion at %s with audio %s is shown as audio %s", async (service, audio, shown) => {
  const request = { ...motion, service, model: "kling-3.0", ...(audio === undefined ? {} : { audio }) };
  const { jobs } = await makePlan(parseBatch(JSON.stringify({ requests: [request] })), addresses);
  expect(jobs.map((job) => factsOf(job)?.audio)).toEqual([shown]);
});
