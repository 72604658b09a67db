import { legacyList } from "../../../families/legacy-reads.ts";

export const omniVideoList = /* @__PURE__ */ legacyList("omni-video");
