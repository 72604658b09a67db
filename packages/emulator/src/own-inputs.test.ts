import { expect, it } from "vitest";
import { createTestEmulator, type Json } from "./testing/test-emulator.ts";
import { LATER_MS, TEST_CREDENTIAL } from "./testing/test-higgsfield.ts";

const PORTRAIT = "9:16";
const ELSEWHERE = "https://example.com/portrait.png";

/** One emulator with both services, and the sizes of what they made. */
async function createTested() {
  const { call, control, emulator } = await createTestEmulator();
  let lastId = "";
  const sizeOfLast = () => {
    const plan = control.tasks().find(({ id }) => id === lastId)?.results[0];
    return plan && "widthPx" in plan ? [plan.widthPx, plan.heightPx] : undefined;
  };
  async function higgsfield(path: string, body: object): Promise<Json> {
    const headers = { authorization: TEST_CREDENTIAL };
    const send = async (method: string, to: string, text?: string) => {
      const init = { method, headers, ...(text === undefined ? {} : { body: text }) };
      return (await emulator.fetch(new Request(`https://api.higgsfield.ai${to}`, init))).json();
    };
    const made: Json = await send("POST", `/kling-video/${path}`, JSON.stringify(body));
    lastId = made.request_id;
    await control.advance(LATER_MS);
    return send("GET", `/requests/${made.request_id}/status`);
  }
  async function kling(path: string, body: object): Promise<Json> {
    const { data, body: answer } = await call("POST", path, body);
    expect(answer).toMatchObject({ code: 0 });
    lastId = data.task_id;
    await control.advance(LATER_MS);
    return (await call("GET", `${path}/${data.task_id}`)).data.task_result;
  }
  const image = async () => {
    const { images } = await kling("/v1/images/generations", {
      model_name: "kling-v2-1",
      prompt: "a fox",
      aspect_ratio: PORTRAIT,
    });
    return String(images[0].url);
  };
  return { higgsfield, kling, image, sizeOfLast };
}

it("gives a video the ratio of an image that it made itself, at Kling", async () => {
  const { kling, image, sizeOfLast } = await createTested();
  const url = await image();
  await kling("/v1/videos/image2video", { model_name: "kling-v3", prompt: "it runs", image: url });
  expect(sizeOfLast()).toEqual([720, 1280]);
  await kling("/v1/videos/image2video", { model_name: "kling-v3", prompt: "it runs", image: ELSEWHERE });
  expect(sizeOfLast()).toEqual([1280, 720]);
});

it("gives a video the ratio of an image that it made itself, at Higgsfield", async () => {
  const { higgsfield, image, sizeOfLast } = await createTested();
  await higgsfield("v3.0/std/image-to-video", { image_url: await image() });
  expect(sizeOfLast()).toEqual([720, 1280]);
  await higgsfield("v3.0/std/image-to-video", { image_url: ELSEWHERE });
  expect(sizeOfLast()).toEqual([1280, 720]);
});

it("gives an edit the ratio of a video that it made itself, and not that of a reference", async () => {
  const { higgsfield, kling, image, sizeOfLast } = await createTested();
  const { video } = await higgsfield("v3.0/std/text-to-video", { prompt: "a fox", aspect_ratio: PORTRAIT });
  await higgsfield("omni/video-edit", { prompt: "night", mode: "std", video_urls: [video.url] });
  expect(sizeOfLast()).toEqual([720, 1280]);
  const edit = { prompt: "night", mode: "std", video_urls: ["https://example.com/a.mp4"] };
  await higgsfield("omni/video-edit", { ...edit, image_urls: [await image()] });
  expect(sizeOfLast()).toEqual([1280, 720]);
  await kling("/v1/videos/omni-video", {
    model_name: "kling-video-o1",
    prompt: "night",
    mode: "std",
    video_list: [{ video_url: video.url, refer_type: "base" }],
  });
  expect(sizeOfLast()).toEqual([720, 1280]);
});
