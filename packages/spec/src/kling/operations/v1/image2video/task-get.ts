import { legacyGet } from "../../../legacy-read.ts";

export const image2videoGet = /* @__PURE__ */ legacyGet("image2video", [
  "v1-image2video/get-failed-response",
]);
