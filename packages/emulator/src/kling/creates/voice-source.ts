import { advancedLipSync, avatar, findModel, lipSync } from "@klingkit/spec";
import type { ParentVideo } from "./parent-video.ts";

/** Videos of these products speak with one voice, whatever their model. @source DOC 2026-10 */
const SPEAKING_PRODUCTS: readonly string[] = [avatar, lipSync, advancedLipSync].map(
  ({ create }) => create.product,
);
const SPEAKING_MODEL = "kling-2.6";

/** Whether a voice can be taken from this video: made by 2.6 with sound, or an avatar or lip-sync result. @source DOC 2026-10 */
export function hasOneVoice({ task, plan }: ParentVideo): boolean {
  if (SPEAKING_PRODUCTS.includes(task.product)) return true;
  return plan.hasAudio && (findModel(task.model)?.standardName ?? task.model) === SPEAKING_MODEL;
}
