/** Axes of a `simple` camera movement, each −10 to 10, exactly one not zero. @source DOC-OLD 2026-03 */
export const CAMERA_AXES = ["horizontal", "vertical", "pan", "tilt", "roll", "zoom"] as const;
export const CAMERA_AXIS_LIMIT = 10;

/** Limits of the motion brush. @source DOC-OLD 2026-03 */
export const MOTION_BRUSH_LIMITS = { maxMasks: 6, minPoints: 2, maxPoints: 77 } as const;

/** Camera movements; `simple` moves along one axis, the others are whole movements. @source DOC-OLD 2026-03 */
export const CAMERA_TYPES = [
  "simple",
  "down_back",
  "forward_up",
  "right_turn_forward",
  "left_turn_forward",
] as const;
