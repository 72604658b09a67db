import type { ModelRow } from "../../../operation/operation.ts";
import { RETIREMENT_DAY } from "../../facts/models.ts";

/** What one model makes of an image request, and what it costs. */
export interface ImageGenerationRow extends ModelRow {
  /** Image units per image; absent where no price is listed. */
  readonly unitsFromText?: number;
  readonly unitsWithImage?: number;
  /** Takes `image_reference` and the two fidelities. */
  readonly hasReference: boolean;
  readonly hasElements: boolean;
}

const retired = (model: string, units: Pick<ImageGenerationRow, "unitsFromText" | "unitsWithImage">) => ({
  model,
  ...units,
  hasReference: true,
  hasElements: false,
  retiredOn: RETIREMENT_DAY,
});

/** @source DOC 2026-09-20 (fields, prices), LIVE 2026-09-20 (kling-v3: 8 units), DOC-OLD 2026-03 (retired models; their reference fields INF) */
export const IMAGE_GENERATION_ROWS: readonly ImageGenerationRow[] = [
  { model: "kling-v3", unitsFromText: 8, unitsWithImage: 8, hasReference: false, hasElements: true },
  { model: "kling-v2-1", unitsFromText: 4, unitsWithImage: 8, hasReference: true, hasElements: false },
  retired("kling-v2", { unitsFromText: 4, unitsWithImage: 8 }),
  retired("kling-v2-new", { unitsWithImage: 8 }),
  retired("kling-v1-5", { unitsFromText: 4, unitsWithImage: 8 }),
  retired("kling-v1", { unitsFromText: 1, unitsWithImage: 1 }),
];

/** What one model makes of an image request with references, and what it costs. */
export interface OmniImageRow extends ModelRow {
  readonly resolutions: readonly string[];
  /** Image units per image, by resolution. */
  readonly unitsByResolution: Readonly<Record<string, number>>;
  readonly hasSeries: boolean;
}

/** @source DOC 2026-09-20 (fields, prices), DOC 2026-05-19 (capability map: no series of O1) */
export const OMNI_IMAGE_ROWS: readonly OmniImageRow[] = [
  {
    model: "kling-image-o1",
    resolutions: ["1k", "2k"],
    unitsByResolution: { "1k": 8, "2k": 8 },
    hasSeries: false,
  },
  {
    model: "kling-v3-omni",
    resolutions: ["1k", "2k", "4k"],
    unitsByResolution: { "1k": 8, "2k": 8, "4k": 16 },
    hasSeries: true,
  },
];
