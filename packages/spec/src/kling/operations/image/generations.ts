import * as s from "../../../schema/schema.ts";
import { judgeCallback, judgeImage, judgeLength } from "../../check/common-rules.ts";
import {
  IMAGE_TEXT,
  idText,
  imageText,
  optionalField,
  requiredField,
  taskOptions,
} from "../../check/fields.ts";
import { judgeDependent, judgeExclusive } from "../../check/pair-rules.ts";
import { type CommonFacts, readCommonFacts } from "../../check/read-common-facts.ts";
import type { Rule } from "../../check/rule.ts";
import { poolOf } from "../../facts/pools.ts";
import { knownPrice, unknownPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";
import { IMAGE_GENERATION_ROWS, type ImageGenerationRow } from "./image-rows.ts";

const PROMPT_MAX_CHARACTERS = 2500;
const RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"] as const;
const MAX_IMAGES_AND_ELEMENTS = 10;

const fidelity = (description: string, serviceDefault: number) =>
  optionalField(s.number({ minimum: 0, maximum: 1 }), { description, serviceDefault });

const applyRules: Rule<CommonFacts, ImageGenerationRow> = (scope) => {
  const { facts, row } = scope;
  const { texts, lists, given } = facts;
  judgeLength(scope, "prompt", facts.prompt, PROMPT_MAX_CHARACTERS);
  judgeLength(scope, "negative_prompt", texts["negative_prompt"], PROMPT_MAX_CHARACTERS);
  judgeExclusive(scope, ["negative_prompt", "image"]);
  judgeDependent(scope, "image_reference", { needs: "image" });
  if (given("human_fidelity") && texts["image_reference"] !== "subject")
    judgeDependent(scope, "human_fidelity", { needs: "image_reference", value: "subject" });
  for (const path of ["image_reference", "image_fidelity", "human_fidelity"])
    if (given(path) && !row.hasReference) unsupported(path, row.model);
  if (given("element_list") && !row.hasElements) unsupported("element_list", row.model);
  const count = (given("image") ? 1 : 0) + (lists["element_list"]?.length ?? 0);
  if (count > MAX_IMAGES_AND_ELEMENTS) {
    const message = `image and elements together are ${count}; at most ${MAX_IMAGES_AND_ELEMENTS} pass.`;
    scope.refuse({ rule: "references", path: "element_list", message });
  }
  const { image } = texts;
  if (image !== undefined) judgeImage(scope, { path: "image", value: image }, MEDIA_RULES.legacyImage);
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, facts.callbackUrl);

  function unsupported(path: string, model: string): void {
    const message = `${model} does not take it. Leave it out, or use another model.`;
    scope.refuse({ rule: "unsupported-field", path, message });
  }
};

const countOf = ({ numbers }: CommonFacts): number => numbers["n"] ?? 1;

/** Images from a prompt, or from a prompt and an image. */
export const imageGenerations = /* @__PURE__ */ legacyProduct<CommonFacts, ImageGenerationRow>({
  path: "/v1/images/generations",
  title: "Generate images",
  sdk: ["images", "generate"],
  cli: ["image", "create"],
  rows: IMAGE_GENERATION_ROWS,
  defaultModel: "kling-v3",
  body: () =>
    s.object({
      model_name: optionalField(s.string(), { description: "Model.", serviceDefault: "kling-v3" }),
      prompt: requiredField(s.string({ minLength: 1 }), {
        description: "What the images show.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      negative_prompt: optionalField(s.string(), {
        description: "What the images must not show; not beside an image.",
        unit: "characters",
        maxLength: PROMPT_MAX_CHARACTERS,
      }),
      image: optionalField(imageText("legacyImage"), { description: `Image to start from: ${IMAGE_TEXT}` }),
      image_reference: optionalField(s.oneOf(["subject", "face"]), {
        description:
          "What is taken from the image: `subject` its character, `face` its one face. kling-v2-1 only.",
      }),
      image_fidelity: fidelity("How closely the image is followed. kling-v2-1 only.", 0.5),
      human_fidelity: fidelity("How closely its person is followed, with `subject`. kling-v2-1 only.", 0.45),
      element_list: optionalField(
        s.array(s.object({ element_id: requiredField(idText(), { description: "Id of an element." }) })),
        { description: "Elements of the account's library. kling-v3 only." },
      ),
      resolution: optionalField(s.oneOf(["1k", "2k"]), {
        description: "Size of the images.",
        serviceDefault: "1k",
      }),
      n: optionalField(s.int({ minimum: 1, maximum: 9 }), {
        description: "How many images; each is paid for, and holds a slot.",
        serviceDefault: 1,
      }),
      aspect_ratio: optionalField(s.oneOf(RATIOS), {
        description: "Width to height.",
        serviceDefault: "16:9",
      }),
      ...taskOptions(),
    }),
  readFacts: readCommonFacts,
  applyRules,
  outcome: (facts, row) => ({
    results: Array.from({ length: countOf(facts) }, () => ({
      kind: "image" as const,
      aspectRatio: facts.texts["aspect_ratio"] ?? "16:9",
      resolution: facts.texts["resolution"] ?? "1k",
    })),
    slots: countOf(facts),
    pool: poolOf("image", row.model),
  }),
  estimate: (facts, row) => {
    const unitsEach = facts.given("image") ? row.unitsWithImage : row.unitsFromText;
    if (unitsEach === undefined)
      return unknownPrice(`the price list has no entry for ${row.model} with an image`);
    return knownPrice("image", unitsEach * countOf(facts));
  },
  source: { confidence: "DOC", readOn: "2026-10", note: "run of 2026-09-20 recorded (LIVE)" },
});
