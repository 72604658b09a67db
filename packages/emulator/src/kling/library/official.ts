import type { ElementPlan, VoicePlan } from "../../media/index.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";

/** Owner of what everybody may use. @source DOC 2026-10 */
export const OFFICIAL = "kling";

/** Tasks that made what everybody may use; they belong to no account. */
export type OfficialTask = TaskRecord;

/** Invented: the ids of official voices are not published, and their names are ours. 18 digits, as all ids of voices have. INF */
const VOICE_NAMES = ["Calm Narrator", "Bright Girl", "Warm Uncle", "News Anchor", "Young Hero", "Old Teller"];

/**
 * Official elements may have small ids: these three stand in official samples. The first two names are of the change log of
 * 2026-06-17, where no ids are told; who has which id, the third name and all texts are ours. INF
 */
const ELEMENTS: readonly Pick<ElementPlan, "id" | "name" | "description" | "tagIds">[] = [
  { id: "160", name: "Grace", description: "Woman in a white dress", tagIds: ["o_102"] },
  { id: "161", name: "Armored Youth", description: "Young knight in armor", tagIds: ["o_102"] },
  { id: "163", name: "Corgi", description: "Small dog with short legs", tagIds: ["o_103"] },
];

/** When the change log of 2026-06-17 was written. */
const MADE_AT_MS = Date.UTC(2026, 5, 17);
const FIRST_TASK_ID = 829_000_000_000_000_000n;
const SAMPLE_SECONDS = 5;

/** A task that no account asked for: it stands for files. */
export const NOBODYS = {
  account: OFFICIAL,
  family: "legacy",
  operationId: "",
  model: "",
  pool: "",
  weight: 0,
  externalTaskId: undefined,
  callbackUrl: undefined,
  hasWatermark: false,
  inputUrls: [],
  imageUrl: undefined,
  hasImageBytes: false,
  info: {},
  units: 0,
  unit: "video",
  createdAtMs: MADE_AT_MS,
  updatedAtMs: MADE_AT_MS,
  status: "succeeded",
  message: "",
  plan: { kind: "stuck", processingAtMs: MADE_AT_MS, endAtMs: MADE_AT_MS, readsLeft: 0 },
  expiresAtMs: undefined,
  deliveredResults: [],
} satisfies Partial<TaskRecord>;

/** The entries are far apart, so that their results never have the same id. */
const taskIdAt = (at: number): string => String(FIRST_TASK_ID + BigInt(at) * 1_000n);

export const OFFICIAL_VOICES: readonly OfficialTask[] = VOICE_NAMES.map((name, at) => ({
  ...NOBODYS,
  id: taskIdAt(at),
  product: "general/presets-voices",
  seedKey: `${OFFICIAL}/voice/${at}`,
  prompt: name,
  results: [{ kind: "voice", name, ownedBy: OFFICIAL, durationSeconds: SAMPLE_SECONDS } satisfies VoicePlan],
}));

export const OFFICIAL_ELEMENTS: readonly OfficialTask[] = ELEMENTS.map((element, at) => ({
  ...NOBODYS,
  id: taskIdAt(VOICE_NAMES.length + at),
  product: "general/advanced-presets-elements",
  seedKey: `${OFFICIAL}/element/${at}`,
  prompt: element.name,
  results: [
    {
      kind: "element",
      ...element,
      ownedBy: OFFICIAL,
      isOfVideo: false,
      referImages: [],
      referVideos: [],
    } satisfies ElementPlan,
  ],
}));

const byId = new Map([...OFFICIAL_VOICES, ...OFFICIAL_ELEMENTS].map((task) => [task.id, task]));

export const findOfficial = (taskId: string): OfficialTask | undefined => byId.get(taskId);
