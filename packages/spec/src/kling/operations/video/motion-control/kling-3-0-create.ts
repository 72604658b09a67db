import { MOTION_30 } from "../../../video/rows/motion.ts";
import { standardMotionCreate } from "../../../video/standard-create.ts";

export const motionControl30 = /* @__PURE__ */ standardMotionCreate(MOTION_30, {
  title: "Motion control with Kling 3.0",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/motion-control.md",
  },
});
