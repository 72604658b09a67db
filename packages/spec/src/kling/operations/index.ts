import {
  type CreateOperation,
  isCreate,
  isVideoOperation,
  isWrite,
  type Operation,
  type ReadOperation,
  type VideoOperation,
  type WriteOperation,
} from "../operation.ts";
import { operationsOf, type Product } from "../product/legacy-product.ts";
import { cashLedger } from "./account/cash-ledger.ts";
import { accountCostsGet } from "./account/costs-get.ts";
import { unitLedger } from "./account/unit-ledger.ts";
import { textToAudio } from "./audio/text-to-audio.ts";
import { textToSpeech } from "./audio/tts.ts";
import { videoToAudio } from "./audio/video-to-audio.ts";
import { advancedElements } from "./general/advanced-custom-elements.ts";
import { advancedPresetElements } from "./general/advanced-presets-elements.ts";
import { oldElementList, oldElements, oldPresetElements } from "./general/custom-elements.ts";
import { customVoices } from "./general/custom-voices.ts";
import { deleteAdvancedElement, deleteElement } from "./general/delete-elements.ts";
import { deleteVoice } from "./general/delete-voices.ts";
import { presetVoices } from "./general/presets-voices.ts";
import { aiMultiShot } from "./image/ai-multi-shot.ts";
import { imageExpand } from "./image/expand.ts";
import { imageGenerations } from "./image/generations.ts";
import { imageRecognize } from "./image/image-recognize.ts";
import { multiImageToImage } from "./image/multi-image-to-image.ts";
import { omniImage } from "./image/omni-image.ts";
import { virtualTryOn } from "./image/virtual-try-on.ts";
import { apparelReplicator } from "./solution/apparel-replicator.ts";
import { dramaSubtitle } from "./solution/drama-subtitle.ts";
import { goodsStudio } from "./solution/goods-studio.ts";
import { solutionsQuery } from "./solution/solutions-query.ts";
import { solutionsScan } from "./solution/solutions-scan.ts";
import { talkingAgent } from "./solution/talking-agent.ts";
import { virtualTryOn3 } from "./solution/virtual-try-on-3.ts";
import { tasksQuery } from "./tasks/tasks-query.ts";
import { tasksScan } from "./tasks/tasks-scan.ts";
import { advancedLipSync } from "./video/advanced-lip-sync.ts";
import { avatar } from "./video/avatar.ts";
import { videoEffects } from "./video/effects.ts";
import { identifyFace } from "./video/identify-face.ts";
import { imageToVideo25Turbo } from "./video/image-to-video/kling-2-5-turbo-create.ts";
import { imageToVideo26 } from "./video/image-to-video/kling-2-6-create.ts";
import { imageToVideo30 } from "./video/image-to-video/kling-3-0-create.ts";
import { imageToVideo30Turbo } from "./video/image-to-video/kling-3-0-turbo-create.ts";
import { image2video } from "./video/image2video.ts";
import { lipSync } from "./video/lip-sync.ts";
import { motionControl26 } from "./video/motion-control/kling-2-6-create.ts";
import { motionControl30 } from "./video/motion-control/kling-3-0-create.ts";
import { motionControl } from "./video/motion-control.ts";
import { multiElements } from "./video/multi-elements.ts";
import { multiImage2video } from "./video/multi-image2video.ts";
import { omniVideo30 } from "./video/omni-video/kling-3-0-omni-create.ts";
import { omniVideoO1 } from "./video/omni-video/kling-o1-create.ts";
import { omniVideo } from "./video/omni-video.ts";
import {
  addSelection,
  clearSelection,
  deleteSelection,
  initSelection,
  previewSelection,
} from "./video/selections.ts";
import { textToVideo25Turbo } from "./video/text-to-video/kling-2-5-turbo-create.ts";
import { textToVideo26 } from "./video/text-to-video/kling-2-6-create.ts";
import { textToVideo30 } from "./video/text-to-video/kling-3-0-create.ts";
import { textToVideo30Turbo } from "./video/text-to-video/kling-3-0-turbo-create.ts";
import { text2video } from "./video/text2video.ts";
import { videoExtend } from "./video/video-extend.ts";

/** Everything that is described: the one list that is kept by hand. A new operation is one line here. */
const REGISTRY: readonly (Product | ReadOperation | WriteOperation)[] = [
  { create: textToVideo30Turbo },
  { create: textToVideo30 },
  { create: textToVideo26 },
  { create: textToVideo25Turbo },
  { create: imageToVideo30Turbo },
  { create: imageToVideo30 },
  { create: imageToVideo26 },
  { create: imageToVideo25Turbo },
  { create: omniVideo30 },
  { create: omniVideoO1 },
  { create: motionControl30 },
  { create: motionControl26 },
  text2video,
  image2video,
  omniVideo,
  motionControl,
  videoExtend,
  videoToAudio,
  textToAudio,
  videoEffects,
  avatar,
  identifyFace,
  advancedLipSync,
  lipSync,
  multiImage2video,
  imageGenerations,
  omniImage,
  multiImageToImage,
  imageExpand,
  aiMultiShot,
  virtualTryOn,
  imageRecognize,
  textToSpeech,
  customVoices,
  presetVoices,
  deleteVoice,
  advancedElements,
  advancedPresetElements,
  deleteAdvancedElement,
  deleteElement,
  oldElements,
  oldElementList,
  oldPresetElements,
  initSelection,
  addSelection,
  deleteSelection,
  clearSelection,
  previewSelection,
  multiElements,
  virtualTryOn3,
  talkingAgent,
  goodsStudio,
  apparelReplicator,
  dramaSubtitle,
  tasksQuery,
  tasksScan,
  solutionsQuery,
  solutionsScan,
  accountCostsGet,
  unitLedger,
  cashLedger,
];

/** Every operation of the Kling API that is described here. */
export const OPERATIONS: readonly Operation[] = /* @__PURE__ */ REGISTRY.flatMap((entry) =>
  "create" in entry ? operationsOf(entry) : [entry],
);

/** Every operation that costs units. */
export const CREATES: readonly CreateOperation[] = /* @__PURE__ */ OPERATIONS.filter(isCreate);

/** The creates that a `VideoRequest` is compiled for. */
export const VIDEO_CREATES = /* @__PURE__ */ CREATES.filter(isVideoOperation);

/** Every operation that changes something and costs nothing. */
export const WRITES: readonly WriteOperation[] = /* @__PURE__ */ OPERATIONS.filter(isWrite);

/** Every operation that changes nothing. */
export const READS: readonly ReadOperation[] = /* @__PURE__ */ OPERATIONS.filter(
  (operation) => operation.effect === "reads",
);

/** Finds an operation by id, such as `text-to-video/kling-3.0` or `v1/text2video/get`. */
export function findOperation(id: string): Operation | undefined {
  return OPERATIONS.find((operation) => operation.id === id);
}

/** Finds a create by id. */
export function findCreate(id: string): CreateOperation | undefined {
  return CREATES.find((operation) => operation.id === id);
}

/** Finds a create that a `VideoRequest` is compiled for by id. */
export function findVideoCreate(id: string): VideoOperation | undefined {
  return VIDEO_CREATES.find((operation) => operation.id === id);
}
