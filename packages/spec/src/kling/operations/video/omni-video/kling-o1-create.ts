import { OMNI_O1 } from "../../../video/rows/omni.ts";
import { standardOmniCreate } from "../../../video/standard-create.ts";

export const omniVideoO1 = /* @__PURE__ */ standardOmniCreate(OMNI_O1, {
  title: "Omni video with Kling O1",
  source: { confidence: "DOC", readOn: "2026-09-20", url: "https://kling.ai/document-api/api/video/o1.md" },
});
