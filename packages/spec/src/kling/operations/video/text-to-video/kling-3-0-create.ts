import { TEXT_30 } from "../../../video/rows/text.ts";
import { standardTextCreate } from "../../../video/standard-create.ts";

export const textToVideo30 = /* @__PURE__ */ standardTextCreate(TEXT_30, {
  title: "Text to video with Kling 3.0",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/3-0-omni/text-to-video.md",
  },
});
