import { OMNI_30 } from "../../../video/rows/omni.ts";
import { standardOmniCreate } from "../../../video/standard-create.ts";

export const omniVideo30 = /* @__PURE__ */ standardOmniCreate(OMNI_30, {
  title: "Omni video with Kling 3.0 Omni",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/3-0-omni/video-omni.md",
  },
});
