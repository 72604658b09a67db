import { TEXT_25_TURBO } from "../../../video/rows/text.ts";
import { standardTextCreate } from "../../../video/standard-create.ts";

export const textToVideo25Turbo = /* @__PURE__ */ standardTextCreate(TEXT_25_TURBO, {
  title: "Text to video with Kling 2.5 Turbo",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/2-5-turbo/text-to-video.md",
  },
});
