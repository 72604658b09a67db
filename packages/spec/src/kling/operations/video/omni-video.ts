import { legacyVideo } from "../../video/legacy-create.ts";
import { inspectImages } from "../../video/legacy-facts.ts";
import { omniVideoBody } from "../../video/legacy-schema.ts";
import { OMNI_VIDEO_ROWS } from "../../video/rows/omni-video.ts";
import { OMNI_RULES } from "../../video/rules/omni-rules.ts";

export const omniVideo = /* @__PURE__ */ legacyVideo("omni-video", {
  title: "Omni video (/v1)",
  taskType: "create",
  capability: "omni-video",
  body: omniVideoBody,
  rows: OMNI_VIDEO_ROWS,
  rules: OMNI_RULES,
  defaultModel: "kling-video-o1",
  paths: { firstFrame: "image_list", lastFrame: "image_list" },
  inspect: inspectImages,
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
