import * as s from "../../../schema/schema.ts";
import { judgeVideo } from "../../check/common-rules.ts";
import { idText, optionalField, videoText } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { readCommonFacts } from "../../check/read-common-facts.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { legacyCall } from "../../product/legacy-product.ts";

/** Finds the faces of a video of 2 to 60 seconds, and opens a session for lip sync. Answers at once, without a task. */
export const identifyFace = /* @__PURE__ */ legacyCall({
  path: "/v1/videos/identify-face",
  title: "Find the faces of a video",
  sdk: ["lipSync", "identify"],
  cli: ["lip-sync", "identify"],
  hasNoTask: true,
  answerId: "session_id",
  body: () =>
    s.object({
      video_id: optionalField(idText(), {
        description: "Id of a video that Kling made in the last 30 days. Give one of the two.",
      }),
      video_url: optionalField(videoText("lipSyncVideo"), {
        description: "http(s) URL of an mp4 or mov file of up to 100 MB. Give one of the two.",
      }),
    }),
  paths: { model: "model_name", externalTaskId: undefined, callbackUrl: undefined },
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    judgeOneOf(scope, ["video_id", "video_url"]);
    const { video_url: value } = scope.facts.texts;
    if (value !== undefined) judgeVideo(scope, { path: "video_url", value }, MEDIA_RULES.lipSyncVideo);
  },
  // A picture of each face; how many there are shows the answer.
  outcome: () => ({
    results: [{ kind: "image", aspectRatio: "1:1", mayBeSeveral: true }],
    slots: 0,
    pool: poolOf("video"),
  }),
  estimate: () => knownPrice("video", 0.05),
  source: { confidence: "DOC", readOn: "2026-09", note: "slots INF" },
});
