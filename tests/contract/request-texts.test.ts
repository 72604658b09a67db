import { type CapabilityRow, REQUEST_FIELD_TEXTS, VIDEO_CREATES } from "@klingkit/spec";
import { describe, expect, it } from "vitest";
import { hasField, higgsfieldModels, klingModels } from "../../scripts/gen/pages/service-features.ts";

/** Models that a text names, as help, the batch schema and pages print it. */
const TAKEN_BY = [
  { field: "negativePrompt", atKling: ({ hasNegativePrompt }) => hasNegativePrompt, wire: "negative_prompt" },
  { field: "cfgScale", atKling: ({ hasCfgScale }) => hasCfgScale, wire: "cfg_scale" },
] as const satisfies readonly {
  readonly field: keyof typeof REQUEST_FIELD_TEXTS;
  readonly atKling: (row: CapabilityRow) => boolean;
  readonly wire: string;
}[];

const RETIRED_ONLY = [
  { field: "camera", has: ({ cameraControl }) => cameraControl },
  { field: "staticMask", has: ({ motionBrushWhen }) => motionBrushWhen },
  { field: "dynamicMasks", has: ({ motionBrushWhen }) => motionBrushWhen },
] as const satisfies readonly {
  readonly field: keyof typeof REQUEST_FIELD_TEXTS;
  readonly has: (row: CapabilityRow) => unknown;
}[];

describe("texts of the fields of a request", () => {
  it.each(TAKEN_BY)("$field names the models that take it at each service", ({ field, atKling, wire }) => {
    const models = `; ${klingModels(atKling).join(", ")}; at Higgsfield ${higgsfieldModels(hasField(wire)).join(", ")}`;

    expect(REQUEST_FIELD_TEXTS[field].description.slice(-models.length)).toBe(models);
  });

  it.each(RETIRED_ONLY)("$field is said to be of the 1.x models, which are retired", ({ field, has }) => {
    const rows = VIDEO_CREATES.flatMap((create) => create.rows).filter((row) => has(row));

    expect(REQUEST_FIELD_TEXTS[field].description).toMatch(/; 1\.x models only, now retired$/);
    expect(rows.filter(({ model, retiredOn }) => !model.startsWith("kling-v1") || !retiredOn)).toEqual([]);
    expect(rows).not.toEqual([]);
  });
});
