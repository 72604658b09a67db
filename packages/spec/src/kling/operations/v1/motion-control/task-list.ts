import { legacyList } from "../../../families/legacy-reads.ts";

export const motionControlList = /* @__PURE__ */ legacyList("motion-control");
