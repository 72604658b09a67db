import type { RuleId } from "../../check/rule-ids.ts";
import { describeCondition } from "../../facts/capability.ts";
import { CAMERA_AXIS_LIMIT, MOTION_BRUSH_LIMITS } from "../classic-limits.ts";
import { meets, type VideoRule, type VideoRuleScope } from "./rule.ts";

/** Controls of the 1.x models; the current ones refuse them. @source DOC-OLD 2026-03 */
export const cameraRule: VideoRule = (scope) => {
  const { facts, row, refuse } = scope;
  const { camera } = facts;
  if (!camera) return;
  const bad = (rule: RuleId, message: string) => refuse({ rule, at: "cameraControl", message });
  const support = row.cameraControl;
  if (!support) {
    bad("camera-control", `${row.model} takes no camera control.`);
    return;
  }
  if (!meets(support.when, facts))
    bad("camera-condition", `camera control needs ${describeCondition(support.when)}.`);
  if (!support.types.includes(camera.type))
    bad("camera-type", `${row.model} takes ${support.types.join(", ")}.`);
  cameraConfig(scope, bad);
};

function cameraConfig({ facts }: VideoRuleScope, bad: (rule: RuleId, message: string) => void): void {
  const { camera } = facts;
  if (!camera) return;
  if (camera.type !== "simple") {
    if (camera.config) bad("camera-config", `config goes with type simple only, not ${camera.type}.`);
    return;
  }
  const moved = Object.values(camera.config ?? {}).filter((value) => value !== 0);
  const [only] = moved;
  if (moved.length !== 1 || only === undefined)
    bad("camera-config", "exactly one axis of config is not zero.");
  else if (Math.abs(only) > CAMERA_AXIS_LIMIT)
    bad("camera-range", `an axis is between -${CAMERA_AXIS_LIMIT} and ${CAMERA_AXIS_LIMIT}.`);
}

export const motionBrushRule: VideoRule = (scope) => {
  const { facts, row, refuse } = scope;
  const { staticMask, dynamicMasks } = facts;
  const hasBrush = staticMask !== undefined || dynamicMasks.length > 0;
  const at = staticMask ? "staticMask" : "dynamicMasks";
  const bad = (rule: RuleId, message: string) => refuse({ rule, at, message });
  if (hasBrush && !row.motionBrushWhen) bad("motion-brush", `${row.model} takes no masks.`);
  else if (hasBrush && row.motionBrushWhen && !meets(row.motionBrushWhen, facts)) {
    bad("motion-brush-condition", `masks need ${describeCondition(row.motionBrushWhen)}.`);
  }
  if (dynamicMasks.length > MOTION_BRUSH_LIMITS.maxMasks)
    bad("motion-brush-count", `at most ${MOTION_BRUSH_LIMITS.maxMasks} masks pass.`);
  const { minPoints, maxPoints } = MOTION_BRUSH_LIMITS;
  if (dynamicMasks.some(({ points }) => points < minPoints || points > maxPoints)) {
    bad("motion-brush-points", `a trajectory has ${minPoints} to ${maxPoints} points.`);
  }
  const used = [facts.lastFrame !== undefined, hasBrush, facts.camera !== undefined].filter(Boolean).length;
  if (used > 1) {
    refuse({
      rule: "exclusive-controls",
      at: facts.camera ? "cameraControl" : at,
      message: "last frame, masks and camera control exclude each other.",
    });
  }
};
