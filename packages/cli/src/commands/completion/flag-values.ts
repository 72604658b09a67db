import { OPERATIONS } from "@klingkit/spec";
import {
  ASPECT_RATIOS,
  KLING_BASE_URLS,
  MODELS,
  ORIENTATIONS,
  RESOLUTIONS,
  TASK_EVENT_TYPES,
} from "@klingkit/spec/plain";
import { CONFIG_KEYS } from "../../config/config-keys.ts";
import { typesOf } from "../../session/task-types.ts";
import { RESULT_FORMATS } from "../../tasks/fetch-result.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

const models = MODELS.filter(({ retiredOn }) => !retiredOn).flatMap(({ legacyName, standardName }) =>
  [legacyName, standardName].filter((name) => name !== null && name !== undefined),
);

/** Words that a flag takes, for the flags that take few. */
const BY_FLAG: Readonly<Record<string, readonly string[]>> = {
  "--aspect-ratio": ASPECT_RATIOS,
  "--events": TASK_EVENT_TYPES,
  "--format": RESULT_FORMATS,
  "--model": models,
  "--orientation": ORIENTATIONS,
  "--region": Object.keys(KLING_BASE_URLS),
  "--resolution": RESOLUTIONS,
  "--type": typesOf(),
};

/** Words that an argument takes, by its name in the usage line. */
const BY_ARGUMENT: Readonly<Record<string, readonly string[]>> = {
  event: TASK_EVENT_TYPES,
  key: Object.keys(CONFIG_KEYS),
  operation: OPERATIONS.map(({ id }) => id),
  shell: SHELLS,
};

/** Words to offer for the value of a flag such as `--type`; none where anything may stand. */
export const valuesOfFlag = (flag: string): readonly string[] => BY_FLAG[flag] ?? [];

/** Words to offer for an argument such as `shell`. */
export const valuesOfArgument = (name: string): readonly string[] => BY_ARGUMENT[name] ?? [];
