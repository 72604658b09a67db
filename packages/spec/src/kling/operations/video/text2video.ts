import { legacyVideo } from "../../video/legacy-create.ts";
import { TEXT2VIDEO_ROWS } from "../../video/rows/legacy.ts";

export const text2video = /* @__PURE__ */ legacyVideo("text2video", TEXT2VIDEO_ROWS, {
  title: "Text to video (/v1)",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
