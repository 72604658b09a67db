import * as s from "../../../schema/schema.ts";
import { requiredField } from "../../check/fields.ts";
import { poolOf } from "../../facts/pools.ts";
import { solution } from "../../solution/solution.ts";
import { IMAGE_ITEM_TEXT, resolutionField } from "../../solution/solution-fields.ts";

/** A commercial of goods, made from their pictures, name and description. */
export const goodsStudio = /* @__PURE__ */ solution({
  path: "/solutions/e-commerce/goods_studio",
  title: "Goods studio",
  sdk: "goodsStudio",
  cli: "goods-studio",
  promptType: "goods_description",
  contents: [
    {
      type: "ref_image",
      description: `A picture of the goods. ${IMAGE_ITEM_TEXT}`,
      carries: { kind: "image", rule: "solutionImage" },
      min: 1,
      max: 5,
      sentences: {
        missing: "Product image is missing. Please upload a product image.",
        tooMany: "At most 5 ref_image items are allowed in contents.",
        unusable: "Unsupported product image. Please check the image format, size and dimensions.",
      },
    },
    {
      type: "goods_title",
      description: "Name of the goods.",
      carries: { kind: "text", maxCharacters: 200 },
      min: 1,
      max: 1,
      sentences: {
        missing: "Product title is missing. Please provide a product title.",
        tooMany: "Only one goods_title item is allowed in contents.",
        tooLong: "goods_title exceeds the 200-character limit.",
      },
    },
    {
      type: "goods_description",
      description: "What is said of the goods.",
      carries: { kind: "text", maxCharacters: 2000 },
      max: 1,
      sentences: {
        tooMany: "Only one goods_description item is allowed in contents.",
        tooLong: "goods_description exceeds the 2000-character limit.",
      },
    },
  ],
  settings: () => ({
    resolution: resolutionField(),
    aspect_ratio: requiredField(s.oneOf(["9:16", "1:1", "16:9"]), { description: "Width to height." }),
    duration: requiredField(s.oneOf([15, 30, 60]), { description: "Length of the video.", unit: "seconds" }),
  }),
  watermark: "watermark",
  sentences: {
    "settings.resolution": "Unsupported resolution. Only 720p and 1080p are supported.",
    "settings.aspect_ratio": "aspect_ratio only supports 9:16, 1:1 and 16:9.",
    "settings.duration": "Unsupported duration. Only 15, 30 and 60 seconds are supported.",
  },
  outcome: ({ settings: { resolution, aspect_ratio, duration } }) => ({
    results: [
      {
        kind: "video",
        seconds: Number(duration),
        resolution: String(resolution),
        aspectRatio: String(aspect_ratio),
      },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  price: "Kling publishes no price for the goods studio",
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});
