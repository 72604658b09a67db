import { legacyList } from "../../../families/legacy-reads.ts";

export const text2videoList = /* @__PURE__ */ legacyList("text2video");
