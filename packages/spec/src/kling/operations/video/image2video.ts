import { legacyVideo } from "../../video/legacy-create.ts";
import { IMAGE2VIDEO_ROWS } from "../../video/rows/legacy.ts";

export const image2video = /* @__PURE__ */ legacyVideo("image2video", IMAGE2VIDEO_ROWS, {
  title: "Image to video (/v1)",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
