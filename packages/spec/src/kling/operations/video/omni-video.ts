import { legacyVideo } from "../../video/legacy-create.ts";
import { OMNI_VIDEO_ROWS } from "../../video/rows/legacy.ts";

export const omniVideo = /* @__PURE__ */ legacyVideo("omni-video", OMNI_VIDEO_ROWS, {
  title: "Omni video (/v1)",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
