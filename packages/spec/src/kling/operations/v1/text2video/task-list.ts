import { legacyList } from "../../../legacy-read.ts";

export const text2videoList = /* @__PURE__ */ legacyList("text2video");
