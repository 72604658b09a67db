import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage, judgeLength, judgeListLength } from "../../check/common-rules.ts";
import {
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  requiredField,
  taskOptions,
} from "../../check/fields.ts";
import { listOf, objectOf, oneOf, textOf } from "../../check/read-body.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import type { RuleScope } from "../../check/rule.ts";
import { EDIT_LIMITS, EDIT_MODES, EDIT_UNITS_PER_SECOND, type EditMode } from "../../facts/editing.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const PROMPT_MAX_CHARACTERS = 2500;
const DURATIONS = ["5", "10"] as const;
const MODES = ["std", "pro"] as const;

const words = (description: string) => ({
  description,
  unit: "characters",
  maxLength: PROMPT_MAX_CHARACTERS,
});

const secondsOf = ({ texts }: CommonFacts): number => Number(oneOf(texts["duration"], DURATIONS) ?? "5");

/** Adds, swaps or removes what was selected in a session. */
export const multiElements = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/multi-elements",
  title: "Edit what was selected in a video",
  sdk: ["edits", "apply"],
  cli: ["edit", "apply"],
  taskType: "edit",
  body: () =>
    s.object({
      session_id: requiredField(idText(), { description: "Session whose selections are used." }),
      edit_mode: requiredField(s.oneOf(EDIT_MODES), {
        description: "`addition` needs no selection; `swap` and `removal` need one.",
      }),
      image_list: optionalField(
        s.array(s.object({ image: requiredField(imageText("legacyImage"), { description: IMAGE_TEXT }) })),
        { description: "Pictures of what comes in: 1 to 2 for addition, 1 for swap, none for removal." },
      ),
      prompt: requiredField(
        s.string({ minLength: 1 }),
        words("What is done; names the video as `<<<video_1>>>` and each picture as `<<<image_1>>>`."),
      ),
      negative_prompt: optionalField(s.string(), words("What must not be seen.")),
      mode: optionalField(s.oneOf(MODES), { description: "Quality.", serviceDefault: "std" }),
      duration: optionalField(s.oneOf(DURATIONS), {
        description: "`5` for videos of 2 to 5 seconds, `10` for those of 7 to 10.",
        unit: "seconds",
        serviceDefault: "5",
      }),
      model_name: optionalField(s.string(), { description: "Older bodies have it; it is ignored." }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules: judgeEdit,
  // As long as its source. INF
  outcome: () => ({ results: [{ kind: "video" }], slots: 1, pool: poolOf("video") }),
  estimate: (facts) => {
    const rate = EDIT_UNITS_PER_SECOND[oneOf(facts.texts["mode"], MODES) ?? "std"];
    return knownPrice("video", rate * secondsOf(facts));
  },
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    note: "prices DOC-OLD; its model was retired 2026-09-15, and no call was recorded since",
  },
});

function judgeEdit(scope: RuleScope<CommonFacts, undefined>): void {
  const { texts, lists, prompt, callbackUrl } = scope.facts;
  judgeLength(scope, "prompt", prompt, PROMPT_MAX_CHARACTERS);
  judgeLength(scope, "negative_prompt", texts["negative_prompt"], PROMPT_MAX_CHARACTERS);
  const images = listOf(lists["image_list"]);
  const mode: EditMode = oneOf(texts["edit_mode"], EDIT_MODES) ?? "removal";
  judgeListLength(scope, "image_list", images, EDIT_LIMITS.images[mode]);
  for (const [at, item] of images.entries()) {
    const value = textOf(objectOf(item)["image"]) ?? "";
    judgeImage(scope, { path: `image_list[${at}].image`, value }, MEDIA_RULES.legacyImage);
  }
  const names = ["<<<video_1>>>", ...images.map((_, at) => `<<<image_${at + 1}>>>`)];
  const missing = names.filter((name) => prompt !== undefined && !prompt.includes(name));
  if (missing.length > 0)
    scope.warn({ rule: "label-unused", path: "prompt", message: `does not name ${missing.join(", ")}.` });
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
}
