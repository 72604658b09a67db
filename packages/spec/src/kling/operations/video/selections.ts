import type { Schema } from "../../../schema/schema.ts";
import * as s from "../../../schema/schema.ts";
import { judgeListLength, judgeVideo } from "../../check/common-rules.ts";
import { idText, optionalField, requiredField, videoText } from "../../check/fields.ts";
import { judgeOneOf } from "../../check/pair-rules.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import type { RuleScope } from "../../check/rule.ts";
import { EDIT_LIMITS } from "../../facts/editing.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { legacyWrite } from "../../product/legacy-product.ts";

const SOURCE = { confidence: "DOC", readOn: "2026-09-20", note: "its model was retired 2026-09-15" } as const;

const sessionField = () =>
  requiredField(idText(), {
    description: `Session of init-selection; it lives ${EDIT_LIMITS.sessionHours} h.`,
  });

const share = (axis: string) =>
  requiredField(s.number({ minimum: 0, maximum: 1 }), {
    description: `Place along ${axis}, as a share of the picture.`,
  });

const pointsBody = (what: string): Schema =>
  s.object({
    session_id: sessionField(),
    frame_index: requiredField(s.int({ minimum: 0 }), { description: "Frame, from 0." }),
    points: requiredField(
      s.array(s.object({ x: share("the width"), y: share("the height") }), { minItems: 1 }),
      {
        description: what,
      },
    ),
  });

type Scope = RuleScope<CommonFacts, undefined>;

const judgePoints = (scope: Scope): void =>
  judgeListLength(scope, "points", scope.facts.lists["points"], { min: 1, max: EDIT_LIMITS.maxPoints });

/** Opens an editing session for a video. A `status` other than 0 in the answer says that the video was refused. */
export const initSelection = /* @__PURE__ */ legacyWrite({
  path: "/v1/videos/multi-elements/init-selection",
  title: "Open a video for editing",
  action: "create",
  sdk: ["edits", "init"],
  cli: ["edit", "init"],
  body: () =>
    s.object({
      video_id: optionalField(idText(), {
        description: "Id of a video that Kling made in the last 30 days. Give one of the two.",
      }),
      video_url: optionalField(videoText("editVideo"), {
        description: "http(s) URL of an mp4 or mov file of 2 to 5 or 7 to 10 seconds. Give one of the two.",
      }),
    }),
  readFacts: readCommonFacts,
  applyRules: (scope) => {
    judgeOneOf(scope, ["video_id", "video_url"]);
    const { video_url: value } = scope.facts.texts;
    if (value !== undefined) judgeVideo(scope, { path: "video_url", value }, MEDIA_RULES.editVideo);
  },
  source: SOURCE,
});

/** Selects what the points of a frame touch. Answers with the mask of all points of the frame. */
export const addSelection = /* @__PURE__ */ legacyWrite({
  path: "/v1/videos/multi-elements/add-selection",
  title: "Select what points of a frame touch",
  action: "call",
  sdk: ["edits", "select"],
  cli: ["edit", "select"],
  body: () => pointsBody("Points on what is to be selected."),
  readFacts: readCommonFacts,
  applyRules: judgePoints,
  source: SOURCE,
});

/** Takes points back. They must be the same numbers as when they were given. */
export const deleteSelection = /* @__PURE__ */ legacyWrite({
  path: "/v1/videos/multi-elements/delete-selection",
  title: "Take points of a frame back",
  action: "call",
  sdk: ["edits", "unselect"],
  cli: ["edit", "unselect"],
  body: () => pointsBody("Points that were given before, as the same numbers."),
  readFacts: readCommonFacts,
  applyRules: judgePoints,
  source: SOURCE,
});

/** Takes the points of all frames back. The session stays usable. */
export const clearSelection = /* @__PURE__ */ legacyWrite({
  path: "/v1/videos/multi-elements/clear-selection",
  title: "Take all points back",
  action: "call",
  sdk: ["edits", "clear"],
  cli: ["edit", "clear"],
  body: () => s.object({ session_id: sessionField() }),
  readFacts: readCommonFacts,
  applyRules: () => {},
  source: SOURCE,
});

/** Draws what is selected over the video. */
export const previewSelection = /* @__PURE__ */ legacyWrite({
  path: "/v1/videos/multi-elements/preview-selection",
  title: "Show what is selected",
  action: "call",
  sdk: ["edits", "preview"],
  cli: ["edit", "preview"],
  body: () => s.object({ session_id: sessionField() }),
  readFacts: readCommonFacts,
  applyRules: () => {},
  source: SOURCE,
});
