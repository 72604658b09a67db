import { legacyVideo } from "../../video/legacy-create.ts";
import { MOTION_CONTROL_ROWS } from "../../video/rows/legacy.ts";

export const motionControl = /* @__PURE__ */ legacyVideo("motion-control", MOTION_CONTROL_ROWS, {
  title: "Motion control (/v1)",
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
