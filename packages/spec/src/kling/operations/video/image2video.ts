import { legacyVideo } from "../../video/legacy-create.ts";
import { image2videoBody } from "../../video/legacy-schema.ts";
import { IMAGE2VIDEO_ROWS } from "../../video/rows/image2video.ts";
import { IMAGE_RULES } from "../../video/rules/image-rules.ts";

export const image2video = /* @__PURE__ */ legacyVideo("image2video", {
  title: "Image to video (/v1)",
  taskType: "image2video",
  capability: "image-to-video",
  body: image2videoBody,
  rows: IMAGE2VIDEO_ROWS,
  rules: IMAGE_RULES,
  defaultModel: "kling-v1",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
