import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeListLength, judgeVideo } from "../../check/common-rules.ts";
import {
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  requiredField,
  taskIds,
  videoText,
} from "../../check/fields.ts";
import type { Rule } from "../../check/rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice } from "../../facts/units.ts";
import { type ElementFacts, judgeElement, readElementFacts } from "../../library/element-facts.ts";
import { elementTags, elementTexts, imageList } from "../../library/element-fields.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

const IMAGES = "element_image_list";
const VIDEOS = "element_video_list";

const applyRules: Rule<ElementFacts, undefined> = (scope) => {
  const { facts, refuse } = scope;
  const { referVideos, callbackUrl } = facts;
  const isOfVideo = facts.texts["reference_type"] === "video_refer";
  const needed = isOfVideo ? VIDEOS : IMAGES;
  if (!facts.given(needed)) {
    const message = `is required with reference_type '${isOfVideo ? "video_refer" : "image_refer"}'.`;
    refuse({ rule: "required", path: needed, message });
  }
  if (!isOfVideo && referVideos.length > 0) {
    const message = "goes with reference_type 'video_refer' only. Leave it out.";
    refuse({ rule: "dependent-field", path: VIDEOS, message, subject: "reference_type 'video_refer'" });
  }
  judgeElement(scope, `${IMAGES}.refer_images`);
  if (isOfVideo && facts.given(VIDEOS))
    judgeListLength(scope, `${VIDEOS}.refer_videos`, referVideos, { min: 1, max: 1 });
  for (const video of referVideos) judgeVideo(scope, video, MEDIA_RULES.elementVideo);
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, callbackUrl);
};

/** Makes an element of pictures or of a video, for the library. A task like any other, whose price is 0. */
export const advancedElements = /* @__PURE__ */ legacyProduct<ElementFacts>({
  path: "/v1/general/advanced-custom-elements",
  title: "Create an element",
  sdk: ["elements", "create"],
  cli: ["element", "create"],
  body: () =>
    s.object({
      ...elementTexts(),
      reference_type: requiredField(s.oneOf(["image_refer", "video_refer"]), {
        description:
          "What it is made of: `image_refer` pictures, `video_refer` a video of a realistic person (3.0 Omni and later use it).",
      }),
      element_image_list: optionalField(
        s.object({
          frontal_image: requiredField(imageText("legacyImage"), {
            description: `Picture from the front: ${IMAGE_TEXT}`,
          }),
          refer_images: requiredField(imageList(), { description: "1 to 3 further pictures." }),
        }),
        { description: "Pictures; with `image_refer`." },
      ),
      element_video_list: optionalField(
        s.object({
          refer_videos: optionalField(
            s.array(
              s.object({
                video_url: requiredField(videoText("elementVideo"), {
                  description:
                    "http(s) URL of an mp4 or mov file, 3 to 8 s, 1080p, 16:9 or 9:16, up to 200 MB.",
                }),
              }),
            ),
            { description: "Exactly one video. Speech in it may become a voice of the element." },
          ),
        }),
        { description: "Video; with `video_refer`." },
      ),
      element_voice_id: optionalField(idText(), {
        description: "Voice of the library that the element speaks with; for people only.",
      }),
      ...elementTags(),
      ...taskIds(),
    }),
  readFacts: readElementFacts,
  applyRules,
  outcome: () => ({ results: [{ kind: "element" }], slots: 1, pool: poolOf("video") }),
  estimate: () => knownPrice("video", 0),
  source: { confidence: "DOC", readOn: "2026-10", note: "free in the run of 2026-09-20 (LIVE); slots INF" },
});
