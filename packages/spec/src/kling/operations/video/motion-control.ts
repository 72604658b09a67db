import { legacyVideo } from "../../video/legacy-create.ts";
import { motionControlBody } from "../../video/legacy-schema.ts";
import { MOTION_CONTROL_ROWS } from "../../video/rows/motion-control.ts";
import { MOTION_RULES } from "../../video/rules/motion-rules.ts";

export const motionControl = /* @__PURE__ */ legacyVideo("motion-control", {
  title: "Motion control (/v1)",
  taskType: "motion-control",
  capability: "motion-control",
  body: motionControlBody,
  rows: MOTION_CONTROL_ROWS,
  rules: MOTION_RULES,
  defaultModel: "kling-v2-6",
  paths: { audio: "keep_original_sound" },
  source: {
    confidence: "DOC-OLD",
    readOn: "2026-03",
    note: "page withdrawn, endpoint still answers (LIVE 2026-09-28)",
  },
});
