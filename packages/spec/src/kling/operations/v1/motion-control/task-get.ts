import { legacyGet } from "../../../legacy-read.ts";

export const motionControlGet = /* @__PURE__ */ legacyGet("motion-control");
