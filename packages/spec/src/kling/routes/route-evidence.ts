import { requireObject } from "../../require-arguments.ts";
import type { Source } from "../../source.ts";
import type { Route } from "./routes.ts";

/** What the state of a route rests on. */
export interface Evidence extends Source {
  readonly taskId?: string;
  readonly deductedUnits?: string;
}

const seed: Evidence = {
  confidence: "LIVE",
  readOn: "2026-03-30",
  note: "seed 000: verified production pair",
};
const page: Evidence = { confidence: "DOC", readOn: "2026-09-20", note: "current endpoint page" };
const gone: Evidence = {
  confidence: "DOC-OLD",
  readOn: "2026-03",
  note: "page withdrawn; change log 2026-07-15: /v1 stays available",
};
const unverified: Evidence = {
  confidence: "INF",
  readOn: "2026-11-20",
  note: "not in the retirement notice; acceptance on /v1 not recorded",
};
const reseller: Evidence = {
  confidence: "MIRROR",
  readOn: "2026-11",
  note: "path inferred from reseller bodies; no official page found",
};
const confirmed = (note: string, readOn: string): Evidence => ({ confidence: "LIVE", readOn, note });
const stillAnswers = confirmed("third party: still answers", "2026-09-28");
const run = (note: string, deductedUnits: string): Evidence => ({
  ...confirmed(`third party: ${note}`, "2026-09-20"),
  deductedUnits,
});

/** Evidence by route id, where there is more than what is usual in the family. */
const EVIDENCE: Readonly<Record<string, readonly Evidence[]>> = {
  "v1/text2video:kling-v3": [seed, confirmed("response of 2026-03-29 recorded; still answers", "2026-09-28")],
  "v1/image2video:kling-v3": [seed, confirmed("`image` as raw base64; still answers", "2026-09-28")],
  "v1/omni-video:kling-v3-omni": [
    seed,
    { ...seed, note: "`image_list[].image_url` as raw base64 with type first_frame" },
  ],
  "v1/text2video:kling-v2-5-turbo": [gone, stillAnswers],
  "v1/image2video:kling-v2-5-turbo": [gone, stillAnswers],
  "text-to-video:kling-3.0-turbo": [page, run("3 s 720p, 28 s wall time", "2.4")],
  "omni-video:kling-3.0-omni": [page, run("3 s 720p silent, 83 s wall time", "1.8")],
  "text-to-video:kling-2.5-turbo": [page, run("5 s 720p, about 50 s wall time", "1.5")],
  "v1/multi-image2video:kling-v1-6": [
    {
      confidence: "DOC-OLD",
      readOn: "2026-03",
      note: "seed 000: legacy candidate, no production default (Reference to Video)",
    },
    confirmed("answers `This API is no longer available`", "2026-09-28"),
  ],
  "text-to-video:kling-4.0": [reseller],
  "image-to-video:kling-4.0": [reseller],
  "omni-video:kling-4.0": [reseller],
};

/** What the state of a route rests on, never empty. Apart from the routes: only pages and lists show it. */
export function evidenceOf(route: Route): readonly Evidence[] {
  requireObject("evidenceOf", { route });
  const { id, family, row } = route;
  if (row?.retiredOn) return [confirmed("`The model … has been discontinued`", row.retiredOn)];
  return EVIDENCE[id] ?? (family === "standard" ? [page] : [gone, unverified]);
}

/** Routes with evidence of their own; a test holds it against the registry. */
export const ROUTES_WITH_EVIDENCE: readonly string[] = /* @__PURE__ */ Object.keys(EVIDENCE);
