import { legacyGet } from "../../../families/legacy-reads.ts";

export const text2videoGet = /* @__PURE__ */ legacyGet("text2video");
