import { EXTENDABLE_MODELS, findModel, VIDEO_EXTEND_UNITS, videoExtend } from "@klingkit/spec";
import type { VideoPlan } from "../../media/index.ts";
import type { ParentVideo } from "./parent-video.ts";

export const EXTENSION = {
  operationId: videoExtend.create.id,
  /** Added to the parent: 4 to 5 seconds are documented. @source DOC-OLD 2026-03 (sample: 5.1 s become 9.6 s) */
  seconds: 4.5,
  /** Longest chain. @source DOC-OLD 2026-03 */
  maxSeconds: 180,
} as const;

/** Whether the service extends this video: one of the old models, and not at its full length yet. @source DOC-OLD 2026-03 */
export function isExtendable({ task, plan }: ParentVideo): boolean {
  const name = findModel(task.model)?.legacyName ?? task.model;
  const isOld = EXTENDABLE_MODELS.includes(name) || task.operationId === EXTENSION.operationId;
  return isOld && plan.durationSeconds + EXTENSION.seconds <= EXTENSION.maxSeconds;
}

/** The old models' professional mode is the one of 1080p. @source DOC-OLD 2026-03 */
const PRO_SIDE_PX = 1080;

/** Units follow the mode of the parent. */
export const extensionUnits = ({ widthPx, heightPx }: VideoPlan): number =>
  Math.min(widthPx, heightPx) >= PRO_SIDE_PX ? VIDEO_EXTEND_UNITS.pro : VIDEO_EXTEND_UNITS.std;

/** The whole video, the parent included. */
export const extended = (plan: VideoPlan): VideoPlan => ({
  ...plan,
  durationSeconds: plan.durationSeconds + EXTENSION.seconds,
});
