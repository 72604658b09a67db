import { expect, it } from "vitest";
import { findCreate } from "../kling/operations/index.ts";
import { mapMedia, mediaFieldsOf } from "./media-fields.ts";

function schemaOf(id: string) {
  const operation = findCreate(id);
  if (!operation) throw new Error(`no operation ${id}`);
  return operation.body;
}

it("finds media fields in lists, by the kind of each item, with the rule of the file", () => {
  const contents = [
    { type: "prompt", text: "a fox" },
    { type: "first_frame", url: "fox.png" },
  ];
  expect(mediaFieldsOf(schemaOf("image-to-video/kling-3.0"), { contents })).toEqual([
    { path: "contents[1].url", value: "fox.png", kind: "image", rule: "standardImage" },
  ]);
  expect(
    mediaFieldsOf(schemaOf("v1/omni-video"), {
      prompt: "a fox",
      image_list: [{ image_url: "a.png" }],
      video_list: [{ video_url: "https://example.com/b.mp4" }],
    }),
  ).toEqual([
    { path: "image_list[0].image_url", value: "a.png", kind: "image", rule: "legacyImage" },
    { path: "video_list[0].video_url", value: "https://example.com/b.mp4", kind: "video" },
  ]);
});

it("leaves alone what is no media field, or not of its type", () => {
  const body = { prompt: "fox.png", image: 5, unknown: "fox.png" };
  expect(mapMedia(schemaOf("v1/image2video"), body, () => "changed")).toEqual(body);
  expect(mapMedia(schemaOf("v1/image2video"), "text", () => "changed")).toBe("text");
});

it("changes media fields in a copy", () => {
  const body = { image: "a.png", dynamic_masks: [{ mask: "m.png", trajectories: [] }] };
  expect(mapMedia(schemaOf("v1/image2video"), body, ({ value }) => `${value}!`)).toEqual({
    image: "a.png!",
    dynamic_masks: [{ mask: "m.png!", trajectories: [] }],
  });
  expect(body.image).toBe("a.png");
});
