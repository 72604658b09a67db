import { usageError } from "../errors/cli-error.ts";

/** Legacy product by `--type`, and the client's resource that reads it. Products without one are read through `/tasks`, which needs an API key. */
const TASK_TYPES = {
  create: { product: "omni-video", resource: "omniVideo" },
  text2video: { product: "text2video", resource: "text2video" },
  image2video: { product: "image2video", resource: "image2video" },
  extend: { product: "video-extend", resource: "videoExtend" },
  "add-sound": { product: "audio/video-to-audio", resource: "audioVideoToAudio" },
  "motion-control": { product: "motion-control", resource: "motionControl" },
  avatar: { product: "avatar", resource: undefined },
} as const;

export type TaskType = keyof typeof TASK_TYPES;
export const DEFAULT_TASK_TYPE: TaskType = "create";
export const TASK_TYPE_NAMES = /* @__PURE__ */ Object.keys(TASK_TYPES).join(", ");

export function parseTaskType(text: string): TaskType {
  const found = taskTypes.find((type) => type === text);
  if (found) return found;
  throw usageError("invalid_type", `--type: no task type '${text}'. Use ${TASK_TYPE_NAMES}.`);
}

const taskTypes: readonly TaskType[] = [
  "create",
  "text2video",
  "image2video",
  "extend",
  "add-sound",
  "motion-control",
  "avatar",
];

/** Types whose lists can be read one by one. */
export const TASK_TYPES_OF_LISTS: readonly TaskType[] = /* @__PURE__ */ taskTypes.filter(
  (type) => TASK_TYPES[type].resource !== undefined,
);

export const productOf = (type: TaskType): string => TASK_TYPES[type].product;
export const resourceOf = (type: TaskType) => TASK_TYPES[type].resource;

/** `--type` of a route such as `v1/image2video:kling-v3`; undefined for those of the standard family. */
export function typeOfRoute(routeId: string): TaskType | undefined {
  const [, product] = /^(?:v1\/|adopted:)([^:]+)/.exec(routeId) ?? [];
  return product === undefined ? undefined : typeOfProduct(product);
}

/** `--type` of a legacy product or a standard capability; undefined for names that have none. */
export function typeOfProduct(product: string): TaskType | undefined {
  return taskTypes.find((type) => TASK_TYPES[type].product === product);
}
