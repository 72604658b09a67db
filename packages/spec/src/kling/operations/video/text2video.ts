import { legacyVideo } from "../../video/legacy-create.ts";
import { text2videoBody } from "../../video/legacy-schema.ts";
import { TEXT2VIDEO_ROWS } from "../../video/rows/text2video.ts";
import { LEGACY_TEXT_RULES } from "../../video/rules/legacy-text-rules.ts";

export const text2video = /* @__PURE__ */ legacyVideo("text2video", {
  title: "Text to video (/v1)",
  taskType: "text2video",
  capability: "text-to-video",
  body: text2videoBody,
  rows: TEXT2VIDEO_ROWS,
  rules: LEGACY_TEXT_RULES,
  defaultModel: "kling-v1",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
