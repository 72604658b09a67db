import { MOTION_26 } from "../../../video/rows/motion.ts";
import { standardMotionCreate } from "../../../video/standard-create.ts";

export const motionControl26 = /* @__PURE__ */ standardMotionCreate(MOTION_26, {
  title: "Motion control with Kling 2.6",
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    url: "https://kling.ai/document-api/api/video/motion-control/2-6.md",
  },
});
