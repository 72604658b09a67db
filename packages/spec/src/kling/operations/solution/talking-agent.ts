import * as s from "../../../schema/schema.ts";
import { judgeLength } from "../../check/common-rules.ts";
import { optionalField } from "../../check/fields.ts";
import { poolOf } from "../../facts/pools.ts";
import { AGENT_AVATARS, AGENT_VOICES } from "../../facts/solution-catalogues.ts";
import { solution } from "../../solution/solution.ts";
import type { SolutionContent } from "../../solution/solution-contents.ts";
import { itemsOf, type SolutionFacts } from "../../solution/solution-facts.ts";
import { IMAGE_ITEM_TEXT, ratioField, resolutionField } from "../../solution/solution-fields.ts";
import type { SolutionScope } from "../../solution/solution-scope.ts";

const ACTION_MAX_CHARACTERS = 2500;

/** What the service says. @source DOC 2026-10 */
const SAY = {
  oneAvatar:
    "Exactly one avatar source is required: provide avatar_image (with voiceId) or avatar_id, not both.",
  voiceNeeded: "voiceId is required when uploading an avatar_image.",
  /** INF: no text is published for it */
  voiceRefused: "voiceId is not supported when avatar_id is provided.",
  imageNeeded: "Product image is missing. Please upload at least one product image.",
  titleNeeded: "goods_title is required when product content is provided.",
  rateRefused: "Speech rate adjustment not supported in Video Commerce.",
  image: "Unsupported image. Please check the image format, size and dimensions.",
} as const;

const text = (type: string, maxCharacters: number, max: number, description: string): SolutionContent => ({
  type,
  description,
  carries: { kind: "text", maxCharacters },
  max,
});

const image = (type: string, max: number, description: string): SolutionContent => ({
  type,
  description: `${description} ${IMAGE_ITEM_TEXT}`,
  carries: { kind: "image", rule: "solutionImage" },
  max,
  sentences: { unusable: SAY.image },
});

/** Any of them makes a video that sells; without them the agent just speaks. */
const GOODS: readonly SolutionContent[] = [
  image("ref_image", 5, "A picture of the goods."),
  text("goods_title", 500, 1, "Name of the goods."),
  text("goods_price", 256, 1, "Price of the goods."),
  text("goods_target_audience", 200, 20, "Whom the goods are for."),
  text("goods_selling_point", 500, 20, "What speaks for the goods."),
];

/** A person who reads a script, alone or to sell goods. The service chooses the length by the script. */
export const talkingAgent = /* @__PURE__ */ solution({
  path: "/solutions/talking_agent",
  title: "Talking agent (video commerce)",
  sdk: "talkingAgent",
  cli: "talking-agent",
  promptType: "speech_script",
  contents: [
    image("avatar_image", 1, "The person who speaks: one, with a clear mouth."),
    text(
      "avatar_id",
      128,
      1,
      `A person of the service, such as \`${AGENT_AVATARS[0]}\`; instead of avatar_image.`,
    ),
    ...GOODS,
    {
      ...text("speech_script", 2000, 1, "What is said; it decides length and cost."),
      min: 1,
      sentences: { missing: "speech_script is required for single-person videos." },
    },
  ],
  settings: () => ({
    resolution: resolutionField("720p"),
    aspect_ratio: ratioField(["9:16", "16:9"], "9:16"),
    allow_polish: optionalField(s.boolean(), {
      description: "Lets the service improve the script; otherwise it is said word for word.",
      serviceDefault: false,
    }),
    voice_id: optionalField(s.string({ minLength: 1 }), {
      description: `Voice: needed with avatar_image, refused with avatar_id. ${AGENT_VOICES.join(", ")}.`,
    }),
    speech_rate: optionalField(s.oneOf([0.8, 1, 1.2]), {
      description: "Speed of the speech; refused beside goods.",
      serviceDefault: 1,
    }),
    action_prompt: optionalField(s.string(), {
      description: "How the person moves.",
      unit: "characters",
      maxLength: ACTION_MAX_CHARACTERS,
    }),
    bgm_enabled: optionalField(s.boolean(), {
      description: "Adds music of the service; your own is not possible.",
      serviceDefault: false,
    }),
  }),
  watermark: "watermark",
  sentences: {
    "settings.resolution": "Unsupported resolution. Only 720p and 1080p are supported.",
    "settings.aspect_ratio": "aspect_ratio only supports 9:16 and 16:9.",
    "settings.speech_rate": "speechRate only supports 0.8, 1.0 and 1.2.",
  },
  judge: (scope) => {
    judgeAvatar(scope);
    judgeGoods(scope);
    judgeAction(scope);
  },
  outcome: ({ settings }) => ({
    results: [
      {
        kind: "video",
        hasSound: true,
        resolution: String(settings["resolution"] ?? "720p"),
        aspectRatio: String(settings["aspect_ratio"] ?? "9:16"),
      },
    ],
    slots: 1,
    pool: poolOf("video"),
  }),
  price: "Kling publishes no price for the talking agent, whose length follows the script",
  source: { confidence: "DOC", readOn: "2026-10", note: "slots INF" },
});

const has = (facts: SolutionFacts, type: string): boolean => itemsOf(facts, type).length > 0;

function judgeAvatar({ facts, as, refuse, warn }: SolutionScope): void {
  const { voice_id: voice } = facts.settings;
  const [avatar] = itemsOf(facts, "avatar_id");
  const hasImage = has(facts, "avatar_image");
  if (hasImage === (avatar !== undefined)) {
    const path = "contents";
    refuse({ rule: "content-needed", path, message: SAY.oneAvatar, sentence: SAY.oneAvatar });
    return;
  }
  const path = "settings.voice_id";
  const needs = (sentence: string) => refuse({ rule: "content-needed", path, message: sentence, sentence });
  if (hasImage && voice === undefined) needs(SAY.voiceNeeded);
  if (!hasImage && voice !== undefined) needs(SAY.voiceRefused);
  if (as === "service") return;
  const name = avatar?.item["text"];
  if (typeof name === "string" && !AGENT_AVATARS.includes(name))
    warn({ rule: "avatar-unknown", path: `contents[${avatar?.index}].text`, message: unlisted(name) });
  if (typeof voice === "string" && !AGENT_VOICES.includes(voice))
    warn({ rule: "voice-unknown", path, message: unlisted(voice) });
}

const unlisted = (name: string): string => `'${name}' is not in the catalogue of the talking agent.`;

function judgeGoods({ facts, refuse }: SolutionScope): void {
  if (!GOODS.some(({ type }) => has(facts, type))) return;
  const needs = (path: string, sentence: string) =>
    refuse({ rule: "content-needed", path, message: sentence, sentence });
  if (!has(facts, "ref_image")) needs("contents", SAY.imageNeeded);
  if (!has(facts, "goods_title")) needs("contents", SAY.titleNeeded);
  if (facts.settings["speech_rate"] !== undefined) needs("settings.speech_rate", SAY.rateRefused);
}

function judgeAction(scope: SolutionScope): void {
  const { action_prompt: action } = scope.facts.settings;
  const given = typeof action === "string" ? action : undefined;
  judgeLength(scope, "settings.action_prompt", given, ACTION_MAX_CHARACTERS);
}
