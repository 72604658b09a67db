import { TEXT_30_TURBO } from "../../../video/rows/text.ts";
import { standardTextCreate } from "../../../video/standard-create.ts";

export const textToVideo30Turbo = /* @__PURE__ */ standardTextCreate(TEXT_30_TURBO, {
  title: "Text to video with Kling 3.0 Turbo",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/3-0-turbo/text-to-video.md",
  },
});
