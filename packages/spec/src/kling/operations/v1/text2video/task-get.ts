import { legacyGet } from "../../../legacy-read.ts";

export const text2videoGet = /* @__PURE__ */ legacyGet("text2video");
