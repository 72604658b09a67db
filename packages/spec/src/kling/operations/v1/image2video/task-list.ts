import { legacyList } from "../../../families/legacy-reads.ts";

export const image2videoList = /* @__PURE__ */ legacyList("image2video");
