import { NEEDS_YOU, PLANNED_SERVICES, STATE_WORDS } from "@klingkit/engine";
import { OPERATIONS, ROUTE_STATE_WORDS, ROUTES } from "@klingkit/spec";
import {
  ASPECT_RATIOS,
  KLING_BASE_URLS,
  MODELS,
  ORIENTATIONS,
  RESOLUTIONS,
  TASK_EVENT_TYPES,
} from "@klingkit/spec/plain";
import { CONFIG_KEYS } from "../../config/config-keys.ts";
import { SHAPES } from "../../events/triggered-services.ts";
import { LOOKS } from "../../session/emulator-look.ts";
import { typesOf } from "../../session/task-types.ts";
import { RESULT_FORMATS } from "../../tasks/fetch-result.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;

const models = MODELS.filter(({ retiredOn }) => !retiredOn).flatMap(({ legacyName, standardName }) =>
  [legacyName, standardName].filter((name) => name !== null && name !== undefined),
);

/** Words that a flag takes, for the flags that take few. */
const BY_FLAG: Readonly<Record<string, readonly string[]>> = {
  "--aspect-ratio": ASPECT_RATIOS,
  "--capability": [...new Set(ROUTES.map(({ capability }) => capability))],
  "--events": TASK_EVENT_TYPES,
  "--format": RESULT_FORMATS,
  "--look": LOOKS,
  "--model": models,
  "--orientation": ORIENTATIONS,
  "--region": Object.keys(KLING_BASE_URLS),
  "--resolution": RESOLUTIONS,
  "--service": PLANNED_SERVICES,
  "--shape": SHAPES,
  "--type": typesOf(),
};

/** Words that an argument takes, by its name in the usage line. */
const BY_ARGUMENT: Readonly<Record<string, readonly string[]>> = {
  event: TASK_EVENT_TYPES,
  key: Object.keys(CONFIG_KEYS),
  operation: OPERATIONS.map(({ id }) => id),
  shell: SHELLS,
};

/** Words of a flag that means something else in each command. */
const BY_COMMAND: Readonly<Record<string, readonly string[]>> = {
  // The completers of shells put no quotes around a space; JSON's names of these states are accepted too.
  "jobs --state": [...STATE_WORDS.filter((word) => !word.includes(" ")), NEEDS_YOU],
  "routes --state": Object.values(ROUTE_STATE_WORDS),
};

/** A path that the shell itself completes. */
export type PathKind = "file" | "folder";

/** Names of values and arguments, in usage lines, that are paths or may be. A batch is a file, a purpose or an ID. */
const PATHS: Readonly<Record<string, PathKind>> = {
  batch: "file",
  fields: "file",
  file: "file",
  files: "file",
  folder: "folder",
  image: "file",
  old: "file",
  plan: "file",
  video: "file",
  words: "file",
};

/** Whether a path may stand for a value or an argument with this name. */
export const pathKind = (name: string): PathKind | undefined => PATHS[name.replace("...", "")];

/** Words to offer for the value of a flag such as `--type` of a command such as `jobs`; none where anything may stand. */
export const valuesOfFlag = (flag: string, command: string): readonly string[] =>
  BY_FLAG[flag] ?? BY_COMMAND[`${command} ${flag}`] ?? [];

/** Words to offer for an argument such as `shell`. */
export const valuesOfArgument = (name: string): readonly string[] => BY_ARGUMENT[name] ?? [];
