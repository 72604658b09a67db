import { IMAGE_26 } from "../../../video/rows/image.ts";
import { standardImageCreate } from "../../../video/standard-create.ts";

export const imageToVideo26 = /* @__PURE__ */ standardImageCreate(IMAGE_26, {
  title: "Image to video with Kling 2.6",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/2-6/image-to-video.md",
  },
});
