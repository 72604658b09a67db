import { legacyList } from "../../../legacy-read.ts";

export const image2videoList = /* @__PURE__ */ legacyList("image2video");
