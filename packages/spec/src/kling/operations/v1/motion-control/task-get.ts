import { legacyGet } from "../../../families/legacy-reads.ts";

export const motionControlGet = /* @__PURE__ */ legacyGet("motion-control");
