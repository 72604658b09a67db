import { legacyList } from "../../../legacy-read.ts";

export const motionControlList = /* @__PURE__ */ legacyList("motion-control");
