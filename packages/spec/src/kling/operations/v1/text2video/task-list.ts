import { legacyList } from "../../../legacy-read.ts";

export const text2videoList = /* @__PURE__ */ legacyList("text2video", [
  "seed-002/list-response",
  "v1-text2video/list-empty-response",
]);
