import { VOICES_MAX_PAGE_SIZE } from "../../library/limits.ts";
import { legacyList } from "../../product/legacy-reads.ts";

/** Reads the voices that the service offers to everybody: a page of tasks, each with one voice. */
export const presetVoices = /* @__PURE__ */ legacyList("/v1/general/presets-voices", {
  title: "List official voices",
  sdk: ["voices", "presets"],
  cli: ["voice", "presets"],
  maxPageSize: VOICES_MAX_PAGE_SIZE,
  source: { confidence: "DOC", readOn: "2026-10" },
});
