import { IMAGE_30_TURBO } from "../../../video/rows/image.ts";
import { standardImageCreate } from "../../../video/standard-create.ts";

export const imageToVideo30Turbo = /* @__PURE__ */ standardImageCreate(IMAGE_30_TURBO, {
  title: "Image to video with Kling 3.0 Turbo",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/3-0-turbo/image-to-video.md",
  },
});
