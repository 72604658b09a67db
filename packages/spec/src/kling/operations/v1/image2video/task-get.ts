import { legacyGet } from "../../../legacy-read.ts";

export const image2videoGet = /* @__PURE__ */ legacyGet("image2video");
