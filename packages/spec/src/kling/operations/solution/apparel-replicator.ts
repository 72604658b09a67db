import * as s from "../../../schema/schema.ts";
import { requiredField } from "../../check/fields.ts";
import { poolOf } from "../../facts/pools.ts";
import { APPAREL_VOICES } from "../../facts/solution-catalogues.ts";
import { solution } from "../../solution/solution.ts";
import { IMAGE_ITEM_TEXT, ratioField, resolutionField } from "../../solution/solution-fields.ts";

const RATIOS = ["9:16", "2:3", "3:4", "1:1", "4:3", "3:2", "16:9", "21:9"] as const;

/** What the service says of the video, missing or unusable. @source DOC 2026-10 */
const VIDEO_MISSING = "Reference video is missing. Please upload a reference video.";
const BGM_EMPTY =
  "bgm is provided but url is empty. Please provide a BGM file URL or remove bgm to use the system default BGM.";

/** The video of an article of clothing made again with another one. Answers with images and a video. */
export const apparelReplicator = /* @__PURE__ */ solution({
  path: "/solutions/e-commerce/clothing_dupe",
  title: "Apparel replicator",
  sdk: "replicateApparel",
  cli: "replicate-apparel",
  promptType: "product_info",
  contents: [
    {
      type: "product_info",
      description: "What the article is.",
      carries: { kind: "text", maxCharacters: 2500 },
      min: 1,
      max: 1,
      sentences: { missing: "Product description is missing. Please provide a product description." },
    },
    {
      type: "source_video",
      description: "http(s) URL of the video to make again; base64 is not accepted.",
      carries: { kind: "video", rule: "apparelVideo" },
      min: 1,
      max: 1,
      sentences: { missing: VIDEO_MISSING, unusable: VIDEO_MISSING },
    },
    {
      type: "product_image",
      description: `A picture of the article. ${IMAGE_ITEM_TEXT}`,
      carries: { kind: "image", rule: "solutionImage" },
      min: 1,
      max: 5,
      sentences: { missing: "Product image is missing. Please upload a product image." },
    },
    {
      type: "model_image",
      description: `A picture of who wears it; without one, the person of the video. ${IMAGE_ITEM_TEXT}`,
      carries: { kind: "image", rule: "solutionImage" },
      max: 5,
    },
    {
      type: "bgm",
      description: "http(s) URL of music, looped or cut to the video; without it the service chooses.",
      carries: { kind: "audio", rule: "apparelMusic" },
      max: 1,
      sentences: { tooMany: "Only one bgm item is allowed in contents.", unusable: BGM_EMPTY },
    },
    {
      type: "voice",
      description: "Voice of the video.",
      carries: {
        kind: "fields",
        fields: () => ({
          voice_id: requiredField(s.oneOf(APPAREL_VOICES), {
            description: "Voice of the video; without one, audio and picture are made together.",
          }),
        }),
      },
      max: 1,
      sentences: { tooMany: "Only one voice item is allowed in contents." },
    },
  ],
  settings: () => ({
    resolution: resolutionField("720p"),
    aspect_ratio: ratioField(RATIOS, "that of the video"),
  }),
  watermark: "watermark_info",
  sentences: {
    "contents[source_video].url": VIDEO_MISSING,
    "contents[bgm].url": BGM_EMPTY,
    "contents[].voice_id": "Invalid voice_id. Please select a valid voice from the voice library.",
    "settings.resolution": "Unsupported resolution. Only 720P and 1080P are supported.",
    "settings.aspect_ratio": `aspect_ratio only supports ${RATIOS.slice(0, -1).join(", ")} and ${RATIOS.at(-1)}.`,
  },
  outcome: ({ settings: { resolution, aspect_ratio: ratio } }) => {
    const aspect = ratio === undefined ? {} : { aspectRatio: String(ratio) };
    return {
      results: [
        { kind: "image", type: "product_image", ...aspect },
        { kind: "image", type: "model_images", ...aspect },
        { kind: "video", type: "product_video", resolution: String(resolution ?? "720p"), ...aspect },
      ],
      slots: 1,
      pool: poolOf("video"),
    };
  },
  price: "Kling publishes no price for the apparel replicator",
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});
