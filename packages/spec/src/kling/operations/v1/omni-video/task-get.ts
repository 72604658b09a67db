import { legacyGet } from "../../../families/legacy-reads.ts";

export const omniVideoGet = /* @__PURE__ */ legacyGet("omni-video");
