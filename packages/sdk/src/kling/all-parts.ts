import { SOLUTIONS_GET_MAX_IDS, solutionsQuery } from "@klingkit/spec";
import { createTokens } from "./auth/tokens.ts";
import type { KlingParts } from "./kling-core.ts";
import { readOtherResults } from "./tasks/other-results.ts";

/** What every client has but the one that only makes videos from text. */
export const ALL_PARTS: KlingParts = {
  makeTokens: createTokens,
  readOthers: readOtherResults,
  solutions: { operation: solutionsQuery, maxIds: SOLUTIONS_GET_MAX_IDS },
};
