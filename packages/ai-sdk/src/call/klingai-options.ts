import type { VideoWarning } from "../results.ts";
import { requestInvalid } from "../video-error.ts";
import { keepText } from "./input-files.ts";
import { unknownOption } from "./unknown-option.ts";

/** `providerOptions.klingai`, as `@ai-sdk/klingai` takes it. null counts as absent. */
export type KlingAIVideoModelOptions = {
  /** `std` is 720p, `pro` is 1080p, `4k` where the model has it. */
  mode?: "std" | "pro" | "4k" | null;
  /** Not used: the engine times its reads itself. */
  pollIntervalMs?: number | null;
  /** Ends the waiting in ms; the job continues. Default: none. */
  pollTimeoutMs?: number | null;
  negativePrompt?: string | null;
  sound?: "on" | "off" | null;
  cfgScale?: number | null;
  cameraControl?: {
    type: string;
    config?: Readonly<Record<string, number | null | undefined>> | null;
  } | null;
  /** URL or base64. */
  imageTail?: string | null;
  staticMask?: string | null;
  dynamicMasks?:
    | readonly {
        mask: string;
        trajectories: readonly { x: number; y: number }[];
      }[]
    | null;
  multiShot?: boolean | null;
  shotType?: "customize" | "intelligence" | null;
  multiPrompt?: readonly { index: number; prompt: string; duration: string }[] | null;
  /** Ids as text: numbers lose the last digits of real ids. */
  elementList?: readonly { element_id: number | string }[] | null;
  voiceList?: readonly { voice_id: string }[] | null;
  watermarkEnabled?: boolean | null;
  videoUrl?: string | null;
  characterOrientation?: "image" | "video" | null;
  keepOriginalSound?: "yes" | "no" | null;
  /** Address for callbacks, as users of `@ai-sdk/klingai` pass it through. */
  callback_url?: string | null;
  /** An id of your own at the service, unique for ever. */
  external_task_id?: string | null;
};

type Fields = Readonly<Record<string, unknown>>;

/** What the options make of a request. */
export interface TranslatedOptions {
  /** Fields of a `VideoRequest`. */
  readonly fields: Fields;
  readonly pollTimeoutMs?: number;
  readonly warnings: readonly VideoWarning[];
}

interface Translation {
  readonly options: Fields;
  readonly inputDir: string;
}

type Translate = (value: unknown, translation: Translation) => Fields | Promise<Fields>;

/** Exhaustive: an option that the type names and this table lacks does not compile. */
const TRANSLATIONS: { readonly [Name in keyof Required<KlingAIVideoModelOptions>]: Translate } = {
  mode: (mode) => ({ resolution: RESOLUTION_OF_MODE[String(mode)] ?? mode }),
  pollIntervalMs: () => ({}),
  pollTimeoutMs: () => ({}),
  negativePrompt: (negativePrompt) => ({ negativePrompt }),
  sound: (sound) => ({ audio: sound === "on" ? "native" : sound }),
  cfgScale: (cfgScale) => ({ cfgScale }),
  cameraControl: (camera) => ({ camera: withoutNull(camera) }),
  imageTail: async (image, { inputDir }) => ({ lastFrame: await keepText(String(image), inputDir) }),
  staticMask: async (image, { inputDir }) => ({ staticMask: await keepText(String(image), inputDir) }),
  dynamicMasks: async (masks, { inputDir }) => ({
    dynamicMasks: await Promise.all(
      listOf(masks).map(async ({ mask, trajectories }) => ({
        mask: await keepText(String(mask), inputDir),
        points: trajectories,
      })),
    ),
  }),
  multiShot: (isMultiShot, { options }) =>
    isMultiShot === true && options["shotType"] !== "customize" ? { isMultiShot } : {},
  shotType: () => ({}),
  multiPrompt: (shots, { options }) => (options["multiShot"] === true ? { shots: shotsOf(shots) } : {}),
  elementList: (elements) => ({
    elements: listOf(elements).map(({ element_id: id }) => ({ elementId: elementIdOf(id) })),
  }),
  voiceList: (voices) => ({ voices: listOf(voices).map(({ voice_id: id }) => ({ voiceId: id })) }),
  watermarkEnabled: (hasWatermark) => ({ hasWatermark }),
  videoUrl: () => ({}),
  characterOrientation: () => ({}),
  keepOriginalSound: (keeps) => ({ audio: keeps === "yes" ? "original" : "off" }),
  callback_url: (callbackUrl) => ({ callbackUrl }),
  external_task_id: (externalTaskId) => ({ externalTaskId }),
};

/** Names of all options that are taken, for messages and the catalogue. */
export const KLINGAI_OPTION_NAMES: readonly string[] = Object.keys(TRANSLATIONS);

const RESOLUTION_OF_MODE: Readonly<Record<string, string>> = { std: "720p", pro: "1080p", "4k": "4k" };

/** Translates `providerOptions.klingai`. An option that nobody knows is refused by name: sent along, it would be ignored and paid for. */
export async function translateOptions(
  given: Fields | undefined,
  inputDir: string,
): Promise<TranslatedOptions> {
  const options = Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined),
  );
  const translation = { options, inputDir };
  let fields: Fields = {};
  for (const [name, value] of Object.entries(options)) {
    if (!isKnown(name)) throw unknownOption("klingai", name, KLINGAI_OPTION_NAMES);
    fields = { ...fields, ...(await TRANSLATIONS[name](value, translation)) };
  }
  const { pollTimeoutMs, pollIntervalMs } = options;
  return {
    fields,
    ...(typeof pollTimeoutMs === "number" ? { pollTimeoutMs } : {}),
    warnings:
      pollIntervalMs === undefined
        ? []
        : [{ type: "unsupported", feature: "pollIntervalMs", details: "klingkit times its reads itself." }],
  };
}

const isKnown = (name: string): name is keyof typeof TRANSLATIONS => Object.hasOwn(TRANSLATIONS, name);

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** What is no list of objects is left to the check of the request, which names the field. */
const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter((item) => isFields(item)) : [];

const shotsOf = (shots: unknown): readonly Fields[] =>
  listOf(shots)
    .toSorted((left, right) => Number(left["index"]) - Number(right["index"]))
    .map(({ prompt, duration }) => ({ prompt, durationSeconds: Number(duration) }));

const withoutNull = (value: unknown): unknown =>
  isFields(value) && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, field]) =>
          field === null || field === undefined ? [] : [[name, withoutNull(field)]],
        ),
      )
    : value;

function elementIdOf(id: unknown): string {
  if (typeof id !== "number" || Number.isSafeInteger(id)) return String(id);
  throw requestInvalid(
    `providerOptions.klingai.elementList: the id ${id} is too large for a number and has lost its last digits. Nothing was sent. Pass it as text.`,
  );
}
