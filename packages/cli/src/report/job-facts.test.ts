import { makePlan, parseBatch } from "@klingkit/engine";
import { expect, test } from "vitest";
import { settingsOf } from "./job-facts.ts";

/** Settings of each request of a batch, as the report shows them. */
async function settingsIn(batch: object) {
  const loadImage = () => Promise.reject(new Error("none"));
  const { jobs } = await makePlan(parseBatch(JSON.stringify(batch)), { loadImage });
  return jobs.map((planned) => settingsOf({ planned, model: planned.model }));
}

test("a setting stands under one name, whichever service, operation or request has it", async () => {
  const body = { prompt: "a fox", aspect_ratio: "9:16", duration: 5 };
  const settings = await settingsIn({
    requests: [
      { prompt: "a fox", model: "kling-v3", aspectRatio: "9:16", durationSeconds: 5, cfgScale: 0.7 },
      {
        operation: "v1/text2video",
        body: { ...body, duration: "5", model_name: "kling-v3", mode: "std", sound: "off", cfg_scale: 0.7 },
      },
      { operation: "kling-video/v2.6/pro/text-to-video", body: { ...body, sound: "off" } },
      { operation: "v1/audio/text-to-audio", body: { prompt: "waves", duration: 5 } },
    ],
  });
  const shared = { length: "5 s", ratio: "9:16", audio: "off" };
  expect(settings).toMatchObject([
    { ...shared, size: "720p", cfgScale: "0.7" },
    { ...shared, size: "720p", cfgScale: "0.7" },
    { ...shared, size: "1080p" },
    { length: "5 s" },
  ]);
  const names = new Set(settings.flatMap((all) => Object.keys(all)));
  expect([...names].sort()).toEqual(["audio", "cfgScale", "length", "model", "ratio", "route", "size"]);
});

test("an image has the size and ratio of its body, as a video has", async () => {
  const body = { model_name: "kling-v3", prompt: "a fox", aspect_ratio: "1:1", resolution: "2k", n: 2 };
  const [image] = await settingsIn({ requests: [{ operation: "v1/images/generations", body }] });
  expect(image).toEqual({
    model: "kling-v3",
    route: "v1/images/generations",
    size: "2k",
    ratio: "1:1",
    n: "2",
  });
});

test("settings that a body has in an object of their own are settings by themselves", async () => {
  const settings = { resolution: "720p", aspect_ratio: "1:1", duration: 10 };
  const body = { settings, contents: [] };
  expect(settingsOf({ planned: { payload: body } as never, model: "" })).toMatchObject({
    length: "10 s",
    size: "720p",
    ratio: "1:1",
  });
});
