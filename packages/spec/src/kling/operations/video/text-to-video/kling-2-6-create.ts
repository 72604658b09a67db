import { TEXT_26 } from "../../../video/rows/text.ts";
import { standardTextCreate } from "../../../video/standard-create.ts";

export const textToVideo26 = /* @__PURE__ */ standardTextCreate(TEXT_26, {
  title: "Text to video with Kling 2.6",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/2-6/text-to-video.md",
  },
});
