import { legacyGet } from "../../../families/legacy-reads.ts";

export const image2videoGet = /* @__PURE__ */ legacyGet("image2video");
