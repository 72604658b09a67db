import { IMAGE_30 } from "../../../video/rows/image.ts";
import { standardImageCreate } from "../../../video/standard-create.ts";

export const imageToVideo30 = /* @__PURE__ */ standardImageCreate(IMAGE_30, {
  title: "Image to video with Kling 3.0",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/3-0-omni/image-to-video.md",
  },
});
