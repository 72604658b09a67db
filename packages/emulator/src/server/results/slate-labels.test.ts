import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Caption, ClipRequest } from "../../media/index.ts";
import { createTestEmulator } from "../../testing/test-emulator.ts";

const LATER_MS = 10 * 60_000;
const IMAGE = "https://example.com/a.png";
const LEGACY = { model_name: "kling-v3", prompt: "a lake", mode: "pro", duration: "5" };

/** An emulator whose renderer only keeps what the slates say. */
async function startWithLabels() {
  const labels: (readonly string[] | undefined)[] = [];
  const captions: Caption[] = [];
  const lastImages: (Uint8Array | undefined)[] = [];
  const renderVideo = ({ caption, lastImage }: ClipRequest) => {
    labels.push(caption.labels);
    captions.push(caption);
    lastImages.push(lastImage);
    return Promise.resolve(new Uint8Array(8));
  };
  const tested = await createTestEmulator({ renderer: { renderVideo }, allowsRetiredModels: true });

  /** Makes a video and downloads it. */
  async function make(path: string, body: object) {
    const { data, body: response } = await tested.call("POST", path, body);
    expect(response.message).toBe("SUCCEED");
    await tested.control.advance(LATER_MS);
    const [video] = (await tested.call("GET", `${path}/${data.task_id}`)).data.task_result.videos;
    await (await tested.emulator.fetch(new Request(video.url))).bytes();
    return video;
  }
  return { labels, captions, lastImages, make };
}

test.each([
  ["/v1/videos/text2video", LEGACY, ["text2video"]],
  [
    "/v1/videos/image2video",
    { ...LEGACY, image: IMAGE, image_tail: IMAGE },
    ["image2video", "first frame", "last frame"],
  ],
  [
    "/v1/videos/omni-video",
    {
      model_name: "kling-v3-omni",
      prompt: "<<<image_1>>> beside <<<image_2>>>",
      duration: "5",
      mode: "std",
      image_list: [{ image_url: IMAGE }, { image_url: `${IMAGE}?2` }],
    },
    ["omni-video", "2 references"],
  ],
])("the slate of %s says what was given", async (path, body, expected) => {
  const { labels, make } = await startWithLabels();
  await make(path, body);
  expect(labels).toEqual([expected]);
});

test("the slate of an extension says of what, and where the new part begins", async () => {
  const { labels, captions, make } = await startWithLabels();
  const parent = await make("/v1/videos/text2video", { ...LEGACY, model_name: "kling-v1-6" });
  const second = await make("/v1/videos/video-extend", { video_id: parent.id, prompt: "it goes on" });
  expect(labels.at(-1)).toEqual(["video-extend", `${parent.id} extended from 5.0 s`]);
  await make("/v1/videos/video-extend", { video_id: second.id, prompt: "and on" });
  expect(captions.map(({ operation }) => operation)).toEqual([undefined, "part 2", "part 3"]);
});

test("a last frame that was sent as data reaches the renderer, unless it is the only image", async () => {
  const lake = readFileSync(new URL("../../../../../examples/lake.png", import.meta.url));
  const { lastImages, make } = await startWithLabels();
  const image = lake.toString("base64");
  await make("/v1/videos/image2video", { ...LEGACY, image, image_tail: image });
  await make("/v1/videos/image2video", { ...LEGACY, image });
  expect(lastImages.map((bytes) => bytes?.length)).toEqual([lake.length, undefined]);
});

const lakeText = () =>
  readFileSync(new URL("../../../../../examples/lake.png", import.meta.url)).toString("base64");

test("references are tiles in the order of the request, those that were sent as data with their pictures", async () => {
  const { captions, make } = await startWithLabels();
  const lake = lakeText();
  await make("/v1/videos/omni-video", {
    ...{
      model_name: "kling-v3-omni",
      prompt: "<<<image_1>>> beside <<<image_2>>>",
      duration: "5",
      mode: "std",
    },
    image_list: [{ image_url: "https://example.com/props/card.jpg?size=2" }, { image_url: lake }],
  });
  const [first, second] = captions[0]?.inputs ?? [];
  expect([first?.code, first?.name, first?.image]).toEqual(["1", "card", undefined]);
  expect([second?.code, second?.name, second?.image?.length]).toEqual([
    "2",
    "reference",
    Buffer.from(lake, "base64").length,
  ]);
  expect(first?.mark).not.toBe(second?.mark);
});

test.each([
  [
    { type: "simple", config: { horizontal: -5 } },
    { right: -0.5, down: 0 },
  ],
  [
    { type: "simple", config: { vertical: 10 } },
    { right: 0, down: -1 },
  ],
  [{ type: "forward_up" }, { down: -0.5, nearer: 0.5 }],
])("a camera %j moves the square", async (camera, expected) => {
  const { captions, make } = await startWithLabels();
  await make("/v1/videos/text2video", {
    ...LEGACY,
    model_name: "kling-v1",
    mode: "std",
    camera_control: camera,
  });
  expect(captions[0]?.camera).toMatchObject(expected);
  expect(captions[0]?.inputs).toBeUndefined();
});

test("motion control shows both inputs and says whose orientation counts", async () => {
  const { captions, make } = await startWithLabels();
  await make("/v1/videos/motion-control", {
    ...{ model_name: "kling-v2-6", image_url: IMAGE, video_url: "https://example.com/dance.mp4" },
    ...{ character_orientation: "video", mode: "std" },
  });
  expect(captions[0]).toMatchObject({
    operation: "motion control",
    labels: ["motion-control", "image", "motion video", "orientation video"],
    inputs: [
      { code: "1", name: "a" },
      { code: "V1", name: "dance" },
    ],
  });
});
