import { legacyGet } from "../../../legacy-read.ts";

export const text2videoGet = /* @__PURE__ */ legacyGet("text2video", [
  "seed-002/direct-response",
  "v1-text2video/get-response",
]);
