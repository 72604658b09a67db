import { legacyGet } from "../../../legacy-read.ts";

export const omniVideoGet = /* @__PURE__ */ legacyGet("omni-video");
