import { OMNI_O1 } from "../../../video/rows/current.ts";
import { standardCreate } from "../../../video/standard-create.ts";

export const omniVideoO1 = /* @__PURE__ */ standardCreate("omni-video", OMNI_O1, {
  title: "Omni video with Kling O1",
  source: { confidence: "DOC", readOn: "2026-09-20", url: "https://kling.ai/document-api/api/video/o1.md" },
});
