import { IMAGE_25_TURBO } from "../../../video/rows/image.ts";
import { standardImageCreate } from "../../../video/standard-create.ts";

export const imageToVideo25Turbo = /* @__PURE__ */ standardImageCreate(IMAGE_25_TURBO, {
  title: "Image to video with Kling 2.5 Turbo",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/2-5-turbo/image-to-video.md",
  },
});
