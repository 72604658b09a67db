import type { CreateOperation, Operation, ReadOperation } from "../../operation.ts";
import { accountCostsGet } from "./account/costs-get.ts";
import { imageToVideo25Turbo } from "./image-to-video/kling-2-5-turbo-create.ts";
import { imageToVideo26 } from "./image-to-video/kling-2-6-create.ts";
import { imageToVideo30 } from "./image-to-video/kling-3-0-create.ts";
import { imageToVideo30Turbo } from "./image-to-video/kling-3-0-turbo-create.ts";
import { motionControl26 } from "./motion-control/kling-2-6-create.ts";
import { motionControl30 } from "./motion-control/kling-3-0-create.ts";
import { omniVideo30 } from "./omni-video/kling-3-0-omni-create.ts";
import { omniVideoO1 } from "./omni-video/kling-o1-create.ts";
import { tasksQuery } from "./tasks/tasks-query.ts";
import { tasksScan } from "./tasks/tasks-scan.ts";
import { textToVideo25Turbo } from "./text-to-video/kling-2-5-turbo-create.ts";
import { textToVideo26 } from "./text-to-video/kling-2-6-create.ts";
import { textToVideo30 } from "./text-to-video/kling-3-0-create.ts";
import { textToVideo30Turbo } from "./text-to-video/kling-3-0-turbo-create.ts";
import { image2videoCreate } from "./v1/image2video/task-create.ts";
import { image2videoGet } from "./v1/image2video/task-get.ts";
import { image2videoList } from "./v1/image2video/task-list.ts";
import { motionControlCreate } from "./v1/motion-control/task-create.ts";
import { motionControlGet } from "./v1/motion-control/task-get.ts";
import { motionControlList } from "./v1/motion-control/task-list.ts";
import { omniVideoCreate } from "./v1/omni-video/task-create.ts";
import { omniVideoGet } from "./v1/omni-video/task-get.ts";
import { omniVideoList } from "./v1/omni-video/task-list.ts";
import { text2videoCreate } from "./v1/text2video/task-create.ts";
import { text2videoGet } from "./v1/text2video/task-get.ts";
import { text2videoList } from "./v1/text2video/task-list.ts";

/** Creates of the standard family, `POST /{capability}/{model}`. */
export const STANDARD_CREATES: readonly CreateOperation[] = [
  textToVideo30Turbo,
  textToVideo30,
  textToVideo26,
  textToVideo25Turbo,
  imageToVideo30Turbo,
  imageToVideo30,
  imageToVideo26,
  imageToVideo25Turbo,
  omniVideo30,
  omniVideoO1,
  motionControl30,
  motionControl26,
];

/** Creates of the legacy family, `POST /v1/videos/{product}`. */
export const LEGACY_CREATES: readonly CreateOperation[] = [
  text2videoCreate,
  image2videoCreate,
  omniVideoCreate,
  motionControlCreate,
];

export const READS: readonly ReadOperation[] = [
  text2videoGet,
  text2videoList,
  image2videoGet,
  image2videoList,
  omniVideoGet,
  omniVideoList,
  motionControlGet,
  motionControlList,
  tasksQuery,
  tasksScan,
  accountCostsGet,
];

/** Every operation of the Kling API that is described here. */
export const OPERATIONS: readonly Operation[] = [...STANDARD_CREATES, ...LEGACY_CREATES, ...READS];

/** Finds an operation by id, such as `text-to-video/kling-3.0` or `v1/text2video/get`. */
export function findOperation(id: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.id === id);
}

/** Finds a create by id. */
export function findCreate(id: string): CreateOperation | undefined {
  return [...STANDARD_CREATES, ...LEGACY_CREATES].find((operation) => operation.id === id);
}
