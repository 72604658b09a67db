import * as s from "../../../schema/schema.ts";
import { suggest } from "../../../suggest.ts";
import { judgeCallback, judgeImage, judgeListLength } from "../../check/common-rules.ts";
import { IMAGE_TEXT, imageText, optionalField, requiredField, taskOptions } from "../../check/fields.ts";
import { judgeExclusive, judgeOneOf } from "../../check/pair-rules.ts";
import { type CommonFacts, readInputBody } from "../../check/read-common-facts.ts";
import type { Rule, RuleScope } from "../../check/rule.ts";
import {
  DUAL_PICTURES,
  EFFECT_SCENES,
  EFFECT_SECONDS,
  findEffectScene,
  findWithdrawnScene,
  USUAL_EFFECT_UNITS,
  type WithdrawnScene,
} from "../../facts/effects/effect-scenes.ts";
import { poolOf } from "../../facts/pools.ts";
import { assumedPrice } from "../../facts/units.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { LEGACY_COMMON_PATHS, legacyProduct } from "../../product/legacy-product.ts";

type Scope = RuleScope<CommonFacts, undefined>;

const sceneOf = ({ texts }: CommonFacts) => findEffectScene(texts["effect_scene"] ?? "");

const applyRules: Rule<CommonFacts, undefined> = (scope) => {
  const { facts } = scope;
  judgeScene(scope);
  judgePictures(scope);
  const { "input.image": image } = facts.texts;
  const images = facts.lists["input.images"] ?? [];
  const items = [
    ...(image === undefined ? [] : [{ path: "input.image", value: image }]),
    ...images.map((value, at) => ({ path: `input.images[${at}]`, value: String(value) })),
  ];
  for (const item of items) judgeImage(scope, item, MEDIA_RULES.legacyImage);
  judgeCallback(scope, LEGACY_COMMON_PATHS.callbackUrl, facts.callbackUrl);
};

function judgePictures(scope: Scope): void {
  const { facts, refuse } = scope;
  const images = facts.lists["input.images"];
  const kind = sceneOf(facts)?.kind;
  if (kind === undefined) judgeOneOf(scope, ["input.image", "input.images"]);
  else judgeExclusive(scope, ["input.image", "input.images"]);
  if (kind === "single" && !facts.given("input.image")) {
    const message = `${facts.texts["effect_scene"]} needs one picture.`;
    refuse({ rule: "required", path: "input.image", message });
  } else if (kind === "dual" || images)
    judgeListLength(scope, "input.images", images ?? [], { min: DUAL_PICTURES, max: DUAL_PICTURES });
}

/** The list changes every month: a name that it lacks may be new, or one that the service took out. */
function judgeScene({ facts, as, allowsRetired, refuse, warn }: Scope): void {
  const scene = facts.texts["effect_scene"] ?? "";
  if (findEffectScene(scene)) return;
  const path = "effect_scene";
  const withdrawn = findWithdrawnScene(scene);
  if (withdrawn && allowsRetired) return;
  if (withdrawn) refuse({ rule: "effect-scene", path, message: sayWithdrawn(withdrawn), subject: scene });
  else if (as === "service")
    refuse({ rule: "effect-scene", path, message: `'${scene}' is no scene.`, subject: scene });
  else warn({ rule: "effect-unknown", path, message: sayUnknown(scene) });
}

function sayWithdrawn({ name, withdrawnOn, isNamedByLog, replacedBy }: WithdrawnScene): string {
  const when = isNamedByLog ? `on ${withdrawnOn}` : `probably on ${withdrawnOn}`;
  const instead = replacedBy === undefined ? "Choose another scene" : `Use ${replacedBy}`;
  return `'${name}' was withdrawn ${when}. ${instead}.`;
}

function sayUnknown(scene: string): string {
  const names = EFFECT_SCENES.map(({ name }) => name);
  const near = suggest(scene, names);
  return `'${scene}' is not one of the ${names.length} scenes that are known here${near === undefined ? "" : `; did you mean ${near}?`} The service may refuse it.`;
}

/** Names of scenes that presumably make a portrait video. INF */
const PORTRAIT = /_9_16$/;

/** Makes a video of 5 seconds from one picture or two, after a template of the service. */
export const videoEffects = /* @__PURE__ */ legacyProduct({
  path: "/v1/videos/effects",
  title: "Make a video effect",
  sdk: ["effects", "create"],
  cli: ["effects", "create"],
  taskType: "effects",
  body: () =>
    s.object({
      effect_scene: requiredField(s.string({ minLength: 1 }), {
        description: "Scene, such as `pet_lion_pro`; the list is in docs/reference/effects.md.",
      }),
      input: requiredField(
        s.object({
          image: optionalField(imageText("legacyImage"), {
            description: `Picture of a scene that takes one: ${IMAGE_TEXT}`,
          }),
          images: optionalField(s.array(imageText("legacyImage")), {
            description:
              "The two pictures of a dual scene: the person on the left, then the one on the right.",
          }),
        }),
        { description: "The picture, or the two." },
      ),
      ...taskOptions(),
    }),
  readFacts: (body) => readInputBody(body, "prompt"),
  applyRules,
  outcome: ({ texts }) => ({
    results: [
      {
        kind: "video",
        seconds: EFFECT_SECONDS,
        ...(PORTRAIT.test(texts["effect_scene"] ?? "") ? { aspectRatio: "9:16" } : {}),
      },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  estimate: (facts) =>
    assumedPrice(
      "video",
      sceneOf(facts)?.assumedUnits ?? USUAL_EFFECT_UNITS,
      "Kling lists the prices of effects in its console alone",
    ),
  source: {
    confidence: "DOC",
    readOn: "2026-09-20",
    note: "watermark_info DOC-OLD; price, length and slots INF",
  },
});
