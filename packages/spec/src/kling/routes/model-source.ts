import { requireObject } from "../../require-arguments.ts";
import type { Source } from "../../source.ts";
import type { Model } from "../facts/models.ts";

const doc: Source = {
  confidence: "DOC",
  readOn: "2026-09-20",
  note: "capability map of 2026-05-19 and endpoint pages",
};
const old: Source = { confidence: "DOC-OLD", readOn: "2026-03", note: "page Video Models" };
const mirror: Source = {
  confidence: "MIRROR",
  readOn: "2026-11",
  note: "no official page found; path inferred",
};

/** Where a model is known from. Apart from the models: only pages show it. */
export function sourceOfModel(model: Model): Source {
  requireObject("sourceOfModel", { model });
  const { retiredOn, capabilities } = model;
  if (retiredOn !== undefined) return old;
  // A model that nothing can be made with is one that was only announced.
  return capabilities.length === 0 ? mirror : doc;
}
