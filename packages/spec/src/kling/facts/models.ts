import type { Capability } from "./capability.ts";

/** A Kling video model under both of its names. */
export interface Model {
  /** Name in the paths of the standard family; null where the model only ever had a `model_name`. */
  readonly standardName: string | null;
  /** `model_name` of the legacy family; null where the model is only in the standard family. */
  readonly legacyName: string | null;
  readonly title: string;
  readonly capabilities: readonly Capability[];
  readonly introducedOn?: string;
  /** Refused by the service since this day, `YYYY-MM-DD`. */
  readonly retiredOn?: string;
}

/** @source LIVE 2026-09: `The model '…' has been discontinued …` */
export const RETIREMENT_DAY = "2026-09-15";

const retired = (legacyName: string, title: string, capabilities: readonly Capability[]): Model => ({
  standardName: null,
  legacyName,
  title,
  capabilities,
  retiredOn: RETIREMENT_DAY,
});

const BOTH = ["text-to-video", "image-to-video"] as const;
const WITH_MOTION = [...BOTH, "motion-control"] as const;

/** Models that the service has, or has announced. */
const CURRENT = [
  {
    standardName: "kling-3.0-turbo",
    legacyName: null,
    title: "Kling 3.0 Turbo",
    capabilities: BOTH,
    introducedOn: "2026-06-17",
  },
  {
    standardName: "kling-3.0",
    legacyName: "kling-v3",
    title: "Kling 3.0",
    capabilities: WITH_MOTION,
    introducedOn: "2026-02-25",
  },
  {
    standardName: "kling-3.0-omni",
    legacyName: "kling-v3-omni",
    title: "Kling 3.0 Omni",
    capabilities: ["omni-video"],
    introducedOn: "2026-02-25",
  },
  {
    standardName: "kling-o1",
    legacyName: "kling-video-o1",
    title: "Kling O1",
    capabilities: ["omni-video"],
  },
  {
    standardName: "kling-2.6",
    legacyName: "kling-v2-6",
    title: "Kling 2.6",
    capabilities: WITH_MOTION,
  },
  {
    standardName: "kling-2.5-turbo",
    legacyName: "kling-v2-5-turbo",
    title: "Kling 2.5 Turbo",
    capabilities: BOTH,
  },
  {
    standardName: "kling-4.0",
    legacyName: null,
    title: "Kling 4.0 (announced; reseller evidence only)",
    capabilities: [],
  },
  {
    standardName: "kling-4.0-flash",
    legacyName: null,
    title: "Kling 4.0 Flash (announced; reseller evidence only)",
    capabilities: [],
  },
] as const satisfies readonly Model[];

/** Every video model that the references name, current first. */
export const MODELS: readonly Model[] = [
  ...CURRENT,
  retired("kling-v2-1-master", "Kling 2.1 Master", BOTH),
  retired("kling-v2-1", "Kling 2.1", ["image-to-video"]),
  retired("kling-v2-master", "Kling 2.0 Master", BOTH),
  retired("kling-v1-6", "Kling 1.6", BOTH),
  retired("kling-v1-5", "Kling 1.5", ["image-to-video"]),
  retired("kling-v1", "Kling 1.0", BOTH),
];

type NameField = "standardName" | "legacyName";

/** Either name of a current model; any other text where the table is behind the service. */
export type ModelName = NonNullable<(typeof CURRENT)[number][NameField]> | (string & {});

/** All names of the model that has this one; a name that no model has stands for itself. */
export function namesOfModel(name: string): readonly string[] {
  const { standardName = null, legacyName = null } = findModel(name) ?? {};
  const names = [standardName, legacyName].filter((known) => known !== null);
  return names.length === 0 ? [name] : names;
}

/** Finds a model by either of its names. */
export function findModel(name: string): Model | undefined {
  return MODELS.find((model) => model.standardName === name || model.legacyName === name);
}
