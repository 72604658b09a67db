import { legacyList } from "../../product/legacy-reads.ts";

/** Reads the elements that the service offers to everybody: a page of tasks, each with one element. */
export const advancedPresetElements = /* @__PURE__ */ legacyList("/v1/general/advanced-presets-elements", {
  title: "List official elements",
  sdk: ["elements", "presets"],
  cli: ["element", "presets"],
  source: { confidence: "DOC", readOn: "2026-10" },
});
