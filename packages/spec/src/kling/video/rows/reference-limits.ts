import type { ReferenceLimits } from "../../facts/capability.ts";

/** @source DOC 2026-09: count matrix of the 3.0 Omni page */
export const OMNI_30_LIMITS: ReferenceLimits = {
  maxWithoutVideo: 7,
  maxWithVideo: 4,
  maxVideoElements: 3,
  maxBesideVideoElements: 4,
  maxVideoElementsWithVideo: 1,
  isExclusiveWithBothFrames: false,
};
/** @source DOC 2026-09: O1 page, multi-image elements only */
export const O1_LIMITS: ReferenceLimits = {
  maxWithoutVideo: 7,
  maxWithVideo: 4,
  maxVideoElements: 0,
  maxBesideVideoElements: 0,
  maxVideoElementsWithVideo: 0,
  isExclusiveWithBothFrames: true,
};
