import { type CapabilityRow, findModel, VIDEO_CREATES } from "@klingkit/spec";
import { HIGGSFIELD_CREATES, type HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import { codeList } from "../markdown.ts";

interface Feature {
  readonly what: string;
  readonly atKling: (row: CapabilityRow) => boolean;
  readonly atHiggsfield: (create: HiggsfieldCreate) => boolean;
}

export const hasField =
  (...names: readonly string[]) =>
  ({ body: { def } }: HiggsfieldCreate): boolean =>
    def.type === "object" && names.some((name) => Object.hasOwn(def.shape, name));

/** By its path, or by `mode`. */
const makes = (resolution: string) => (create: HiggsfieldCreate) =>
  create.outcome({}).results[0]?.resolution === resolution || hasMode(create, resolution);

/** Whether `mode` may be the word. */
const hasMode = ({ body: { def } }: HiggsfieldCreate, word: string): boolean => {
  const mode = def.type === "object" ? def.shape["mode"]?.def : undefined;
  return mode?.type === "optional" && mode.inner.def.type === "enum" && mode.inner.def.values.includes(word);
};

const FEATURES: readonly Feature[] = [
  {
    what: "Generated audio",
    atKling: ({ audio }) => audio.includes("native"),
    atHiggsfield: (create) =>
      create.outcome({ sound: "on" }).results[0]?.hasSound === true && !isMotion(create),
  },
  { what: "4k", atKling: ({ resolutions }) => resolutions.includes("4k"), atHiggsfield: makes("4k") },
  {
    what: "Last frame",
    atKling: ({ lastFrameWhen }) => lastFrameWhen !== null,
    atHiggsfield: hasField("last_image_url", "last_frame_url"),
  },
  {
    what: "Several shots, written by you",
    atKling: ({ multiShotDefault, hasPromptShots }) => multiShotDefault !== null || hasPromptShots === true,
    atHiggsfield: hasField("multi_prompt"),
  },
  {
    what: "Reference images",
    atKling: ({ maxReferenceImages }) => maxReferenceImages > 0,
    atHiggsfield: hasField("image_urls"),
  },
  {
    what: "Elements of the account",
    atKling: ({ maxElements }) => maxElements > 0,
    atHiggsfield: hasField("elements"),
  },
  {
    what: "Voices",
    atKling: ({ maxVoices }) => maxVoices > 0,
    atHiggsfield: hasField("voices", "voice_list"),
  },
  {
    what: "Edit a video",
    atKling: ({ videoUses }) => videoUses.includes("base"),
    atHiggsfield: ({ workflow }) => workflow === "video-edit",
  },
  {
    what: "Refer to a video",
    atKling: ({ videoUses }) => videoUses.includes("feature"),
    atHiggsfield: ({ workflow }) => workflow === "video-reference",
  },
  {
    what: "Motion control",
    atKling: ({ hasMotion }) => hasMotion === true,
    atHiggsfield: (create) => isMotion(create),
  },
  {
    what: "Negative prompt",
    atKling: ({ hasNegativePrompt }) => hasNegativePrompt,
    atHiggsfield: hasField("negative_prompt"),
  },
  { what: "`cfg_scale`", atKling: ({ hasCfgScale }) => hasCfgScale, atHiggsfield: hasField("cfg_scale") },
];

const isMotion = ({ workflow }: HiggsfieldCreate): boolean => workflow === "motion-control";

/** What can be asked for, and of which models at each service. */
export const featureRows = (): readonly (readonly string[])[] =>
  FEATURES.map(({ what, atKling, atHiggsfield }) => [
    what,
    codeList(klingModels(atKling)),
    codeList(higgsfieldModels(atHiggsfield)),
  ]);

/** Names of the models that take it at Kling: a name of `/v1` only where the standard family does not take it. */
export function klingModels(has: Feature["atKling"]): readonly string[] {
  const rows = VIDEO_CREATES.flatMap((create) => create.rows).filter((row) => row.retiredOn === undefined);
  const names = rows.filter(has).map(({ model }) => model);
  return unique(names.map((name) => names.find((other) => other === findModel(name)?.standardName) ?? name));
}

/** Names of the models that take it at Higgsfield. */
export function higgsfieldModels(has: Feature["atHiggsfield"]): readonly string[] {
  const current = HIGGSFIELD_CREATES.filter(({ state }) => state !== "retired");
  return unique(current.filter(has).map(({ model }) => model));
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();
