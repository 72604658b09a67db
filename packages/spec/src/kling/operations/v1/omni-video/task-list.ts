import { legacyList } from "../../../legacy-read.ts";

export const omniVideoList = /* @__PURE__ */ legacyList("omni-video");
